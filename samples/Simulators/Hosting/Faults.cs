namespace HelpdeskBridge.Simulators;

/// <summary>The fault switches of a simulated system. They can be moved at any time, from any thread.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private readonly Random _random;

    internal Faults(int seed) => _random = new Random(seed);

    /// <summary>Switches a fault on. When several rules match a request, the one added first decides.</summary>
    /// <param name="mode">What goes wrong.</param>
    /// <param name="times">For how many requests; null until switched off.</param>
    /// <param name="where">Which requests; null means all.</param>
    /// <param name="probability">The chance of each matching request to be hit.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> of a 503 or 429.</param>
    public FaultRule Add(
        FaultMode mode, int? times = null, Func<FaultyRequest, bool>? where = null, double probability = 1, TimeSpan? retryAfter = null)
    {
        var rule = new FaultRule(this, mode, times, where, probability, retryAfter);
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

    internal FaultRule? Hit(FaultyRequest request)
    {
        lock (_gate)
            return _rules.Find(rule => rule.Hit(request, _random));
    }
}
