using System.Text.Json;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>What Zendesk's answers say about who is there; null where they don't.</summary>
public sealed class OnlineStatesTests
{
    [Theory]
    [InlineData("""{"support":{"state_counts":{"online":2,"offline":5,"away":1}}}""", true)]
    [InlineData("""{"support":{"state_counts":{"online":0,"offline":5}}}""", false)]
    [InlineData("""{"support":{"state_counts":{"online":0}},"messaging":{"state_counts":{"online":3}}}""", false)]
    [InlineData("""{"messaging":{"state_counts":{"online":3}},"talk":{"state_counts":{"online":0}}}""", true)]
    [InlineData("""{"messaging":{"state_counts":{"online":0}},"talk":{"state_counts":{"online":0}}}""", false)]
    [InlineData("""{"support":null,"messaging":{"state_counts":{"online":1}}}""", true)]
    [InlineData("""{"messaging":{"state_counts":{"online":0}},"talk":{}}""", null)]
    [InlineData("""{"messaging":{"state_counts":{"online":1}},"talk":{}}""", true)]
    [InlineData("""{"support":{"state_counts":{"offline":5}}}""", false)]
    [InlineData("""{"support":{"state_counts":{"online":"many"}}}""", null)]
    [InlineData("""{"support":{"state_counts":{"online":null}}}""", null)]
    [InlineData("""{"support":{"state_counts":[1]}}""", null)]
    [InlineData("""{"support":{}}""", null)]
    [InlineData("""{"support":"online"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void A_group_has_somebody_online_on_the_channel_of_tickets_or_on_any_where_there_is_no_such(string channels, bool? isOnline) =>
        OnlineStates.ReadGroup(Parse<GroupAvailabilityResponse>($$"""{"group_id":1,"channel_group_statuses":{{channels}},"version":1}""").ChannelGroupStatuses).ShouldBe(isOnline);

    [Fact]
    public void An_answer_without_channels_says_nothing() => OnlineStates.ReadGroup(Parse<GroupAvailabilityResponse>("{}").ChannelGroupStatuses).ShouldBeNull();

    [Theory]
    [InlineData("support:online", true)]
    [InlineData("support:away messaging:online", false)]
    [InlineData("support:transfers_only", false)]
    [InlineData("messaging:offline talk:online", true)]
    [InlineData("messaging:offline talk:away", false)]
    [InlineData("support:", null)]
    [InlineData("", null)]
    public void An_agent_is_online_on_the_channel_of_tickets_or_on_any_where_there_is_no_such(string channels, bool? isOnline) =>
        OnlineStates.ReadPage(Page((11, "[1]", channels))).ShouldHaveSingleItem().IsOnline.ShouldBe(isOnline);

    [Theory]
    [InlineData("11 [1] online, 12 [2] offline", true, "1=True 2=False 3=False")]
    [InlineData("11 [1,2] online, 12 [2] offline", true, "1=True 2=True 3=False")]
    [InlineData("11 [1] online, 12 [2] offline", false, "1=True")]
    [InlineData("11 [1] ?, 12 [1] online, 13 [2] ?", true, "1=True 3=False")]
    [InlineData("11 null online, 12 [1] online", true, "1=True")]
    [InlineData("11 null offline, 12 [1] online", true, "1=True 2=False 3=False")]
    [InlineData("", true, "1=False 2=False 3=False")]
    public void A_group_is_online_with_one_of_its_agents_and_offline_only_when_all_are_known(string agents, bool isWhole, string expected)
    {
        var states = agents.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(agent => agent.Split(' ')).Select(words => new AgentState(
            long.Parse(words[0], null), words[2] == "?" ? null : words[2] == "online", JsonSerializer.Deserialize<long[]?>(words[1]))).ToList();

        string.Join(' ', OnlineStates.ReadGroups(["1", "2", "3"], states, isWhole).Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(expected);
    }

    [Fact]
    public void The_example_of_the_documentation_is_read()
    {
        // developer.zendesk.com, agent_availabilities, shortened.
        var state = OnlineStates.ReadPage(Parse<AgentAvailabilitiesResponse>("""
            {"data":[{"attributes":{"agent_id":10011,"agent_status":{"id":1,"name":"online"},"group_ids":[1],"version":236},"id":"agent_availabilities|10011",
              "relationships":{"channels":{"data":[{"id":"agent_availabilities|10011|channels|messaging","type":"channels"}]}},"type":"agent_availabilities"}],
             "included":[{"attributes":{"max_capacity":1,"name":"messaging","status":"online","work_item_count":5},"id":"agent_availabilities|10011|channels|messaging","type":"channels"}]}
            """)).ShouldHaveSingleItem();

        (state.Id, state.IsOnline).ShouldBe((10011, true));
        state.Groups.ShouldBe([1]);
    }

    private static AgentAvailabilitiesResponse Page(params (long Id, string? Groups, string Channels)[] agents) => Parse<AgentAvailabilitiesResponse>(AgentAvailabilityJson.Page(agents));

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ZendeskJson.Options)!;
}
