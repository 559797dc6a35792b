using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>What the account says about its groups: which there are, whether an agent is online, and when they work.</summary>
internal sealed class ZendeskDirectory(ZendeskGroups groups, ZendeskAvailability availability, ZendeskSchedules schedules)
{
    public Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken) => groups.ReadAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, GroupPresence>> ReadOnlineAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken) =>
        availability.ReadAsync(groupIds, withCapacity, cancellationToken);

    public Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken) =>
        schedules.ReadAsync(scheduleId, cancellationToken);
}
