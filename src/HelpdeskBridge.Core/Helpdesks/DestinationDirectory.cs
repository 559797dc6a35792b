using System.Collections.Concurrent;
using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>A group offered to JAICP.</summary>
internal sealed record Destination(string Id, string Name, bool HasOnline);

/// <summary>
/// The groups JAICP may hand a chat to, and whether each has an agent online. JAICP may ask at every message, so the answer comes from
/// memory. Only the first callers wait, and not for long.
/// </summary>
internal sealed class DestinationDirectory(
    ChannelRegistry channels, HelpdeskRegistry helpdesks, ChannelHours hours, RefusedSettings refusedSettings, IDatabase database, BridgeClock clock)
{
    private readonly ConcurrentDictionary<string, AvailabilityCache> _caches = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The channel's destinations, the default one first.</summary>
    public async Task<IReadOnlyList<Destination>> ListAsync(string name)
    {
        var channel = channels.Get(name);

        // Both at the same time: a caller who has to wait waits for the slower one, not for their sum.
        var isOpen = hours.IsOpenAsync(name);
        var availability = await GetCache(channel).GetAsync();
        return Combine(channel, availability, id => IsRefused(name, id), await isOpen);
    }

    /// <summary>
    /// Whether a chat may be handed to this group. Before the helpdesk's groups are known: whether it could be the id of a group.
    /// </summary>
    public async Task<bool> IsKnownAsync(string name, string destinationId)
    {
        var channel = channels.Get(name);
        if (destinationId == channel.DefaultDestination)
            return true;
        if (!(IsOffered(channel, destinationId) || IsEscalation(channel, destinationId)) || IsRefused(name, destinationId))
            return false;
        var groups = await GetCache(channel).GetGroupsAsync();
        return groups is null
            ? long.TryParse(destinationId, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            : groups.Any(group => group.Id == destinationId);
    }

    /// <summary>
    /// The group for a ticket in a helpdesk that does not serve the ticket's channel any more: the group that was asked for, or any other if that one
    /// is not there. No default is known there.
    /// </summary>
    /// <returns>Null: the groups can't be read now, and it can't be the id of one.</returns>
    public async Task<string?> FindElsewhereAsync(string helpdesk, string destinationId)
    {
        if (await GetCache(helpdesk).GetGroupsAsync() is { Count: > 0 } groups)
            return groups.Any(group => group.Id == destinationId) ? destinationId : groups[0].Id;
        return long.TryParse(destinationId, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? destinationId : null;
    }

    private AvailabilityCache GetCache(ChannelOptions channel) => GetCache(channel.Helpdesk);

    private AvailabilityCache GetCache(string helpdesk) => _caches.GetOrAdd(helpdesk, name =>
    {
        var served = channels.Names.Select(channels.Get).Where(other => other.Helpdesk == name).ToList();
        var capacity = served.Exists(other => other.CountCapacity) ? new ChatCapacity(name, database) : null;
        return new AvailabilityCache(helpdesks.Get(name), id => served.Exists(other => IsOffered(other, id)), capacity, clock);
    });

    /// <summary>The helpdesk may list a group for a while although it refuses it.</summary>
    private bool IsRefused(string channel, string groupId) =>
        long.TryParse(groupId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && refusedSettings.IsRefused(RefusableSetting.Group(channels.FindName(channel) ?? channel, id));

    /// <summary>A chat that was moved there need not be in a group that JAICP may choose.</summary>
    private static bool IsEscalation(ChannelOptions channel, string groupId) => channel.Escalations.Any(step => step.Group == groupId);

    private static bool IsOffered(ChannelOptions channel, string groupId) =>
        channel.Destinations.Length == 0 || groupId == channel.DefaultDestination || channel.Destinations.Any(d => d.Id == groupId);

    private static List<Destination> Combine(
        ChannelOptions channel, GroupAvailability? availability, Func<string, bool> isRefused, bool isOpen)
    {
        // Pages that shift while they are read name a group twice.
        var names = (availability?.Groups ?? []).DistinctBy(group => group.Id).ToDictionary(group => group.Id, group => group.Name);

        // A deleted group is not offered any more. The default one always is, because chats without another destination go there.
        var offered = channel.Destinations.Length > 0
            ? channel.Destinations
                .Where(d => availability is null || names.ContainsKey(d.Id) || d.Id == channel.DefaultDestination)
                .Select(d => Create(d.Id, d.Name))
            : names.Keys.Select(id => Create(id, null));
        var list = offered.Where(d => !isRefused(d.Id) || d.Id == channel.DefaultDestination).ToList();
        var first = list.Find(d => d.Id == channel.DefaultDestination) ?? Create(channel.DefaultDestination, null);
        return [first, .. list.Where(d => d.Id != first.Id)];

        Destination Create(string id, string? label) => new(id, label ?? names.GetValueOrDefault(id, id), isOpen && !isRefused(id) && HasOnline(id));

        bool HasOnline(string id) => availability is not null && availability.Online.TryGetValue(id, out var observed)
            ? observed.IsOnline && (!channel.CountCapacity || observed.HasRoom is not false)
            : channel.WhenUnknown == WhenUnknown.Online;
    }
}
