namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Ids that only grow, as large as today's Zendesk ids: a client that keeps them in 32 bits fails at once.</summary>
internal sealed class IdSequence(long first = 33_144_692_244_480)
{
    private long _last = first;

    public long Next() => Interlocked.Increment(ref _last);
}
