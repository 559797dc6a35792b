using System.Threading.RateLimiting;
using HelpdeskBridge.Helpdesks;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.RequestTracker.Limits;

/// <summary>
/// The limits of one account in this process: requests per minute, and how many at once. Request Tracker checks a slow hash at each request and has
/// few workers, so more at once is slower, not faster.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>A server has some workers only, and people use it as well.</summary>
    private const int MaxConcurrentRequests = 4;

    private const int MaxQueuedRequests = 10_000;
    private const int SegmentsPerMinute = 60;

    private readonly int _perMinute;
    private readonly SlidingWindowRateLimiter _rate;
    private readonly ConcurrencyLimiter _concurrency = CreateConcurrencyLimiter(MaxConcurrentRequests);

    public RequestLimits(HelpdeskOptions options)
    {
        _perMinute = options.RequestsPerMinute;
        _rate = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = _perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = SegmentsPerMinute,
            QueueLimit = MaxQueuedRequests,
        });
    }

    /// <summary>What the circuit breaker of the account reports its state to.</summary>
    public CircuitBreakerStateProvider CircuitBreaker { get; } = new();

    public BudgetUse GetUse()
    {
        var (free, queued) = (_rate.GetStatistics()?.CurrentAvailablePermits ?? _perMinute, _rate.GetStatistics()?.CurrentQueuedCount ?? 0);
        return new BudgetUse((int)(_perMinute - free), (int)queued, _perMinute);
    }

    /// <summary>Waits for a place of the minute first, and then for one of those at once, so that nobody holds a place while waiting.</summary>
    /// <returns>The place, which the caller disposes; null: too many wait already.</returns>
    public async Task<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        using var minute = await _rate.AcquireAsync(1, cancellationToken);
        if (!minute.IsAcquired)
            return null;
        var place = await _concurrency.AcquireAsync(1, cancellationToken);
        if (place.IsAcquired)
            return place;
        place.Dispose();
        return null;
    }

    public static ConcurrencyLimiter CreateConcurrencyLimiter(int max) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = max, QueueLimit = MaxQueuedRequests });

    public void Dispose()
    {
        _rate.Dispose();
        _concurrency.Dispose();
    }
}
