using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Groups, their members, and which members are online.</summary>
/// <param name="users">Users and groups.</param>
/// <param name="representations">How they are shown.</param>
/// <param name="getAvailability">Which endpoints the account has.</param>
/// <param name="getCapacity">How many tickets an agent takes; null: the account has no omnichannel routing.</param>
/// <param name="countTickets">How many tickets an agent has.</param>
internal sealed class GroupEndpoints(
    UserDirectory users, Representations representations, Func<AvailabilityOffer> getAvailability, Func<int?> getCapacity,
    Func<long, int> countTickets)
{
    private const long AccountId = 22_129_848;

    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/groups", ZendeskOperation.ReadGroups, ListGroups);
        api.MapOperation("GET", "/groups/assignable", ZendeskOperation.ReadGroups, ListGroups);
        api.MapOperation("GET", "/group_memberships", ZendeskOperation.ReadGroups, ListMemberships);
        api.MapOperation("GET", "/account_groups/availability/{groupId:long}", ZendeskOperation.ReadAvailability, ShowGroupAvailability);
        api.MapOperation("GET", "/agent_availabilities", ZendeskOperation.ReadAvailability, ListAgentAvailabilities);
    }

    private ZendeskResponse ListGroups(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of groups";
        return ZendeskResponse.Ok(Paging.CreatePage(http.Request, "groups", users.GetGroups(), group => group.Id, representations.Group, out _));
    }

    private ZendeskResponse ListMemberships(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of group memberships";
        var body = Paging.CreatePage(
            http.Request, "group_memberships", users.GetMemberships(), item => item.Id, representations.Membership, out var shown);
        var include = http.Request.Query["include"].ToString().Split(',');
        if (include.Contains("users"))
            body["users"] = shown.Select(item => item.UserId).Distinct().Select(users.Find).OfType<SimulatedUser>().Select(representations.User);
        if (include.Contains("groups"))
            body["groups"] = users.GetGroups().Select(representations.Group);
        return ZendeskResponse.Ok(body);
    }

    private ZendeskResponse ShowGroupAvailability(long groupId, HttpContext http)
    {
        if (!getAvailability().HasFlag(AvailabilityOffer.ByGroup))
            throw ZendeskApiException.NoSuchEndpoint();
        var group = users.FindGroup(groupId) ?? throw ZendeskApiException.NotFound();
        SimulatedUser[] members = [.. GetAgents().Where(agent => agent.GroupIds.Contains(groupId))];
        var online = members.Count(agent => agent.IsOnline);
        JournalAnnotation.Get(http).Summary = $"{online} of {members.Length} online in {group.Name}";
        var channel = new
        {
            StateCounts = new { Online = online, Offline = members.Length - online, Away = 0, TransfersOnly = 0 },
            TotalConsumedCapacity = 0,
        };
        return ZendeskResponse.Ok(new
        {
            AccountId,
            GroupId = groupId,
            ChannelGroupStatuses = new { Support = channel, Messaging = channel },
            Version = 1,
        });
    }

    private ZendeskResponse ListAgentAvailabilities(HttpContext http)
    {
        if (!getAvailability().HasFlag(AvailabilityOffer.ByAgent))
            throw ZendeskApiException.Forbidden();
        var wanted = http.Request.Query["filter[channel_status]"].ToString().Split(':');
        var agents = wanted is [_, var status] ? GetAgents().Where(agent => GetStatus(agent) == status) : GetAgents();
        JournalAnnotation.Get(http).Summary = "list of agents' availability";
        var body = Paging.CreatePage(http.Request, "data", [.. agents], agent => agent.Id, CreateAvailability, out var shown);
        if (http.Request.Query["include"].ToString().Contains("channels", StringComparison.Ordinal))
            body["included"] = shown.SelectMany(agent => Channels.Select(channel => CreateChannel(agent, channel)));
        return ZendeskResponse.Ok(body);
    }

    private static readonly string[] Channels = ["support", "messaging"];

    private IEnumerable<SimulatedUser> GetAgents() => users.GetAll().Where(user => user.Role == "agent");

    private static string GetStatus(SimulatedUser agent) => agent.IsOnline ? "online" : "offline";

    private object CreateAvailability(SimulatedUser agent) => new
    {
        Attributes = new { AgentId = agent.Id, agent.GroupIds, Version = 1 },
        Id = $"agent_availabilities|{agent.Id}",
        Links = new { Self = representations.GetUrl($"/api/v2/agent_availabilities/{agent.Id}") },
        Relationships = new
        {
            Channels = new { Data = Channels.Select(channel => new { Id = GetChannelId(agent, channel), Type = "channels" }) },
        },
        Type = "agent_availabilities",
    };

    private object CreateChannel(SimulatedUser agent, string channel) => new
    {
        Attributes = new
        {
            Name = channel,
            Status = GetStatus(agent),
            WorkItemCount = channel == "support" ? countTickets(agent.Id) : 0,
            MaxCapacity = getCapacity(),
            UpdatedAt = agent.UpdatedAt.ToIso(),
        },
        Id = GetChannelId(agent, channel),
        Type = "channels",
    };

    private static string GetChannelId(SimulatedUser agent, string channel) => $"agent_availabilities|{agent.Id}|channels|{channel}";
}
