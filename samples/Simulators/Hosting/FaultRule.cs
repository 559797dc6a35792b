namespace HelpdeskBridge.Simulators;

/// <summary>One fault that is switched on. Disposing it switches it off.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly Faults _owner;
    private readonly Func<FaultyRequest, bool>? _filter;
    private readonly double _probability;
    private int? _remaining;
    private int _taken;
    private int _abandoned;

    internal FaultRule(Faults owner, FaultMode mode, int? times, Func<FaultyRequest, bool>? where, double probability)
    {
        _owner = owner;
        _filter = where;
        _probability = probability;
        _remaining = times;
        Mode = mode;
    }

    /// <summary>How the request fails.</summary>
    public FaultMode Mode { get; }

    /// <summary>The <c>Retry-After</c> header of a 503 or 429; null sends none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long <see cref="FaultMode.AcceptLate"/> waits before it does what was requested.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many requests the rule has failed so far.</summary>
    public int Hits { get; private set; }

    /// <summary>
    /// How many requests <see cref="FaultMode.AcceptLate"/> has received completely. They are done even if the caller gives up then.
    /// </summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>How many callers have given up while <see cref="FaultMode.AcceptLate"/> held their request.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Switches the fault off. A request that is held already is still done at its time.</summary>
    public void Dispose() => _owner.Remove(this);

    internal void Take() => Interlocked.Increment(ref _taken);

    internal void Abandon() => Interlocked.Increment(ref _abandoned);

    // Called under the lock of the owner. Counts the request if the rule applies to it.
    internal bool TryHit(FaultyRequest request, Random random)
    {
        if (_remaining == 0 || _filter?.Invoke(request) == false || (_probability < 1 && random.NextDouble() >= _probability))
            return false;
        _remaining--;
        Hits++;
        return true;
    }
}

/// <summary>A request as a fault rule sees it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query.</param>
/// <param name="Operation">The requested operation: a name from <c>ZendeskOperation</c> or <c>JaicpOperation</c>.</param>
/// <param name="ObjectId">The id in the path, such as that of the ticket in <c>/api/v2/tickets/35436</c>; null if there is none.</param>
public sealed record FaultyRequest(string Method, string Path, string Operation, long? ObjectId = null);
