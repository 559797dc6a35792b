using System.Text.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>What Zendesk's answers say about which agents and groups are online; null where they say nothing.</summary>
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
    [InlineData("""{"support":{"state_counts":{"online":1,"\ud83d       ":1},"\ud83d             ":1},"\ud83d        ":1}""", true)]
    [InlineData("""{"support":{"state_counts":{"online":"many"}}}""", null)]
    [InlineData("""{"support":{"state_counts":{"online":null}}}""", null)]
    [InlineData("""{"support":{"state_counts":[1]}}""", null)]
    [InlineData("""{"support":{}}""", null)]
    [InlineData("""{"support":"online"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void A_group_has_somebody_online_on_the_channel_of_tickets_or_on_any_where_there_is_no_such(string channels, bool? isOnline) =>
        (ReadGroup(channels)?.IsOnline).ShouldBe(isOnline);

    [Theory]
    [InlineData("""{"support":{"state_counts":{"online":2,"offline":5}}}""", 2)]
    [InlineData("""{"support":{"state_counts":{"online":0}}}""", 0)]
    [InlineData("""{"messaging":{"state_counts":{"online":3}},"talk":{"state_counts":{"online":2}}}""", 3)]
    [InlineData("""{"messaging":{"state_counts":{"online":1}},"talk":{}}""", 1)]
    public void The_number_of_agents_is_that_of_one_channel(string channels, int online) => ReadGroup(channels)!.OnlineAgents.ShouldBe(online);

    [Fact]
    public void An_answer_without_channels_means_unknown() =>
        OnlineStates.ReadGroup(Parse<GroupAvailabilityResponse>("{}").ChannelGroupStatuses).ShouldBeNull();

    public static TheoryData<AgentCase> Agents { get; } =
    [
        new AgentCase(channels: [new("support", "online")], isOnline: true),
        new AgentCase(channels: [new("support", "away"), new("messaging", "online")], isOnline: false),
        new AgentCase(channels: [new("support", "transfers_only")], isOnline: false),
        new AgentCase(channels: [new("messaging", "offline"), new("talk", "online")], isOnline: true),
        new AgentCase(channels: [new("messaging", "offline"), new("talk", "away")], isOnline: false),
        new AgentCase(channels: [new("support", null)], isOnline: null),
        new AgentCase(channels: [], isOnline: null),
    ];

    [Theory]
    [MemberData(nameof(Agents))]
    public void An_agent_is_online_on_the_channel_of_tickets_or_on_any_where_there_is_no_such(AgentCase row) => row.Verify();

    public static TheoryData<GroupsCase> Groups { get; } =
    [
        new GroupsCase(
            agents: [new(11, true, [1]), new(12, false, [2])],
            areAllAgents: true,
            online: ["1"],
            offline: ["2", "3"]),
        new GroupsCase(
            agents: [new(11, true, [1,2]), new(12, false, [2])],
            areAllAgents: true,
            online: ["1", "2"],
            offline: ["3"]),
        new GroupsCase(
            agents: [new(11, true, [1]), new(12, false, [2])],
            areAllAgents: false,
            online: ["1"],
            offline: []),
        new GroupsCase(
            agents: [new(11, null, [1]), new(12, true, [1]), new(13, null, [2])],
            areAllAgents: true,
            online: ["1"],
            offline: ["3"]),
        new GroupsCase(
            agents: [new(11, true, null), new(12, true, [1])],
            areAllAgents: true,
            online: ["1"],
            offline: []),
        new GroupsCase(
            agents: [new(11, false, null), new(12, true, [1])],
            areAllAgents: true,
            online: ["1"],
            offline: ["2", "3"]),
        new GroupsCase(
            agents: [],
            areAllAgents: true,
            online: [],
            offline: ["1", "2", "3"]),
    ];

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_group_is_online_with_one_of_its_agents_and_offline_only_when_all_are_known(GroupsCase row) => row.Verify();

    [Fact]
    public void The_example_of_the_documentation_is_read()
    {
        // developer.zendesk.com, agent_availabilities, shortened.
        var state = OnlineStates.ReadPage(Parse<AgentAvailabilitiesResponse>("""
            {"data":[{"attributes":{"agent_id":10011,"agent_status":{"id":1,"name":"online"},"group_ids":[1],"version":236},
              "id":"agent_availabilities|10011","type":"agent_availabilities",
              "relationships":{"channels":{"data":[{"id":"agent_availabilities|10011|channels|messaging","type":"channels"}]}}}],
             "included":[{"attributes":{"max_capacity":1,"name":"messaging","status":"online","work_item_count":5},
              "id":"agent_availabilities|10011|channels|messaging","type":"channels"}]}
            """)).ShouldHaveSingleItem();

        (state.Id, state.IsOnline, state.HasRoom).ShouldBe((10011, true, false));
        state.Groups.ShouldBe([1]);
    }

    [Theory]
    [InlineData("""[{"name":"support","status":"online","work_item_count":2,"max_capacity":3}]""", true)]
    [InlineData("""[{"name":"support","status":"online","work_item_count":3,"max_capacity":3}]""", false)]
    [InlineData("""[{"name":"support","status":"online","work_item_count":0,"max_capacity":0}]""", false)]
    [InlineData("""[{"name":"support","status":"online","work_item_count":3}]""", null)]
    [InlineData("""[{"name":"support","status":"online","max_capacity":3}]""", null)]
    [InlineData("""[{"name":"support","status":"online","work_item_count":"2","max_capacity":[]}]""", null)]
    [InlineData(
        """[{"name":"support","status":"online","work_item_count":3,"max_capacity":3},"""
            + """{"name":"messaging","status":"online","work_item_count":0,"max_capacity":3}]""", false)]
    [InlineData(
        """[{"name":"talk","status":"online","work_item_count":1,"max_capacity":1},"""
            + """{"name":"messaging","status":"online","work_item_count":0,"max_capacity":3}]""", true)]
    [InlineData(
        """[{"name":"talk","status":"online","work_item_count":1,"max_capacity":1},"""
            + """{"name":"messaging","status":"away","work_item_count":0,"max_capacity":3}]""", false)]
    public void An_agent_has_room_with_fewer_work_items_than_may_be(string channels, bool? hasRoom)
    {
        var items = JsonNode.Parse(channels)!.AsArray().Select((channel, i) => new JsonObject
        {
            ["id"] = $"c{i}",
            ["type"] = "channels",
            ["attributes"] = channel!.DeepClone(),
        }).ToList();
        var page = new JsonObject
        {
            ["data"] = new JsonArray(new JsonObject
            {
                ["attributes"] = new JsonObject { ["agent_id"] = 11, ["group_ids"] = new JsonArray(1) },
                ["relationships"] = new JsonObject
                {
                    ["channels"] = new JsonObject
                    {
                        ["data"] = new JsonArray([.. items.Select(item => new JsonObject { ["id"] = (string)item["id"]! })]),
                    },
                },
            }),
            ["included"] = new JsonArray([.. items]),
        };

        OnlineStates.ReadPage(Parse<AgentAvailabilitiesResponse>(page.ToJsonString())).ShouldHaveSingleItem().HasRoom.ShouldBe(hasRoom);
    }

    public static TheoryData<string, bool?[], bool, int?, bool?> Rooms { get; } = new()
    {
        { "one has room", [true, false], true, 2, true },
        { "none has", [false, false], true, 2, false },
        { "of one it is not known", [false, null], true, 2, null },
        { "of one it is not known, and another has", [null, true], true, 2, true },
        { "the list has no figures", [null], true, 1, null },
        { "the list is not complete", [false], false, null, null },
        { "the list is not complete, and one has", [true], false, null, true },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_group_has_room_if_one_of_its_agents_has(string what, bool?[] rooms, bool isComplete, int? online, bool? hasRoom)
    {
        AgentState[] agents = [.. rooms.Select((room, i) => new AgentState(i, true, [1]) { HasRoom = room }), new(9, false, [1]) { HasRoom = true }];

        OnlineStates.ReadGroups(["1"], agents, isComplete)["1"].ShouldBe(new GroupPresence(true, online, hasRoom), what);
    }

    [Fact]
    public void An_agent_whose_groups_are_not_known_may_have_room_in_this_one() =>
        OnlineStates.ReadGroups(
            ["1"], [new AgentState(1, true, [1]) { HasRoom = false }, new AgentState(2, true, null) { HasRoom = true }], isComplete: true)["1"]
            .ShouldBe(new GroupPresence(true, null, null));

    private static GroupPresence? ReadGroup(string channels) => OnlineStates.ReadGroup(
        Parse<GroupAvailabilityResponse>($$"""{"group_id":1,"channel_group_statuses":{{channels}},"version":1}""").ChannelGroupStatuses);

    private static string Describe(bool? isOnline) => isOnline switch { true => "online", false => "offline", null => "unknown" };

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ZendeskJson.Options)!;

    /// <summary>An agent's status on each channel, and whether that means online; null: unknown.</summary>
    public sealed class AgentCase
    {
        private readonly ChannelStatus[] _channels;
        private readonly bool? _isOnline;

        internal AgentCase(ChannelStatus[] channels, bool? isOnline) => (_channels, _isOnline) = (channels, isOnline);

        public void Verify() =>
            OnlineStates.ReadPage(Parse<AgentAvailabilitiesResponse>(AgentAvailabilityJson.Page(new ListedAgent(11, [1], _channels))))
                .ShouldHaveSingleItem().IsOnline.ShouldBe(_isOnline, ToString());

        public override string ToString() =>
            $"{Describe(_isOnline)} with [{string.Join(", ", _channels.Select(channel => $"{channel.Channel}: {channel.Status ?? "no status"}"))}]";
    }

    /// <summary>Agents of groups 1, 2 and 3, and which of these groups are online and which are offline; the others are unknown.</summary>
    public sealed class GroupsCase
    {
        private readonly AgentState[] _agents;
        private readonly bool _areAllAgents;
        private readonly string[] _online;
        private readonly string[] _offline;

        internal GroupsCase(AgentState[] agents, bool areAllAgents, string[] online, string[] offline) =>
            (_agents, _areAllAgents, _online, _offline) = (agents, areAllAgents, online, offline);

        public void Verify()
        {
            var states = OnlineStates.ReadGroups(["1", "2", "3"], _agents, _areAllAgents);

            states.Where(group => group.Value.IsOnline).Select(group => group.Key).ShouldBe(_online, ignoreOrder: false, ToString());
            states.Where(group => !group.Value.IsOnline).Select(group => group.Key).ShouldBe(_offline, ignoreOrder: false, ToString());
        }

        public override string ToString()
        {
            var agents = _agents.Select(agent =>
                $"agent {agent.Id} {Describe(agent.IsOnline)} in groups {(agent.Groups is null ? "unknown" : string.Join(" and ", agent.Groups))}");
            return $"{(_areAllAgents ? "all" : "some")} agents [{string.Join(", ", agents)}]: "
                + $"groups [{string.Join(", ", _online)}] online, [{string.Join(", ", _offline)}] offline";
        }
    }
}
