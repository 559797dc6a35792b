using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// What is known about all endpoints (<see cref="EndpointState"/>). Each process has one. In a cluster it is a copy of the one that
/// <see cref="EndpointHealthGrain"/> has.
/// </summary>
internal sealed class EndpointStates(RetryPolicy retryPolicy, BridgeClock clock)
{
    /// <summary>An endpoint that is down is probed at least this often, unless it asked for a longer pause.</summary>
    private static readonly TimeSpan MaxProbeDelay = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Guid _owner = Guid.CreateVersion7(clock.Now);
    private readonly Dictionary<EndpointUse, EndpointSnapshot> _snapshots = [];
    private long _changes;

    public EndpointState Get(EndpointUse use)
    {
        lock (_lock)
            return Find(use).State;
    }

    public IReadOnlyList<EndpointSnapshot> List()
    {
        lock (_lock)
            return [.. _snapshots.Values];
    }

    /// <summary>Whether the report would change what is known here.</summary>
    public bool WouldChange(EndpointReport report)
    {
        lock (_lock)
            return Find(report.Use).State is var state && !ReferenceEquals(state, state.After(report, GetProbeDelay, clock.Now));
    }

    public EndpointChange Apply(EndpointReport report)
    {
        lock (_lock)
        {
            var (before, now) = (Find(report.Use), clock.Now);
            var state = before.State.After(report, GetProbeDelay, now);
            if (ReferenceEquals(state, before.State))
                return new EndpointChange(state, before, now);
            var after = new EndpointSnapshot(report.Use, state, _owner, ++_changes);
            _snapshots[report.Use] = after;
            return new EndpointChange(before.State, after, now);
        }
    }

    /// <summary>Takes over what another has decided, unless something newer of it is known already.</summary>
    /// <returns>Whether an outage that was known here has ended.</returns>
    public bool Adopt(EndpointSnapshot snapshot)
    {
        lock (_lock)
        {
            if (_snapshots.TryGetValue(snapshot.Use, out var known) && known.Owner == snapshot.Owner && known.Number >= snapshot.Number)
                return false;
            _snapshots[snapshot.Use] = snapshot;
            return known?.State.Outage is not null && snapshot.State.Outage is null;
        }
    }

    /// <summary>Takes over what another knows about endpoints of which nothing is known here.</summary>
    public void AddUnknown(IEnumerable<EndpointSnapshot> snapshots)
    {
        lock (_lock)
        {
            foreach (var snapshot in snapshots)
            {
                if (!_snapshots.ContainsKey(snapshot.Use))
                    _snapshots[snapshot.Use] = snapshot with { Owner = _owner, Number = ++_changes };
            }
        }
    }

    private EndpointSnapshot Find(EndpointUse use) =>
        _snapshots.TryGetValue(use, out var snapshot) ? snapshot : new EndpointSnapshot(use, EndpointState.Initial, _owner, Number: 0);

    private TimeSpan GetProbeDelay(int failedProbes) =>
        retryPolicy.GetDelay(failedProbes + 1, retryAfter: null) is var delay && delay < MaxProbeDelay ? delay : MaxProbeDelay;
}
