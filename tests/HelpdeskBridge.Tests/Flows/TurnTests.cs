using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Turns of a chat from either side that other bridges stumble over.</summary>
public sealed class TurnTests
{
    private static readonly Answer Suspended = new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"requester":[{"description":"Requester: is suspended."}]}}""");

    [Theory]
    [InlineData("Note", "Closed")]
    [InlineData("Deliver", "Closed;TextMessage PS")]
    public async Task An_agent_who_reopens_the_ticket_after_Closed_and_writes_is_noted_or_told_as_set_and_Closed_is_not_said_again(string late, string told)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Channels:shop:LateAgentMessages", late));
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "PS"));
        await rig.WakeAsync();
        await rig.DeliveredAsync(late == "Note" ? "ClientGone" : "AgentText");
        foreach (var status in new[] { "pending", "solved", "closed" })
        {
            rig.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "PS"));
            await rig.RingAndReadAsync();
        }

        rig.Jaicp.Told.ShouldBe(told.Split(';'));
        rig.Zendesk.Updates.Calls.Count.ShouldBe(late == "Note" ? 1 : 0);
    }

    [Fact]
    public async Task Closing_the_chat_twice_is_one_leaving()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.LeaveAsync();
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        await rig.LeaveAsync();
        await rig.HandOverAsync();
        await rig.SayAsync("Again");
        await rig.DeliveredAsync("OpenTicket", 2);

        rig.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_handed_over_again_after_the_end_gets_a_new_ticket_at_once()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        await rig.HandOverAsync();
        await rig.SayAsync("Another matter");
        await rig.DeliveredAsync("OpenTicket", 2);
        rig.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Hi"));
        await rig.WakeAsync(502);
        await rig.DeliveredAsync("AgentText");

        rig.Zendesk.NewTickets.Calls[1].Ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        rig.Zendesk.Updates.Calls.ShouldBeEmpty();
        rig.Jaicp.Told.ShouldBe(["Closed", "TextMessage Hi"]);
    }

    [Fact]
    public async Task A_client_handed_over_again_while_the_chat_is_open_stays_in_the_ticket_which_moves()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.HasGroups((360001234567, "Support"), (42, "Sales"));
        await rig.HandOverAsync(destination: "42");
        await rig.DeliveredAsync("MoveTicket");
        await rig.SayAsync("About my order");
        await rig.DeliveredAsync("ClientText");

        ((long)rig.Zendesk.Updates.Calls[0].Ticket["group_id"]!).ShouldBe(42);
        rig.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_given_to_another_group_or_agent_stays_the_clients_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs(501, "open", ZendeskStub.Agent);
        foreach (var change in new[] { "group_assignment_changed", "agent_assignment_changed" })
        {
            var readings = rig.Log.Readings(501);
            using var response = await rig.WebhookAsync($$"""{"type":"zen:event-type:ticket.{{change}}","subject":"zen:ticket:501","event":{"current":"43","previous":"42"},"detail":{} }""");
            await rig.UntilAsync(() => rig.Log.Readings(501) > readings);
        }

        rig.Zendesk.TicketIs(501, "open", 78, ZendeskStub.Comment(8001, "Hi from the other group", author: 78));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");
        await rig.SayAsync("Hi");
        await rig.DeliveredAsync("ClientText");

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi from the other group"]);
        rig.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/501");
    }

    [Fact]
    public async Task A_client_who_leaves_before_anybody_came_leaves_a_ticket_that_says_so()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        await rig.HandOverAsync();
        await rig.LeaveAsync("Changed my mind");
        await rig.DeliveredAsync("ClientLeft", stepSeconds: 1);

        rig.Zendesk.Written.ShouldBe(["The chat was handed over. The client has not written anything yet.", "The client closed the chat.\n\n```\nChanged my mind\n```"]);
        ((string?)rig.Zendesk.Updates.Calls[0].Ticket["status"]).ShouldBe("solved");
    }

    [Fact]
    public async Task A_ticket_marked_as_spam_closes_the_chat_once_and_the_next_text_opens_another()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIsGone();
        using var response = await rig.WebhookAsync("""{"type":"zen:event-type:ticket.marked_as_spam","subject":"zen:ticket:501","event":{},"detail":{"status":"DELETED"} }""");
        await rig.DeliveredAsync("ChatClosed");
        await rig.RingAndReadAsync();
        await rig.SayAsync("I am no spam");
        await rig.DeliveredAsync("OpenTicket", 2);

        rig.Jaicp.Told.ShouldBe(["Closed"]);
        rig.Zendesk.Written.ShouldBe(["Hello", "I am no spam"]);
    }

    [Fact]
    public async Task A_text_of_a_suspended_client_is_a_dead_letter_the_client_hears_of_and_the_next_one_goes_through_once_that_is_lifted()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIsGone();
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        var suspended = true;
        rig.Zendesk.NewTickets.Usually(call => suspended ? Suspended : new Answer(201, """{"ticket":{"id":777,"status":"new"},"audit":{"id":1,"events":[{"id":2,"type":"Comment"}]}}"""));
        await rig.SayAsync("Hello?");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1, stepSeconds: 1);
        await rig.DeliveredAsync("ClientNotice");
        suspended = false;
        await rig.SayAsync("And now?");
        await rig.DeliveredAsync("ClientText");

        rig.Jaicp.Told.ShouldBe(["Closed", "TextMessage Your message could not be delivered. Please try again later."]);
        rig.Zendesk.Written[^1].ShouldBe("And now?");
    }
}
