using System.Threading.RateLimiting;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.RequestTracker.Limits;

/// <summary>
/// The limits of one account: requests per minute, and how many at once. Each process of a cluster takes its part of both. Request Tracker checks a
/// slow hash at each request and has few workers, so more at once is slower, not faster.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>A server has some workers only, and people use it as well.</summary>
    private const int MaxConcurrentRequests = 4;

    private const int MaxQueuedRequests = 10_000;
    private const int SegmentsPerMinute = 60;

    /// <summary>The limits are of the account as a whole.</summary>
    private const string Account = "";

    private readonly int _perMinute;
    private readonly ClusterShare _share;
    private readonly PartitionedRateLimiter<string> _rate;
    private readonly PartitionedRateLimiter<string> _concurrency;

    public RequestLimits(HelpdeskOptions options, ClusterShare share)
    {
        (_perMinute, _share) = (options.RequestsPerMinute, share);
        _rate = PartitionedRateLimiter.Create<string, int>(_ => RateLimitPartition.GetSlidingWindowLimiter(
            share.Processes,
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = share.Of(_perMinute),
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = SegmentsPerMinute,
                QueueLimit = MaxQueuedRequests,
            }));
        _concurrency = share.CreateLimiter<string, string>(MaxConcurrentRequests, account => account, MaxQueuedRequests);
    }

    /// <summary>What the circuit breaker of the account reports its state to.</summary>
    public CircuitBreakerStateProvider CircuitBreaker { get; } = new();

    /// <summary>What this process uses of its part.</summary>
    public BudgetUse GetUse()
    {
        var perMinute = _share.Of(_perMinute);
        var (free, queued) = _rate.GetStatistics(Account) is { } now ? (now.CurrentAvailablePermits, now.CurrentQueuedCount) : (perMinute, 0);
        return new BudgetUse((int)(perMinute - free), (int)queued, perMinute);
    }

    /// <summary>Waits for a place of the minute first, and then for one of those at once, so that nobody holds a place while waiting.</summary>
    /// <returns>The place, which the caller disposes; null: too many wait already.</returns>
    public async Task<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        using var minute = await _rate.AcquireAsync(Account, 1, cancellationToken);
        if (!minute.IsAcquired)
            return null;
        var place = await _concurrency.AcquireAsync(Account, 1, cancellationToken);
        if (place.IsAcquired)
            return place;
        place.Dispose();
        return null;
    }

    public void Dispose()
    {
        _rate.Dispose();
        _concurrency.Dispose();
    }
}
