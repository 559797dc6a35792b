using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// An agent ends the chat at the moment at which the bridge writes into the ticket. Words of the client and a new hand-over carry the chat on; notes
/// of the bridge don't.
/// </summary>
public sealed class SimultaneousEndTests
{
    private const string HandOver = """{"userId":"telegram-123-987654","userName":"Ann","attributes":{"plan":"gold"}}""";

    private static readonly Answer Solved = Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""");

    [Fact]
    public async Task A_note_about_the_hand_over_does_not_reopen_a_ticket_that_was_just_solved()
    {
        await using var bridge = await WithHandOverAsync(Solved);
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.DeliveredAsync("ContextNote");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket.AsObject().ContainsKey("status").ShouldBeFalse();
    }

    [Theory]
    [InlineData(422)]
    [InlineData(404)]
    public async Task A_note_about_the_hand_over_does_not_hide_that_the_ticket_is_closed_or_gone(int status)
    {
        await using var bridge = await WithHandOverAsync(
            status == 422 ? TicketOverTests.Closed : ZendeskStub.NotFound);
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ContextNote") == 1, stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(422)]
    [InlineData(404)]
    public async Task Words_behind_a_note_go_to_another_ticket_when_theirs_is_closed_or_gone(int status)
    {
        await using var bridge = await WithHandOverAsync(
            status == 422 ? TicketOverTests.Closed : ZendeskStub.NotFound, "More"); // while the note is written
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        ((string)bridge.Zendesk.NewTickets.Calls[1].Ticket["comment"]!["body"]!).ShouldBe("More");
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_is_closed_before_it_can_be_reopened_ends_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Solved, TicketOverTests.Closed, TicketOverTests.Closed, TicketOverTests.Closed);
        bridge.Zendesk.TicketIs("solved");
        await bridge.SendTextAsync("Wait!");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ReopenTicket", "TicketOver") >= 1);
        bridge.Zendesk.TicketIs("closed");
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    [Fact]
    public async Task A_text_and_a_new_hand_over_that_both_meet_a_ticket_just_solved_carry_the_chat_on()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        bridge.Zendesk.TicketIs("solved");
        var answer = new TaskCompletionSource();
        bridge.Zendesk.Updates.Next(Solved.HeldUntil(answer.Task), Solved);
        await bridge.SendTextAsync("Wait!");
        await bridge.HandOverAsync(destination: "42");
        answer.SetResult();
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Yes?"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        ((string?)bridge.Zendesk.Updates.Calls[^1].Ticket["status"]).ShouldBe("open");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Yes?"]);
    }

    [Fact]
    public async Task A_note_that_a_reply_is_late_does_not_reopen_a_ticket_that_was_just_solved()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Usually(new Answer(503));
        bridge.Zendesk.Updates.Next(Solved);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        await bridge.DeliveredAsync("ReplyDelayed", stepSeconds: 1);
        bridge.Jaicp.AcceptsEvents();
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
        bridge.Jaicp.EventSummaries.Distinct().ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_hand_over_carries_on_a_chat_that_was_just_solved(bool isReadFirst)
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        bridge.Zendesk.TicketIs("solved");
        bridge.Zendesk.Updates.Next(Solved.HeldUntil(answer.Task));
        await bridge.HandOverAsync(destination: "42");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        if (isReadFirst)
            await bridge.WakeAndReadAsync();
        answer.SetResult();
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Billing here"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        ((string)bridge.Zendesk.Updates.Calls[1].Ticket["status"]!).ShouldBe("open");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Billing here"]);
    }

    [Fact]
    public async Task A_new_hand_over_of_a_chat_that_was_just_closed_opens_a_follow_up_in_the_new_group()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        bridge.Zendesk.TicketIs("closed");
        bridge.Zendesk.Updates.Next(TicketOverTests.Closed);
        await bridge.App.PostAsync("selectDestination", HandOver.Replace("}}", "},\"destinationId\":42}", StringComparison.Ordinal));
        await bridge.DeliveredAsync("MoveTicket");
        await bridge.SendTextAsync("I need billing");
        await bridge.DeliveredAsync("ClientText");

        var followUp = bridge.Zendesk.NewTickets.Calls[^1].Ticket;
        ((long)followUp["via_followup_source_id"]!, (long)followUp["group_id"]!).ShouldBe((501, 42));
        bridge.Zendesk.Updates.Calls.Skip(1).Select(call => call.Path).Distinct().ShouldBe(["/api/v2/tickets/502"]);
        ((string)bridge.Zendesk.Updates.Calls[1].Ticket["comment"]!["body"]!).ShouldContain("+ plan: gold");
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    /// <summary>The chat was handed over with context. While its note is written, the ticket turns out to be over.</summary>
    private static async Task<BridgeFixture> WithHandOverAsync(Answer note, string? moreWords = null)
    {
        var bridge = await BridgeFixture.WithWebhookAsync();
        var ended = new TaskCompletionSource();
        bridge.Zendesk.Updates.Usually(note.HeldUntil(ended.Task));
        (await bridge.App.PostAsync("selectDestination", HandOver)).EnsureSuccessStatusCode();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.TicketIs(note == Solved ? "solved" : "closed");
        if (moreWords is not null)
            await bridge.SendTextAsync(moreWords);
        if (note == ZendeskStub.NotFound)
            bridge.Zendesk.TicketIsGone();
        ended.SetResult();
        return bridge;
    }
}
