using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Groups, who belongs to them, and who of them is there.</summary>
internal sealed class GroupEndpoints(UserDirectory users, Representations show, Func<AvailabilityOffer> offer)
{
    private const long AccountId = 22_129_848;

    public void Map(RouteGroupBuilder api)
    {
        api.Handle("GET", "/groups", ZendeskOperation.ReadGroups, Groups);
        api.Handle("GET", "/groups/assignable", ZendeskOperation.ReadGroups, Groups);
        api.Handle("GET", "/group_memberships", ZendeskOperation.ReadGroups, Memberships);
        api.Handle("GET", "/account_groups/availability/{groupId:long}", ZendeskOperation.ReadAvailability, GroupAvailability);
        api.Handle("GET", "/agent_availabilities", ZendeskOperation.ReadAvailability, AgentAvailabilities);
    }

    private Answer Groups(HttpContext http)
    {
        RequestNote.Of(http).Summary = "list of groups";
        return Answer.Ok(Paging.Page(http.Request, "groups", users.Groups(), group => group.Id, show.Group, out _));
    }

    private Answer Memberships(HttpContext http)
    {
        RequestNote.Of(http).Summary = "who belongs to which group";
        var body = Paging.Page(http.Request, "group_memberships", users.Memberships(), item => item.Id, show.Membership, out var shown);
        var include = http.Request.Query["include"].ToString().Split(',');
        if (include.Contains("users"))
            body["users"] = shown.Select(item => item.UserId).Distinct().Select(users.Find).OfType<SimulatedUser>().Select(show.User);
        if (include.Contains("groups"))
            body["groups"] = users.Groups().Select(show.Group);
        return Answer.Ok(body);
    }

    private Answer GroupAvailability(long groupId, HttpContext http)
    {
        if (!offer().HasFlag(AvailabilityOffer.ByGroup))
            throw Refusal.NoSuchEndpoint();
        var group = users.FindGroup(groupId) ?? throw Refusal.NotFound();
        SimulatedUser[] members = [.. Agents().Where(agent => agent.GroupIds.Contains(groupId))];
        var online = members.Count(agent => agent.IsOnline);
        RequestNote.Of(http).Summary = $"{online} of {members.Length} online in {group.Name}";
        var channel = new
        {
            StateCounts = new { Online = online, Offline = members.Length - online, Away = 0, TransfersOnly = 0 },
            TotalConsumedCapacity = 0,
        };
        return Answer.Ok(new
        {
            AccountId,
            GroupId = groupId,
            ChannelGroupStatuses = new { Support = channel, Messaging = channel },
            Version = 1,
        });
    }

    private Answer AgentAvailabilities(HttpContext http)
    {
        if (!offer().HasFlag(AvailabilityOffer.ByAgent))
            throw Refusal.Forbidden();
        var wanted = http.Request.Query["filter[channel_status]"].ToString().Split(':');
        var agents = wanted is [_, var status] ? Agents().Where(agent => Status(agent) == status) : Agents();
        RequestNote.Of(http).Summary = "which agents are online";
        var body = Paging.Page(http.Request, "data", [.. agents], agent => agent.Id, Availability, out var shown);
        if (http.Request.Query["include"].ToString().Contains("channels", StringComparison.Ordinal))
            body["included"] = shown.SelectMany(agent => Channels.Select(channel => ChannelOf(agent, channel)));
        return Answer.Ok(body);
    }

    private static readonly string[] Channels = ["support", "messaging"];

    private IEnumerable<SimulatedUser> Agents() => users.All().Where(user => user.Role == "agent");

    private static string Status(SimulatedUser agent) => agent.IsOnline ? "online" : "offline";

    private object Availability(SimulatedUser agent) => new
    {
        Attributes = new { AgentId = agent.Id, agent.GroupIds, Version = 1 },
        Id = $"agent_availabilities|{agent.Id}",
        Links = new { Self = show.Link($"/api/v2/agent_availabilities/{agent.Id}") },
        Relationships = new
        {
            Channels = new { Data = Channels.Select(channel => new { Id = ChannelId(agent, channel), Type = "channels" }) },
        },
        Type = "agent_availabilities",
    };

    private static object ChannelOf(SimulatedUser agent, string channel) => new
    {
        Attributes = new { Name = channel, Status = Status(agent), WorkItemCount = 0, UpdatedAt = agent.UpdatedAt.ToIso() },
        Id = ChannelId(agent, channel),
        Type = "channels",
    };

    private static string ChannelId(SimulatedUser agent, string channel) => $"agent_availabilities|{agent.Id}|channels|{channel}";
}
