using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>Reads the list of all agents and derives the groups from it.</summary>
internal sealed class AgentAvailabilitySource(IZendeskApi api, BridgeClock clock) : IAvailabilitySource
{
    private const int PageSize = 100;
    private const int MaxPages = 20;

    public string Name => "agent_availabilities";

    public async Task<IReadOnlyDictionary<string, GroupPresence>?> ReadAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        var agents = new List<AgentState>();
        string? after = null;
        var pages = 0;
        do
        {
            var result = await api.ReadAgentAvailabilitiesAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (pages == 0 && ZendeskAvailability.IsRefused(result.Failure))
                return null;
            if (result.Content is not { Data: not null } page)
                return new Dictionary<string, GroupPresence>();
            agents.AddRange(OnlineStates.ReadPage(page));
            after = page.Meta?.NextCursor;
        }
        while (after is not null && ++pages < MaxPages);

        if (agents.Exists(agent => agent is { Groups: null, IsOnline: not false }))
            agents = await AddMembershipsAsync(agents, cancellationToken);
        return OnlineStates.ReadGroups(groupIds, agents, isComplete: after is null);
    }

    /// <summary>
    /// The list names an agent's groups only "if known" (developer.zendesk.com, "Agent Availabilities"). For other agents, the memberships are read.
    /// </summary>
    private async Task<List<AgentState>> AddMembershipsAsync(List<AgentState> agents, CancellationToken cancellationToken)
    {
        var memberships = new List<ZendeskMembership>();
        string? after = null;
        var pages = 0;
        do
        {
            var result = await api.ReadMembershipsAsync(PageSize, after, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (result.Content is not { GroupMemberships: { } found } page)
                return agents;
            memberships.AddRange(found);
            after = page.Meta?.NextCursor;
        }
        while (after is not null && ++pages < MaxPages);

        // From an incomplete list it can't be told that an agent is not in a group.
        if (after is not null)
            return agents;
        var groups = memberships.ToLookup(membership => membership.UserId, membership => membership.GroupId);
        return [.. agents.Select(agent => agent is { Groups: null, Id: { } id } ? agent with { Groups = groups[id].ToHashSet() } : agent)];
    }
}
