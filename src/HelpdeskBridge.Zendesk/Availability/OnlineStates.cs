using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>An agent of the list of agents.</summary>
/// <param name="Id">Zendesk's id.</param>
/// <param name="IsOnline">Null: it is not known.</param>
/// <param name="Groups">Null: the list does not say.</param>
internal sealed record AgentState(long? Id, bool? IsOnline, IReadOnlyCollection<long>? Groups)
{
    /// <summary>Whether the agent has fewer work items than the agent may have; null: the list does not say.</summary>
    public bool? HasRoom { get; init; }
}

/// <summary>
/// Decides from Zendesk's responses who is online. Tickets belong to the channel "support"; in an account without it, any channel counts. What is
/// missing or malformed is not known (null). Pure.
/// </summary>
internal static class OnlineStates
{
    private const string TicketChannel = "support";
    private const string Online = "online";

    /// <param name="channels">The channels of a group, each with the number of agents in each state.</param>
    /// <returns>Whether an agent of the group is online, and how many are; null: it is not known.</returns>
    public static GroupPresence? ReadGroup(JsonElement? channels)
    {
        if (channels is not { ValueKind: JsonValueKind.Object } all)
            return null;
        if (all.Member(TicketChannel) is { ValueKind: not JsonValueKind.Null } tickets)
            return Create(ReadChannel(tickets));
        var counts = all.EnumerateObject().Select(channel => channel.Value).Where(value => value.ValueKind != JsonValueKind.Null)
            .Select(ReadChannel).ToList();

        // An agent may be on several channels, so the numbers are not added up.
        return counts.Max() is > 0 and var most ? Create(most) : counts.Count == 0 || counts.Contains(null) ? null : Create(0);

        static GroupPresence? Create(long? online) =>
            online is { } number ? new GroupPresence(number > 0, (int)Math.Min(number, int.MaxValue)) : null;
    }

    /// <summary>The agents of one page of the list of agents.</summary>
    public static IEnumerable<AgentState> ReadPage(AgentAvailabilitiesResponse page)
    {
        var included = (page.Included ?? []).Where(item => item.Id is not null).ToLookup(item => item.Id!, item => item.Attributes);
        foreach (var agent in page.Data ?? [])
        {
            var links = agent.Relationships?.Channels?.Data ?? [];
            var channels = links.SelectMany(link => included[link.Id ?? ""]).OfType<ChannelAttributes>().ToList();
            if (channels.Find(channel => channel.Name == TicketChannel) is { } tickets)
                channels = [tickets];
            yield return new AgentState(agent.Attributes?.AgentId, Any(channels.Select(IsOnline)), agent.Attributes?.GroupIds?.ToHashSet())
            {
                HasRoom = Any(channels.Where(channel => IsOnline(channel) == true).Select(HasRoom)),
            };
        }
    }

    /// <summary>What the list of agents says about each group.</summary>
    /// <param name="groupIds">Which groups.</param>
    /// <param name="agents">The list.</param>
    /// <param name="isComplete">The list is complete: an agent who is not in it is not online.</param>
    /// <returns>A group of which it is not known is left out.</returns>
    public static Dictionary<string, GroupPresence> ReadGroups(IEnumerable<string> groupIds, IReadOnlyCollection<AgentState> agents, bool isComplete)
    {
        var groups = new Dictionary<string, GroupPresence>();
        foreach (var groupId in groupIds)
        {
            var id = long.Parse(groupId, CultureInfo.InvariantCulture);

            // Of an agent whose groups are not known, only that the agent is offline says something about this one.
            var members = agents.Where(agent => agent.Groups?.Contains(id) != false)
                .Select(agent => agent is { IsOnline: true, Groups: null } ? agent with { IsOnline = null } : agent).ToList();
            if (Any(members.Select(agent => agent.IsOnline).Append(isComplete ? false : null)) is not { } isOnline)
                continue;
            var online = members.Where(agent => agent.IsOnline == true).ToList();
            var areAllKnown = isComplete && members.TrueForAll(agent => agent.IsOnline is not null);
            var rooms = online.Select(agent => agent.HasRoom);
            groups[groupId] = new GroupPresence(
                isOnline, areAllKnown ? online.Count : null, Any(areAllKnown ? rooms : rooms.Append(null)));
        }

        return groups;
    }

    /// <summary>Counts that name other states but not "online" mean that nobody is.</summary>
    /// <returns>How many are online; null: it is not known.</returns>
    private static long? ReadChannel(JsonElement channel)
    {
        if (channel.Member("state_counts") is not { ValueKind: JsonValueKind.Object } counts)
            return null;
        return counts.Member(Online) is { } online ? ReadNumber(online) : counts.EnumerateObject().Any() ? 0 : null;
    }

    private static bool? IsOnline(ChannelAttributes channel) => channel.Status is { } status ? status == Online : null;

    private static bool? HasRoom(ChannelAttributes channel) =>
        ReadNumber(channel.WorkItemCount) is { } items && ReadNumber(channel.MaxCapacity) is { } most ? items < most : null;

    private static long? ReadNumber(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

    /// <summary>True if one is. False only if there are some and none is; an unknown one might be.</summary>
    private static bool? Any(IEnumerable<bool?> states)
    {
        var all = states.ToList();
        return all.Contains(true) ? true : all.Count == 0 || all.Contains(null) ? null : false;
    }
}
