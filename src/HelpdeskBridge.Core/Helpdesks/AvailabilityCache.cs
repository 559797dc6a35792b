using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The groups of a helpdesk and who is there, of one reading.</summary>
/// <param name="Groups">Every group.</param>
/// <param name="Online">Whether an agent of the group is there, where that could be told.</param>
/// <param name="ReadAt">When.</param>
internal sealed record GroupAvailability(IReadOnlyList<HelpdeskGroup> Groups, IReadOnlyDictionary<string, ObservedAvailability> Online, DateTimeOffset ReadAt)
{
    public static readonly IReadOnlyDictionary<string, ObservedAvailability> Unknown = new Dictionary<string, ObservedAvailability>();
}

/// <summary>What was told about a group, and when.</summary>
internal readonly record struct ObservedAvailability(bool IsOnline, DateTimeOffset At);

/// <summary>The groups of one helpdesk and who is there, from memory.</summary>
/// <param name="helpdesk">Where to read.</param>
/// <param name="isOffered">Groups that some channel offers; nobody asks about the others.</param>
/// <param name="clock">Tells when.</param>
internal sealed class AvailabilityCache(IHelpdesk helpdesk, Func<string, bool> isOffered, BridgeClock clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>How long the last answer about a group holds while it can't be asked again.</summary>
    private static readonly TimeSpan KeptAfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>Where nobody asked for so long, who was there then says nothing about now.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly Remembered<IReadOnlyList<HelpdeskGroup>> _groups = new(_ => helpdesk.ReadGroupsAsync(CancellationToken.None), Fresh, AgainAfterFailure, clock);
    private Remembered<GroupAvailability>? _presence;

    /// <summary>The groups alone, for who needs not know whether somebody is there; null until they could be read.</summary>
    public async Task<IReadOnlyList<HelpdeskGroup>?> GroupsAsync() => (await _groups.GetAsync()).Value;

    /// <summary>Groups and who is there; null until they could be read.</summary>
    public async Task<GroupAvailability?> GetAsync()
    {
        var remembered = LazyInitializer.EnsureInitialized(ref _presence, () => new Remembered<GroupAvailability>(ReadAsync, Fresh, AgainAfterFailure, clock));
        var (presence, failed) = await remembered.GetAsync();
        if (presence is null)
            return _groups.Last.Value is { } groups ? new GroupAvailability(groups, GroupAvailability.Unknown, clock.Now) : null;
        return failed || clock.Now - presence.ReadAt > MaxAge ? presence with { Online = GroupAvailability.Unknown } : presence;
    }

    private async Task<GroupAvailability?> ReadAsync(GroupAvailability? before)
    {
        if (await _groups.ReadAsync() is not { Value: { } groups, Failed: false })
            return null;
        var offered = groups.Select(group => group.Id).Where(isOffered).ToList();
        var told = await helpdesk.ReadOnlineAsync(offered, CancellationToken.None);
        var now = clock.Now;
        var online = new Dictionary<string, ObservedAvailability>();
        foreach (var id in offered)
        {
            if (told.TryGetValue(id, out var isOnline))
                online[id] = new ObservedAvailability(isOnline, now);
            else if (before is not null && before.Online.TryGetValue(id, out var seen) && now - seen.At <= KeptAfterFailure)
                online[id] = seen;
        }

        return new GroupAvailability(groups, online, now);
    }
}
