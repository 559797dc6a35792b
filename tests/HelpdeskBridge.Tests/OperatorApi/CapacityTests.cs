using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Bridge.ListedDestination;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>hasOnline of getDestinations where a channel counts who has room for one more chat (<c>CountCapacity</c>).</summary>
public sealed class CapacityTests
{
    private const long Sales = 360001234567;

    private static readonly (string, string?) Counts = ("Channels:shop:CountCapacity", "true");

    [Fact]
    public async Task By_the_helpdesks_figures_one_agent_with_room_is_enough_and_a_look_is_one_request()
    {
        await using var bridge = await BridgeFixture.StartAsync(Counts);
        HasAgents(bridge, Agent(1, Sales, items: 3, most: 3), Agent(2, Sales, items: 2, most: 3), Agent(3, 42, items: 3, most: 3));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Offline(42));
        bridge.Zendesk.AgentAvailability.Calls.Count.ShouldBe(1);
        bridge.Zendesk.GroupAvailability.Calls.ShouldBeEmpty();

        HasAgents(bridge, Agent(1, Sales, items: 3, most: 3), Agent(2, Sales, items: 3, most: 3), Agent(3, 42, items: 0, most: 3));
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        await DestinationsCall.AskUntilAsync(bridge, Offline(Sales), Online(42));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_figures_each_agent_who_is_online_may_have_one_open_chat(bool hasListOfAgents)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Counts);
        if (hasListOfAgents)
            HasAgents(bridge, Agent(1, Sales), Agent(2, 42));
        else
            bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await DestinationsCall.AskUntilAsync(bridge, Offline(Sales), Online(42));

        // The agent waits for the client.
        bridge.Zendesk.TicketIs("pending");
        await bridge.WakeAndReadAsync();
        await RefreshedAsync(bridge, Online(Sales), Online(42));
        bridge.Zendesk.TicketIs("open");
        await bridge.WakeAndReadAsync();
        await RefreshedAsync(bridge, Offline(Sales), Online(42));

        // Another agent comes, and another chat takes that one.
        if (hasListOfAgents)
            HasAgents(bridge, Agent(1, Sales), Agent(2, 42), Agent(3, Sales));
        else
            bridge.Zendesk.HasOnline((Sales, 2), (42, 1));
        await RefreshedAsync(bridge, Online(Sales), Online(42));
        await bridge.SendTextAsync("Hello", "another");
        await bridge.DeliveredAsync("OpenTicket", 2);
        await RefreshedAsync(bridge, Offline(Sales), Online(42));
        await bridge.CloseChatAsync(user: "another");
        await RefreshedAsync(bridge, Online(Sales), Online(42));
    }

    [Fact]
    public async Task Without_the_setting_chats_and_figures_change_nothing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasOnline((Sales, 1), (42, 0));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));

        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Offline(42));
        bridge.Zendesk.AgentAvailability.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_channel_of_the_same_account_that_does_not_count_is_not_concerned()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            Counts, ("Channels:desk:Key", "the-key-of-another-channel-0123456789"), ("Channels:desk:Helpdesk", "main"),
            ("Channels:desk:DefaultDestination", BridgeApp.DefaultGroup));
        HasAgents(bridge, Agent(1, Sales, items: 3, most: 3));
        bridge.Zendesk.HasGroups((Sales, "Sales"));
        await DestinationsCall.AskUntilAsync(bridge, Offline(Sales));

        var other = new Uri(bridge.App.Url, "/operator/desk/the-key-of-another-channel-0123456789/getDestinations");
        (await bridge.App.Http.GetStringAsync(other, TestContext.Current.CancellationToken)).ShouldContain("\"hasOnline\":true");
    }

    [Theory]
    [InlineData("Online", true)]
    [InlineData("Offline", false)]
    public async Task Where_nothing_is_known_WhenUnknown_counts_however_many_chats_there_are(string whenUnknown, bool expected)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Counts, ("Channels:shop:WhenUnknown", whenUnknown));
        bridge.Zendesk.HasGroups((Sales, "Sales"));

        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.GroupAvailability.Calls.Count >= 1);
        await RefreshedAsync(bridge, new ListedDestination(Sales, expected));
    }

    [Fact]
    public async Task Request_Tracker_tells_neither_who_is_there_nor_who_has_room()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Counts);

        (await DestinationsCall.GetAsync(fixture.Bridge)).ShouldBe([Online(3), Online(4)]);
    }

    private static ListedAgent Agent(long id, long group, int? items = null, int? most = null) =>
        new(id, [group], [new ChannelStatus("support", "online") { WorkItems = items, MaxCapacity = most }]);

    private static void HasAgents(BridgeFixture bridge, params ListedAgent[] agents) =>
        bridge.Zendesk.AgentAvailability.Usually(Answer.Ok(AgentAvailabilityJson.Page(agents)));

    private static Task RefreshedAsync(BridgeFixture bridge, params ListedDestination[] expected)
    {
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        return DestinationsCall.AskUntilAsync(bridge, expected);
    }
}
