namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A rate limit that counts requests in fixed time windows, separately for each key.</summary>
internal sealed class FixedWindowLimit<TKey>(int limit, TimeSpan length, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (DateTimeOffset Ends, int Used)> _windows = [];

    public RateLimitState Take(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_windows.TryGetValue(key, out var window) || window.Ends <= now)
                window = (now + length, 0);
            window.Used++;
            _windows[key] = window;
            var secondsLeft = (int)Math.Ceiling((window.Ends - now).TotalSeconds);
            return new RateLimitState(limit, Math.Max(0, limit - window.Used), Math.Max(1, secondsLeft), window.Used > limit);
        }
    }
}

/// <summary>The state of a rate limit after a request.</summary>
internal readonly record struct RateLimitState(int Limit, int Remaining, int ResetsInSeconds, bool IsExceeded);
