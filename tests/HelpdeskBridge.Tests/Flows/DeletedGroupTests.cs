using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;
using static HelpdeskBridge.Tests.Bridge.ListedDestination;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Groups that are not there any more: the chat goes to the default one, and somebody is warned.</summary>
public sealed class DeletedGroupTests
{
    private const long Sales = 360001234567;

    [Fact]
    public async Task A_destination_of_the_settings_that_was_deleted_is_not_offered_and_means_the_default_one()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Destinations:0:Id", "42"), ("Channels:shop:Destinations:1:Id", "43"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((Sales, "Sales"), (43, "Returns"));
        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Online(43));
        await bridge.HandOverAsync(destination: "42");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        ((long)bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["group_id"]!).ShouldBe(Sales);
        bridge.Log.Contains(LogEventLevel.Warning, "unknown destination").ShouldBeTrue();
    }

    [Fact]
    public async Task A_group_deleted_a_moment_ago_is_found_out_at_the_next_attempt()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Online(42));
        bridge.Zendesk.HasGroups((Sales, "Sales"));
        bridge.Zendesk.NewTickets.Next(
            [.. Enumerable.Repeat(new Answer(422, """{"error":"RecordInvalid","details":{"group":[{"description":"Group: is not valid"}]}}"""), 5)]);
        await bridge.HandOverAsync(destination: "42");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 2);

        ((long)bridge.Zendesk.NewTickets.Calls[0].Ticket["group_id"]!).ShouldBe(42);
        ((long)bridge.Zendesk.NewTickets.Calls[^1].Ticket["group_id"]!).ShouldBe(Sales);
    }

    [Theory]
    [InlineData("""{"error":"RecordInvalid","details":{"group_id":[{"description":"Group: is not valid"}]}}""")]
    [InlineData("""{"error":"RecordInvalid","details":{"base":[{"description":"Gruppe ist ungültig"}]}}""")]
    public async Task If_the_default_group_was_deleted_too_the_ticket_is_opened_without_a_group(string refusal)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        bridge.Zendesk.NewTickets.Usually(call => call.Ticket["group_id"] is null
            ? new Answer(201, """{"ticket":{"id":501,"status":"new"}}""")
            : new Answer(422, refusal));
        await bridge.HandOverAsync(destination: "42");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBeLessThanOrEqualTo(6);
        bridge.Log.Contains(LogEventLevel.Warning, "without a group").ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"error":"RecordInvalid","details":{"group":[{"description":"Group: is not valid"}]}}""")]
    [InlineData("""{"error":"RecordInvalid","details":{"base":[{"description":"Gruppe ist ungültig"}]}}""")]
    public async Task A_move_that_is_refused_is_told_to_the_agent_and_holds_no_words_up(string refusal)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        bridge.Zendesk.Updates.Usually(call => call.Ticket["group_id"] is null
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""")
            : new Answer(422, refusal));
        await bridge.HandOverAsync(destination: "42");
        await bridge.SendTextAsync("still arrives");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        var note = bridge.Zendesk.Updates.Calls.Last(call => (bool?)call.Ticket["comment"]?["public"] == false).Ticket["comment"]!;
        ((string)note["body"]!).ShouldStartWith("The bot handed the chat over again.\n\nThe ticket could not be moved to the group");
        bridge.Log.DeadLetters("MoveTicket").ShouldBe(0);
    }
}
