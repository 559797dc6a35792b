using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>A helpdesk's groups and whether each has an agent online, read together.</summary>
/// <param name="Groups">Every group.</param>
/// <param name="Online">By group id. A group whose availability is not known is missing.</param>
/// <param name="ReadAt">When it was read.</param>
internal sealed record GroupAvailability(
    IReadOnlyList<HelpdeskGroup> Groups, IReadOnlyDictionary<string, ObservedAvailability> Online, DateTimeOffset ReadAt)
{
    public static readonly IReadOnlyDictionary<string, ObservedAvailability> Unknown = new Dictionary<string, ObservedAvailability>();
}

/// <summary>Whether a group had an agent online, and when the helpdesk said so.</summary>
/// <param name="IsOnline">Whether it had.</param>
/// <param name="HasRoom">Whether one of its agents had room for one more chat; null: nobody knows, or no channel asks.</param>
/// <param name="At">When.</param>
internal readonly record struct ObservedAvailability(bool IsOnline, bool? HasRoom, DateTimeOffset At);

/// <summary>Keeps one helpdesk's groups and their availability in memory.</summary>
/// <param name="helpdesk">The helpdesk.</param>
/// <param name="isOffered">Whether a channel offers the group. The availability of other groups is not asked for.</param>
/// <param name="capacity">Counts chats where the helpdesk tells no capacity; null: no channel asks whether somebody has room.</param>
/// <param name="clock">The bridge's clock.</param>
internal sealed class AvailabilityCache(IHelpdesk helpdesk, Func<string, bool> isOffered, ChatCapacity? capacity, BridgeClock clock)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>How long the last answer about a group counts while newer ones can't be had.</summary>
    private static readonly TimeSpan KeptAfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>When nobody asked for this long, the old answer says nothing about now.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly RefreshingValue<IReadOnlyList<HelpdeskGroup>> _groups =
        new(_ => helpdesk.ReadGroupsAsync(CancellationToken.None), FreshFor, RetryAfter, clock);

    private RefreshingValue<GroupAvailability>? _availability;

    /// <summary>The groups alone; null until they could be read.</summary>
    public async Task<IReadOnlyList<HelpdeskGroup>?> GetGroupsAsync() => (await _groups.GetAsync()).Value;

    /// <summary>The groups and their availability; null until the groups could be read.</summary>
    public async Task<GroupAvailability?> GetAsync()
    {
        var value = LazyInitializer.EnsureInitialized(
            ref _availability, () => new RefreshingValue<GroupAvailability>(ReadAsync, FreshFor, RetryAfter, clock));
        var (availability, lastReadFailed) = await value.GetAsync();
        if (availability is null)
            return _groups.Current.Value is { } groups ? new GroupAvailability(groups, GroupAvailability.Unknown, clock.Now) : null;
        return lastReadFailed || clock.Now - availability.ReadAt > MaxAge
            ? availability with { Online = GroupAvailability.Unknown }
            : availability;
    }

    private async Task<GroupAvailability?> ReadAsync(GroupAvailability? previous)
    {
        if (await _groups.RefreshAsync() is not { Value: { } groups, LastReadFailed: false })
            return null;
        var offered = groups.Select(group => group.Id).Where(isOffered).ToList();
        var answers = await helpdesk.ReadOnlineAsync(offered, withCapacity: capacity is not null, CancellationToken.None);
        var now = clock.Now;
        var online = new Dictionary<string, ObservedAvailability>();
        foreach (var id in offered)
        {
            if (answers.TryGetValue(id, out var presence))
            {
                var hasRoom = capacity is null ? null : await capacity.HasRoomAsync(id, presence);
                online[id] = new ObservedAvailability(presence.IsOnline, hasRoom, now);
            }
            else if (previous is not null && previous.Online.TryGetValue(id, out var observed) && now - observed.At <= KeptAfterFailure)
                online[id] = observed;
        }

        return new GroupAvailability(groups, online, now);
    }
}
