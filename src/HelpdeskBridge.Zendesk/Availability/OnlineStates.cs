using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>An agent of the list of agents.</summary>
/// <param name="Id">Zendesk's id.</param>
/// <param name="IsOnline">Null: it is not known.</param>
/// <param name="Groups">Null: the list does not say.</param>
internal sealed record AgentState(long? Id, bool? IsOnline, IReadOnlyCollection<long>? Groups);

/// <summary>
/// Decides from Zendesk's responses who is online. Tickets belong to the channel "support"; in an account without it, any channel counts. What is
/// missing or malformed is not known (null). Pure.
/// </summary>
internal static class OnlineStates
{
    private const string TicketChannel = "support";
    private const string Online = "online";

    /// <param name="channels">The channels of a group, each with the number of agents in each state.</param>
    /// <returns>Whether an agent of the group is online.</returns>
    public static bool? ReadGroup(JsonElement? channels)
    {
        if (channels is not { ValueKind: JsonValueKind.Object } all)
            return null;
        if (all.TryGetProperty(TicketChannel, out var tickets) && tickets.ValueKind != JsonValueKind.Null)
            return ReadChannel(tickets);
        return Any(all.EnumerateObject().Select(channel => channel.Value).Where(value => value.ValueKind != JsonValueKind.Null).Select(ReadChannel));
    }

    /// <summary>The agents of one page of the list of agents.</summary>
    public static IEnumerable<AgentState> ReadPage(AgentAvailabilitiesResponse page)
    {
        var included = (page.Included ?? []).Where(item => item.Id is not null).ToLookup(item => item.Id!, item => item.Attributes);
        foreach (var agent in page.Data ?? [])
        {
            var links = agent.Relationships?.Channels?.Data ?? [];
            var channels = links.SelectMany(link => included[link.Id ?? ""]).OfType<ChannelAttributes>().ToList();
            var tickets = channels.Find(channel => channel.Name == TicketChannel);
            var isOnline = tickets is not null ? IsOnline(tickets) : Any(channels.Select(IsOnline));
            yield return new AgentState(agent.Attributes?.AgentId, isOnline, agent.Attributes?.GroupIds?.ToHashSet());
        }
    }

    /// <summary>What the list of agents says about each group.</summary>
    /// <param name="groupIds">Which groups.</param>
    /// <param name="agents">The list.</param>
    /// <param name="isComplete">The list is complete: an agent who is not in it is not online.</param>
    /// <returns>A group of which it is not known is left out.</returns>
    public static Dictionary<string, bool> ReadGroups(IEnumerable<string> groupIds, IReadOnlyCollection<AgentState> agents, bool isComplete)
    {
        var online = new Dictionary<string, bool>();
        foreach (var groupId in groupIds)
        {
            var id = long.Parse(groupId, CultureInfo.InvariantCulture);
            var states = agents
                .Where(agent => agent.Groups?.Contains(id) != false)
                .Select(agent => agent is { IsOnline: true, Groups: null } ? null : agent.IsOnline);
            if (Any(states.Append(isComplete ? false : null)) is { } isOnline)
                online[groupId] = isOnline;
        }

        return online;
    }

    /// <summary>Counts that name other states but not "online" mean that nobody is.</summary>
    private static bool? ReadChannel(JsonElement channel)
    {
        if (channel.ValueKind != JsonValueKind.Object || !channel.TryGetProperty("state_counts", out var counts))
            return null;
        if (counts.ValueKind != JsonValueKind.Object)
            return null;
        if (!counts.TryGetProperty(Online, out var online))
            return counts.EnumerateObject().Any() ? false : null;
        return online.ValueKind == JsonValueKind.Number && online.TryGetInt64(out var number) ? number > 0 : null;
    }

    private static bool? IsOnline(ChannelAttributes channel) => channel.Status is { } status ? status == Online : null;

    /// <summary>True if one is. False only if there are some and none is; an unknown one might be.</summary>
    private static bool? Any(IEnumerable<bool?> states)
    {
        var all = states.ToList();
        return all.Contains(true) ? true : all.Count == 0 || all.Contains(null) ? null : false;
    }
}
