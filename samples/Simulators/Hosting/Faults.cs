namespace HelpdeskBridge.Simulators;

/// <summary>The faults of a simulated system. They can be switched on and off at any time, from any thread.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private readonly Random _random;

    internal Faults(int seed) => _random = new Random(seed);

    /// <summary>Switches a fault on. When several rules match a request, the one that was added first applies.</summary>
    /// <param name="mode">How the requests fail.</param>
    /// <param name="times">For how many requests; null means until it is switched off.</param>
    /// <param name="where">Which requests; null means all.</param>
    /// <param name="probability">The probability that a matching request fails, from 0 to 1.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header of a 503 or 429.</param>
    /// <param name="delay">How long <see cref="FaultMode.AcceptLate"/> holds a request. To be late it must be longer than the caller waits.</param>
    public FaultRule Add(
        FaultMode mode, int? times = null, Func<FaultyRequest, bool>? where = null, double probability = 1,
        TimeSpan? retryAfter = null, TimeSpan? delay = null)
    {
        if (mode == FaultMode.AcceptLate != delay.HasValue)
            throw new ArgumentException($"A delay is for {FaultMode.AcceptLate}, which needs one.", nameof(delay));
        var rule = new FaultRule(this, mode, times, where, probability) { RetryAfter = retryAfter, Delay = delay ?? TimeSpan.Zero };
        lock (_gate)
            _rules.Add(rule);
        return rule;
    }

    /// <summary>Switches every fault off.</summary>
    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    internal void Remove(FaultRule rule)
    {
        lock (_gate)
            _rules.Remove(rule);
    }

    internal FaultRule? Match(FaultyRequest request)
    {
        lock (_gate)
            return _rules.Find(rule => rule.TryHit(request, _random));
    }
}
