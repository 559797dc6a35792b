using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;

namespace HelpdeskBridge.Http;

/// <summary>Limits the open connections of one address, so that nobody takes all of them and others can still connect.</summary>
internal sealed class ConnectionsPerAddress : IDisposable
{
    /// <summary>The library forgets an address some seconds after its last connection.</summary>
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetConcurrencyLimiter(
            address, _ => new ConcurrencyLimiterOptions { PermitLimit = ServerLimits.MaxConnectionsPerAddress, QueueLimit = 0 }));

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var permit = _limiter.AttemptAcquire(CallerAddress.Get((connection.RemoteEndPoint as IPEndPoint)?.Address));
        if (permit.IsAcquired)
            await next(connection);
        else
            connection.Abort();
    }

    public void Dispose() => _limiter.Dispose();
}
