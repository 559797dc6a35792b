using System.Net.Http.Json;
using System.Text.Json.Nodes;
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
        bridge.Zendesk.RefusesGroup(
            42, new Answer(422, """{"error":"RecordInvalid","details":{"group":[{"description":"Group: is not valid"}]}}"""));
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
        var alarm = await AlarmAsync(bridge);
        alarm.ShouldContain("group 42");
        alarm.ShouldContain($"group {Sales}");
    }

    [Fact]
    public async Task A_group_that_is_refused_is_named_in_readiness_and_not_offered_until_it_is_accepted()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));
        bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Online(42));
        var refusal = new Answer(422, """{"error":"RecordInvalid","details":{"group_id":[{"description":"Group: is not valid"}]}}""");
        bridge.Zendesk.NewTickets.Next(refusal, refusal);
        await bridge.HandOverAsync(destination: "42");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        (await AlarmAsync(bridge)).ShouldContain("Channels:shop: the helpdesk refuses group 42");
        (await DestinationsCall.GetAsync(bridge)).ShouldBe([Online(Sales)]);

        // After an hour without a refusal it is used again.
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        (await AlarmAsync(bridge)).ShouldBe("The helpdesks accept what the settings name.");
        await DestinationsCall.AskUntilAsync(bridge, Online(Sales), Online(42));
    }

    /// <summary>So its position in the queue, the group's capacity and the reports are right.</summary>
    [Theory]
    [InlineData("unknown")]
    [InlineData("refused")]
    [InlineData("refused when the ticket is moved")]
    public async Task A_chat_counts_in_the_group_in_which_its_ticket_is(string how)
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync();
        bridge.Zendesk.HasGroups(how == "unknown" ? [(Sales, "Sales")] : [(Sales, "Sales"), (42, "Billing")]);
        bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        var refusal = new Answer(422, """{"error":"RecordInvalid","details":{"group_id":[{"description":"Group: is not valid"}]}}""");
        if (how == "refused")
            bridge.Zendesk.NewTickets.Next(refusal, refusal);
        var isMoved = how.EndsWith("moved", StringComparison.Ordinal);
        await bridge.HandOverAsync(destination: isMoved ? BridgeApp.DefaultGroup : "42");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        if (isMoved)
        {
            bridge.Zendesk.Updates.Usually(call => call.Ticket["group_id"] is null
                ? Answer.Ok($$$"""{"ticket":{"id":501,"status":"open","group_id":{{{BridgeApp.DefaultGroup}}}}}""")
                : refusal);
            await bridge.HandOverAsync(destination: "42");
            await bridge.DeliveredAsync("MoveTicket", stepSeconds: 1);
        }

        var chat = await StoredChats.FindAsync(bridge, BridgeFixture.User);
        chat.DestinationId.ShouldBe(BridgeApp.DefaultGroup);
    }

    [Fact]
    public async Task A_form_and_a_group_that_are_both_refused_cost_no_words()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:FormId", "11"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.NewTickets.Usually(call =>
            call.Ticket["ticket_form_id"] is not null ? Refused("ticket_form_id")
            : call.Ticket["group_id"] is not null ? Refused("group_id")
            : new Answer(201, """{"ticket":{"id":501,"status":"new"}}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
        var alarm = await AlarmAsync(bridge);
        alarm.ShouldContain("Ticket (FormId");
        alarm.ShouldContain($"group {Sales}");

        static Answer Refused(string field) =>
            new(422, $$$"""{"error":"RecordInvalid","details":{"{{{field}}}":[{"description":"is not valid"}]}}""");
    }

    [Fact]
    public async Task A_field_or_form_that_is_refused_is_named_in_readiness_until_it_is_accepted()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:Ticket:FormId", "11"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.NewTickets.Next(
            new Answer(422, """{"error":"RecordInvalid","details":{"ticket_form_id":[{"description":"Form: is not valid"}]}}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        var alarm = await AlarmAsync(bridge);
        alarm.ShouldContain("refuses Ticket (FormId, BrandId, Priority or Fields)");
        alarm.ShouldContain("422 RecordInvalid ticket_form_id");

        await bridge.SendTextAsync("Hello", "another");
        await bridge.DeliveredAsync("OpenTicket", 2);
        (await AlarmAsync(bridge)).ShouldBe("The helpdesks accept what the settings name.");
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

    private static async Task<string> AlarmAsync(BridgeFixture bridge)
    {
        var ready = await bridge.App.Http.GetFromJsonAsync<JsonNode>(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        return (string)ready!["parts"]!["settings"]!["reason"]!;
    }
}
