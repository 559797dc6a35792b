namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Increasing ids, as large as those of Zendesk today. A client that stores them in 32 bits fails at once.</summary>
internal sealed class IdSequence(long first = 33_144_692_244_480)
{
    private long _last = first;

    public long Next() => Interlocked.Increment(ref _last);
}
