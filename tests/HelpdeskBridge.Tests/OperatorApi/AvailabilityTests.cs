using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Bridge.ListedDestination;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>hasOnline of getDestinations: how it is found out, and how long it holds.</summary>
public sealed class AvailabilityTests
{
    private const long Sales = 360001234567;

    private static readonly (string, string?) UnknownIsOffline = ("Channels:shop:WhenUnknown", "Offline");

    [Fact]
    public async Task Each_group_says_whether_one_of_its_agents_is_there()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasOnline((Sales, 0), (42, 2), (43, 0));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"), (43, "Returns"));

        await KnownAsync(bridge, Offline(Sales), Online(42), Offline(43));
        bridge.Zendesk.GroupAvailability.Calls.Select(call => call.Path.Split('/')[^1]).ShouldBe(["360001234567", "42", "43"], ignoreOrder: true);
    }

    [Fact]
    public async Task Only_groups_that_a_channel_offers_are_asked_about()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Destinations:0:Id", "43"), UnknownIsOffline);
        bridge.Zendesk.HasOnline((Sales, 1), (43, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"), (43, "Returns"));

        await KnownAsync(bridge, Online(Sales), Online(43));
        bridge.Zendesk.GroupAvailability.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_group_whose_answer_is_odd_or_refused_is_unknown_and_the_others_are_not()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasOnline((42, 0), (43, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"), (43, "Returns"), (44, "Odd"));
        var usual = bridge.Zendesk.GroupAvailability;
        usual.Usually(call => call.Path.EndsWith("/44", StringComparison.Ordinal) ? Answer.Ok("""{"channel_group_statuses":{"support":7}}""")
            : call.Path.EndsWith("/42", StringComparison.Ordinal)
                ? Answer.Ok("""{"channel_group_statuses":{"support":{"state_counts":{"online":0}}}}""")
            : new Answer(404, """{"error":"RecordNotFound"}"""));

        await KnownAsync(bridge, Online(Sales), Offline(42), Online(43), Online(44));
        bridge.Zendesk.AgentAvailability.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Where_groups_can_not_be_asked_the_list_of_agents_is_and_that_is_remembered(int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.GroupAvailability.Usually(new Answer(status, """{"error":"InvalidEndpoint"}"""));
        bridge.Zendesk.AgentAvailability.Next(
            Answer.Ok(AgentAvailabilityJson.Page(
                "next==",
                new ListedAgent(1, [42], [new("support", "away"), new("messaging", "online")]),
                new ListedAgent(2, [43, 44], [new("support", "online")]))),
            Answer.Ok(AgentAvailabilityJson.Page(
                new ListedAgent(3, [45], [new("talk", "online")]), new ListedAgent(4, [Sales], [new("support", "offline")]))));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"), (43, "Returns"), (45, "Calls"));

        await KnownAsync(bridge, Offline(Sales), Offline(42), Online(43), Online(45));
        bridge.Zendesk.AgentAvailability.Calls.Select(call => Uri.UnescapeDataString(call.Query))
            .ShouldBe(["include=channels&page[size]=100", "include=channels&page[size]=100&page[after]=next=="]);

        var asked = bridge.Zendesk.GroupAvailability.Calls.Count;
        bridge.Zendesk.AgentAvailability.Usually(Answer.Ok(AgentAvailabilityJson.Page(new ListedAgent(1, [42], [new("support", "online")]))));
        await RefreshedAsync(bridge, TimeSpan.FromMinutes(9), Offline(Sales), Online(42), Offline(43), Offline(45));
        bridge.Zendesk.GroupAvailability.Calls.Count.ShouldBe(asked);

        bridge.Zendesk.HasOnline((Sales, 1), (42, 0), (43, 0), (45, 0));
        await RefreshedAsync(bridge, TimeSpan.FromMinutes(2), Online(Sales), Offline(42), Offline(43), Offline(45));
    }

    [Fact]
    public async Task Agents_whose_groups_the_list_does_not_name_are_looked_up_among_the_memberships()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.GroupAvailability.Usually(ZendeskStub.Forbidden);
        bridge.Zendesk.AgentAvailability.Usually(Answer.Ok(AgentAvailabilityJson.Page(
            new ListedAgent(1, null, [new("support", "online")]), new ListedAgent(2, [43], [new("support", "offline")]))));
        bridge.Zendesk.Memberships.Usually(Answer.Ok(
            """
            {"group_memberships":[{"id":9,"user_id":1,"group_id":42,"default":true},{"id":10,"user_id":2,"group_id":43,"default":true}],
             "meta":{"has_more":false}}
            """));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"), (43, "Returns"));

        await KnownAsync(bridge, Offline(Sales), Online(42), Offline(43));
    }

    [Theory]
    [InlineData("Online", true)]
    [InlineData("Offline", false)]
    public async Task Where_neither_is_offered_it_is_unknown_and_not_asked_each_time(string whenUnknown, bool expected)
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:WhenUnknown", whenUnknown));
        bridge.Zendesk.HasGroups((Sales, "Sales"));

        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.AgentAvailability.Calls.Count >= 1);
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        (await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Groups.Calls.Count >= 2))
            .ShouldBe([new ListedDestination(Sales, expected)]);
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        (await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Groups.Calls.Count >= 3))
            .ShouldBe([new ListedDestination(Sales, expected)]);
        (bridge.Zendesk.GroupAvailability.Calls.Count, bridge.Zendesk.AgentAvailability.Calls.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Twenty_groups_are_one_look_at_the_list_of_agents()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AgentAvailability.Usually(Answer.Ok(AgentAvailabilityJson.Page(new ListedAgent(1, [7], [new("support", "online")]))));
        bridge.Zendesk.HasGroups([(Sales, "Sales"), .. Enumerable.Range(1, 19).Select(id => ((long)id, $"Group {id}"))]);

        var answer = await DestinationsCall.AskUntilAsync(bridge, last => last.Any(destination => !destination.HasOnline));
        answer.Where(destination => destination.HasOnline).ShouldBe([Online(7)]);
        bridge.Zendesk.AgentAvailability.Calls.Count.ShouldBe(1);
        bridge.Zendesk.GroupAvailability.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task While_it_can_not_be_asked_the_last_answer_holds_for_five_minutes(int status)
    {
        await using var bridge = await BridgeFixture.StartAsync(UnknownIsOffline);
        bridge.Zendesk.HasOnline((Sales, 1), (42, 0));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await KnownAsync(bridge, Online(Sales), Offline(42));

        // The other group shows which reading is answered from.
        var billing = 1;
        bridge.Zendesk.GroupAvailability.Usually(call => call.Path.EndsWith("/42", StringComparison.Ordinal)
            ? Answer.Ok($$$"""{"channel_group_statuses":{"support":{"state_counts":{"online":{{{Volatile.Read(ref billing)}}} } } } }""")
            : new Answer(status));
        await RefreshedAsync(bridge, TimeSpan.FromMinutes(4), Online(Sales), Online(42));

        Volatile.Write(ref billing, 0);
        await RefreshedAsync(bridge, TimeSpan.FromMinutes(2), Offline(Sales), Offline(42));
        bridge.Zendesk.AgentAvailability.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_helpdesk_is_down_the_list_stays_and_nobody_is_known_to_be_there()
    {
        await using var bridge = await BridgeFixture.StartAsync(UnknownIsOffline);
        bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await KnownAsync(bridge, Online(Sales), Online(42));

        bridge.Zendesk.Groups.Usually(ZendeskStub.Unavailable);
        await RefreshedAsync(bridge, TimeSpan.FromMinutes(1), Offline(Sales), Offline(42));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await RefreshedAsync(bridge, TimeSpan.FromSeconds(6), Online(Sales), Online(42));
    }

    [Fact]
    public async Task It_is_asked_again_only_when_somebody_asks_the_bridge()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(UnknownIsOffline);
        bridge.Zendesk.HasOnline((Sales, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"));
        await KnownAsync(bridge, Online(Sales));
        await GetAsync(bridge);
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        await bridge.SendTextAsync("Anybody there?");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.GroupAvailability.Calls.Count.ShouldBe(1);

        bridge.Zendesk.HasOnline((Sales, 0));
        (await GetAsync(bridge)).ShouldBe([Online(Sales)]);
        await RefreshedAsync(bridge, TimeSpan.Zero, Offline(Sales));
    }

    [Fact]
    public async Task Who_was_there_an_hour_ago_says_nothing_about_now()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.HasOnline((Sales, 0));
        bridge.Zendesk.HasGroups((Sales, "Sales"));
        await KnownAsync(bridge, Offline(Sales));
        bridge.Clock.Advance(TimeSpan.FromMinutes(61));

        (await GetAsync(bridge)).ShouldBe([Online(Sales)]);
    }

    [Fact]
    public async Task Groups_and_who_is_there_are_of_one_reading_and_a_slow_one_delays_nothing()
    {
        var slow = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(UnknownIsOffline);
        bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await KnownAsync(bridge, Online(Sales), Online(42));

        bridge.Zendesk.HasGroups((Sales, "Sales"), (43, "Returns"));
        bridge.Zendesk.HasOnline((Sales, 0), (43, 1));
        bridge.Zendesk.GroupAvailability.Next(ZendeskStub.Unavailable.HeldUntil(slow.Task));
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.GroupAvailability.Calls.Count >= 3);
        (await GetAsync(bridge)).ShouldBe([Online(Sales), Online(42)]);
        await bridge.SendTextAsync("Anybody there?");
        await bridge.DeliveredAsync("ClientText");

        slow.SetResult();
        await RefreshedAsync(bridge, TimeSpan.Zero, Online(Sales), Online(43));
    }

    [Fact]
    public async Task Failures_to_find_it_out_hold_no_message_back()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.GroupAvailability.Usually(new Answer(500));
        bridge.Zendesk.HasGroups([(Sales, "Sales"), .. Enumerable.Range(1, 18).Select(id => ((long)id, $"Group {id}"))]);
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.GroupAvailability.Calls.Count >= 19);
        await bridge.SendTextAsync("Anybody there?");
        await bridge.DeliveredAsync("ClientText");

        bridge.Log.Lines.ShouldNotContain(line => line.Contains("OnCircuitOpened", StringComparison.Ordinal));
    }

    private static Task RefreshedAsync(BridgeFixture bridge, TimeSpan after, params ListedDestination[] expected)
    {
        bridge.Clock.Advance(after);
        return DestinationsCall.AskUntilAsync(bridge, expected);
    }

    private static Task KnownAsync(BridgeFixture bridge, params ListedDestination[] expected) => DestinationsCall.AskUntilAsync(bridge, expected);

    private static Task<IReadOnlyList<ListedDestination>> GetAsync(BridgeFixture bridge) => DestinationsCall.GetAsync(bridge);
}
