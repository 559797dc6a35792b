using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>An agent as the list of agents shows them.</summary>
/// <param name="Id">Zendesk's id.</param>
/// <param name="IsOnline">Null: can't be told.</param>
/// <param name="Groups">Null: the list does not say.</param>
internal sealed record AgentState(long? Id, bool? IsOnline, IReadOnlyCollection<long>? Groups);

/// <summary>
/// What Zendesk's answers say about who is there. Tickets belong to the channel "support"; an account without it is judged by any
/// channel. What is missing or odd is not known.
/// </summary>
internal static class OnlineStates
{
    private const string Tickets = "support";
    private const string Online = "online";

    /// <param name="channels">How many agents of a group are in which state, by channel.</param>
    public static bool? ReadGroup(JsonElement? channels)
    {
        if (channels is not { ValueKind: JsonValueKind.Object } all)
            return null;
        return all.TryGetProperty(Tickets, out var tickets) && tickets.ValueKind != JsonValueKind.Null
            ? ReadChannel(tickets)
            : Any(all.EnumerateObject().Select(channel => channel.Value).Where(channel => channel.ValueKind != JsonValueKind.Null).Select(ReadChannel));
    }

    /// <summary>The agents of one page of the list.</summary>
    public static IEnumerable<AgentState> ReadPage(AgentAvailabilitiesAnswer page)
    {
        var channels = (page.Included ?? []).Where(item => item.Id is not null).ToLookup(item => item.Id!, item => item.Attributes);
        foreach (var agent in page.Data ?? [])
        {
            var own = (agent.Relationships?.Channels?.Data ?? []).SelectMany(link => channels[link.Id ?? ""]).OfType<ChannelAttributes>().ToList();
            var tickets = own.Find(channel => channel.Name == Tickets);
            yield return new AgentState(
                agent.Attributes?.AgentId, tickets is not null ? IsOnline(tickets) : Any(own.Select(IsOnline)), agent.Attributes?.GroupIds?.ToHashSet());
        }
    }

    /// <summary>What the list of agents says about each group; a group of which it can't be told is left out.</summary>
    /// <param name="groupIds">Which groups.</param>
    /// <param name="agents">The list.</param>
    /// <param name="isWhole">The list is whole, so that who is not in it is not there.</param>
    public static Dictionary<string, bool> ReadGroups(IEnumerable<string> groupIds, IReadOnlyCollection<AgentState> agents, bool isWhole)
    {
        var known = new Dictionary<string, bool>();
        foreach (var groupId in groupIds)
        {
            var id = long.Parse(groupId, CultureInfo.InvariantCulture);
            var state = Any(agents.Where(agent => agent.Groups?.Contains(id) != false).Select(agent => agent is { IsOnline: true, Groups: null } ? null : agent.IsOnline).Append(isWhole ? false : null));
            if (state is { } isOnline)
                known[groupId] = isOnline;
        }

        return known;
    }

    /// <summary>Counts that name other states but not this one leave out a zero.</summary>
    private static bool? ReadChannel(JsonElement channel)
    {
        if (channel.ValueKind != JsonValueKind.Object || !channel.TryGetProperty("state_counts", out var counts) || counts.ValueKind != JsonValueKind.Object)
            return null;
        if (!counts.TryGetProperty(Online, out var online))
            return counts.EnumerateObject().Any() ? false : null;
        return online.ValueKind == JsonValueKind.Number && online.TryGetInt64(out var number) ? number > 0 : null;
    }

    private static bool? IsOnline(ChannelAttributes channel) => channel.Status is { } status ? status == Online : null;

    /// <summary>One that is online is enough; that none is, is known only when all are known.</summary>
    private static bool? Any(IEnumerable<bool?> states)
    {
        var all = states.ToList();
        return all.Contains(true) ? true : all.Count == 0 || all.Contains(null) ? null : false;
    }
}
