namespace HelpdeskBridge.Clustering;

/// <summary>
/// Finds the members of the cluster that no longer show in the list that they are alive, although others can. It counts how often this process has
/// shown it meanwhile, not the time: while nobody can write the list, nobody is silent.
/// </summary>
internal sealed class MemberSilence
{
    /// <summary>How often this process has shown that it is alive, and another has not, until the other is silent.</summary>
    public const int MaxMissed = 10;

    private readonly Dictionary<SiloAddress, (DateTime AliveAt, int Missed)> _others = [];
    private DateTime? _aliveAt;

    /// <param name="self">This process.</param>
    /// <param name="members">The members that work, with the time at which each said last that it is alive.</param>
    /// <returns>Those that are silent.</returns>
    public IReadOnlyList<SiloAddress> Observe(SiloAddress self, IReadOnlyDictionary<SiloAddress, DateTime> members)
    {
        if (!members.TryGetValue(self, out var aliveAt) || aliveAt == _aliveAt)
            return [];
        _aliveAt = aliveAt;
        foreach (var gone in _others.Keys.Except(members.Keys).ToList())
            _others.Remove(gone);
        foreach (var (member, time) in members)
        {
            if (!member.Equals(self))
                _others[member] = _others.TryGetValue(member, out var before) && before.AliveAt == time ? (time, before.Missed + 1) : (time, 0);
        }

        return [.. _others.Where(other => other.Value.Missed >= MaxMissed).Select(other => other.Key)];
    }
}
