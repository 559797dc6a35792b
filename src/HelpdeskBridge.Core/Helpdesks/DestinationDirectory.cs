using System.Collections.Concurrent;
using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>A group offered to JAICP.</summary>
internal sealed record Destination(string Id, string Name, bool HasOnline);

/// <summary>
/// The groups JAICP may choose from, and whether somebody is there. JAICP may ask at every message, so the answer comes from memory;
/// only the very first caller waits, and not for long.
/// </summary>
internal sealed class DestinationDirectory(ChannelRegistry channels, HelpdeskRegistry helpdesks, ChannelHours hours, BridgeClock clock)
{
    private readonly ConcurrentDictionary<string, AvailabilityCache> _boards = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The channel's destinations, the default one first.</summary>
    public async Task<IReadOnlyList<Destination>> ListAsync(string name)
    {
        var channel = channels.Get(name);
        // Both at once: who comes first waits for the slower one, not for their sum.
        var isOpen = hours.IsOpenAsync(name);
        var presence = await GetBoard(channel).GetAsync();
        return Combine(channel, presence, await isOpen);
    }

    /// <summary>Whether a chat may be handed to this group; while the helpdesk's groups are not known, whether it could be one.</summary>
    public async Task<bool> IsKnownAsync(string name, string destinationId)
    {
        var channel = channels.Get(name);
        if (destinationId == channel.DefaultDestination)
            return true;
        if (!IsOffered(channel, destinationId))
            return false;
        var known = await GetBoard(channel).GroupsAsync();
        return known is null ? long.TryParse(destinationId, NumberStyles.None, CultureInfo.InvariantCulture, out _) : known.Any(group => group.Id == destinationId);
    }

    private AvailabilityCache GetBoard(ChannelOptions channel) => _boards.GetOrAdd(channel.Helpdesk, name =>
    {
        var served = channels.Names.Select(channels.Get).Where(other => other.Helpdesk == name).ToList();
        return new AvailabilityCache(helpdesks.Get(name), id => served.Exists(other => IsOffered(other, id)), clock);
    });

    private static bool IsOffered(ChannelOptions channel, string groupId) =>
        channel.Destinations.Length == 0 || groupId == channel.DefaultDestination || channel.Destinations.Any(d => d.Id == groupId);

    private static List<Destination> Combine(ChannelOptions channel, GroupAvailability? presence, bool isOpen)
    {
        var names = (presence?.Groups ?? []).ToDictionary(group => group.Id, group => group.Name);

        // A group that was deleted is offered no more; the default one always is, because what has no other place goes there.
        var offered = channel.Destinations.Length > 0
            ? channel.Destinations.Where(d => presence is null || names.ContainsKey(d.Id) || d.Id == channel.DefaultDestination).Select(d => Of(d.Id, d.Name))
            : names.Keys.Select(id => Of(id, null));
        var list = offered.ToList();
        var first = list.Find(d => d.Id == channel.DefaultDestination) ?? Of(channel.DefaultDestination, null);
        return [first, .. list.Where(d => d.Id != first.Id)];

        Destination Of(string id, string? label) => new(id, label ?? names.GetValueOrDefault(id, id), isOpen && HasOnline(id));

        bool HasOnline(string id) => presence is not null && presence.Online.TryGetValue(id, out var seen) ? seen.IsOnline : channel.WhenUnknown == WhenUnknown.Online;
    }
}
