using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace HelpdeskBridge.Callers;

/// <summary>Nobody takes all connections: one address has a share, the rest is left for the others.</summary>
internal sealed class ConnectionShare(int most)
{
    private readonly ConcurrentDictionary<string, int> _open = new();

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = CallerAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        try
        {
            if (_open.AddOrUpdate(address, 1, (_, open) => open + 1) <= most)
                await next(connection);
            else
                connection.Abort();
        }
        finally
        {
            _open.AddOrUpdate(address, 0, (_, open) => open - 1);
            _open.TryRemove(new KeyValuePair<string, int>(address, 0));
        }
    }
}
