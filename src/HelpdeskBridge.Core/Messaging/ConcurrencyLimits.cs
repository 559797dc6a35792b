using System.Threading.RateLimiting;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Limits how many queues send to an endpoint at the same time. The other queues wait in order, before they claim a message.
/// </summary>
internal sealed class ConcurrencyLimits : IDisposable
{
    private const int PermitsPerEndpoint = 32;

    private readonly PartitionedRateLimiter<DeliveryEndpoint> _limiter = PartitionedRateLimiter.Create<DeliveryEndpoint, DeliveryEndpoint>(
        endpoint => RateLimitPartition.GetConcurrencyLimiter(
            endpoint, _ => new ConcurrencyLimiterOptions { PermitLimit = PermitsPerEndpoint, QueueLimit = int.MaxValue }));

    /// <returns>
    /// The permit, which the caller disposes, and whether the queue had to wait for it. Then its messages may have changed meanwhile.
    /// </returns>
    public async Task<(RateLimitLease Permit, bool Waited)> AcquireAsync(DeliveryEndpoint endpoint, CancellationToken cancellationToken)
    {
        var acquired = _limiter.AcquireAsync(endpoint, cancellationToken: cancellationToken);
        var waited = !acquired.IsCompleted;
        return (await acquired, waited);
    }

    public void Dispose() => _limiter.Dispose();
}
