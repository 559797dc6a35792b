using System.Threading.RateLimiting;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.AgentFiles;

/// <summary>
/// Limits how many files of one helpdesk are streamed at the same time. Further requests wait for a while, in the order they came. Many
/// downloads from one helpdesk delay none from another.
/// </summary>
internal sealed class AgentFileConcurrency(IOptions<DeliveryOptions> options) : IDisposable
{
    private const int MaxConcurrent = 32;
    private const int MaxWaiting = 500;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        helpdesk => RateLimitPartition.GetConcurrencyLimiter(
            helpdesk, _ => new ConcurrencyLimiterOptions { PermitLimit = MaxConcurrent, QueueLimit = MaxWaiting }));

    /// <returns>A permit, to be disposed; null: none became free in time.</returns>
    public async Task<RateLimitLease?> EnterAsync(string helpdesk, CancellationToken cancellationToken)
    {
        // Real time, not the bridge's clock: an HTTP caller is waiting.
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
