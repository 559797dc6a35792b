using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Turns of a chat from either side that other bridges stumble over.</summary>
public sealed class ConversationLifecycleTests
{
    private static readonly Answer Suspended =
        new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"requester":"""
            + """[{"description":"Requester: is suspended."}]}}""");

    [Theory]
    [InlineData("Note", new[] { "Closed" })]
    [InlineData("Deliver", new[] { "Closed", "TextMessage PS" })]
    public async Task A_text_of_an_agent_who_reopens_the_ticket_after_Closed_is_a_note_or_delivered_as_configured_and_Closed_is_not_sent_again(
        string late, string[] events)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:LateAgentMessages", late));
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "PS"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync(late == "Note" ? "ClientGone" : "AgentText");
        foreach (var status in new[] { "pending", "solved", "closed" })
        {
            bridge.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "PS"));
            await bridge.WakeAndReadAsync();
        }

        bridge.Jaicp.EventSummaries.ShouldBe(events);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(late == "Note" ? 1 : 0);
    }

    [Fact]
    public async Task Closing_the_chat_twice_writes_one_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.CloseChatAsync();
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Again");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_handed_over_again_after_the_end_gets_a_new_ticket_at_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Another matter");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText");

        bridge.Zendesk.NewTickets.Calls[1].Ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Hi"]);
    }

    [Fact]
    public async Task A_client_handed_over_again_while_the_conversation_is_open_stays_in_the_ticket_which_moves()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((360001234567, "Support"), (42, "Sales"));
        await bridge.HandOverAsync(destination: "42");
        await bridge.DeliveredAsync("MoveTicket");
        await bridge.SendTextAsync("About my order");
        await bridge.DeliveredAsync("ClientText");

        ((long)bridge.Zendesk.Updates.Calls[0].Ticket["group_id"]!).ShouldBe(42);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_assigned_to_another_group_or_agent_stays_the_clients_conversation()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(501, "open", ZendeskStub.Agent);
        foreach (var change in new[] { "group_assignment_changed", "agent_assignment_changed" })
        {
            var readings = bridge.Log.Readings(501);
            using var response = await bridge.WebhookAsync(
                $$"""{"type":"zen:event-type:ticket.{{change}}","subject":"zen:ticket:501","event":{"current":"43","previous":"42"},"detail":{} }""");
            await bridge.UntilAsync(() => bridge.Log.Readings(501) > readings);
        }

        bridge.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8001, "Hi from the other group", author: 78));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.SendTextAsync("Hi");
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi from the other group"]);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/501");
    }

    [Fact]
    public async Task A_client_who_leaves_before_anybody_answered_leaves_a_ticket_with_a_note()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.HandOverAsync();
        await bridge.CloseChatAsync("Changed my mind");
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(
            ["The chat was handed over. The client has not written anything yet.", "The client closed the chat.\n\n```\nChanged my mind\n```"]);
        ((string?)bridge.Zendesk.Updates.Calls[0].Ticket["status"]).ShouldBe("solved");
    }

    [Fact]
    public async Task A_ticket_marked_as_spam_ends_the_conversation_once_and_the_next_text_opens_another()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsGone();
        using var response = await bridge.WebhookAsync(
            """{"type":"zen:event-type:ticket.marked_as_spam","subject":"zen:ticket:501","event":{},"detail":{"status":"DELETED"} }""");
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("I am no spam");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Written.ShouldBe(["Hello", "I am no spam"]);
    }

    [Fact]
    public async Task A_text_of_a_suspended_client_is_a_dead_letter_with_a_notice_and_the_next_one_is_delivered_once_the_suspension_ends()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsGone();
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        var suspended = true;
        bridge.Zendesk.NewTickets.Usually(call => suspended
            ? Suspended
            : new Answer(201, """{"ticket":{"id":777,"status":"new"},"audit":{"id":1,"events":[{"id":2,"type":"Comment"}]}}"""));
        await bridge.SendTextAsync("Hello?");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1, stepSeconds: 1);
        await bridge.DeliveredAsync("ClientNotice");
        suspended = false;
        await bridge.SendTextAsync("And now?");
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Your message could not be delivered. Please try again later."]);
        bridge.Zendesk.Written[^1].ShouldBe("And now?");
    }
}
