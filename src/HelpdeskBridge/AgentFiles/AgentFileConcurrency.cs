using System.Threading.RateLimiting;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.AgentFiles;

/// <summary>How many files of one helpdesk are passed on at the same time. Others wait a while, in the order they came; one helpdesk's crowd delays no other's.</summary>
internal sealed class AgentFileConcurrency(IOptions<DeliveryOptions> options) : IDisposable
{
    private const int AtOnce = 32;
    private const int Waiting = 500;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        helpdesk => RateLimitPartition.GetConcurrencyLimiter(helpdesk, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting }));

    /// <returns>A place, to be disposed; null: there is none soon.</returns>
    public async Task<RateLimitLease?> EnterAsync(string helpdesk, CancellationToken cancellationToken)
    {
        // Real time, whatever the bridge's clock says: a caller is waiting on a socket.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.RequestTimeout);
        try
        {
            var lease = await _limiter.AcquireAsync(helpdesk, cancellationToken: timeout.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _limiter.Dispose();
}
