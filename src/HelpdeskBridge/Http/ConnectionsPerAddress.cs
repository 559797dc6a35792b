using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace HelpdeskBridge.Http;

/// <summary>Nobody takes all connections: one address has a share, the rest is left for the others.</summary>
internal sealed class ConnectionsPerAddress(int max)
{
    private readonly ConcurrentDictionary<string, int> _open = new();

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = CallerAddress.Get((connection.RemoteEndPoint as IPEndPoint)?.Address);
        try
        {
            if (_open.AddOrUpdate(address, 1, (_, open) => open + 1) <= max)
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
