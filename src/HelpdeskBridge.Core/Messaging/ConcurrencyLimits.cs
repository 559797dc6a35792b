using System.Threading.RateLimiting;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// How many queues may send to an endpoint at the same time. Queues beyond that wait in the order they came, before they claim a message.
/// </summary>
internal sealed class ConcurrencyLimits : IDisposable
{
    private const int PermitsPerEndpoint = 32;

    private readonly PartitionedRateLimiter<DeliveryEndpoint> _limiter = PartitionedRateLimiter.Create<DeliveryEndpoint, DeliveryEndpoint>(
        endpoint => RateLimitPartition.GetConcurrencyLimiter(
            endpoint, _ => new ConcurrencyLimiterOptions { PermitLimit = PermitsPerEndpoint, QueueLimit = int.MaxValue }));

    /// <returns>The permit, to be disposed, and whether it had to be waited for: the queue may have changed meanwhile.</returns>
    public async Task<(RateLimitLease Permit, bool Waited)> EnterAsync(DeliveryEndpoint endpoint, CancellationToken cancellationToken)
    {
        var acquired = _limiter.AcquireAsync(endpoint, cancellationToken: cancellationToken);
        var waited = !acquired.IsCompleted;
        return (await acquired, waited);
    }

    public void Dispose() => _limiter.Dispose();
}
