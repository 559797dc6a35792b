using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A conversation in which nobody writes any more.</summary>
public sealed class IdleTests
{
    private static readonly (string Key, string? Value) After10Minutes = ("Channels:shop:Close:IdleAfter", "00:10:00");

    [Fact]
    public async Task An_idle_conversation_is_closed_with_a_notice_a_note_and_the_status_once_even_across_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            After10Minutes, ("Channels:shop:Texts:ChatClosed", "Goodbye!"), ("Channels:shop:Close:StatusOnClientClose", "pending"));
        bridge.Zendesk.TicketIs("open");
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Zendesk.TicketIs(501, "solved", ZendeskStub.Agent);
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.EventSummaries.ShouldBe(
            ["TextMessage The chat was closed because nobody has written for a while. If you still need help, just write again.", "Closed"]);
        bridge.Jaicp.Received.ShouldAllBe(e => (string)e["employee"]!["employeeId"]! == "system");
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"The chat was closed because nobody had written for a while (10 minutes).","public":"""
                + """false},"status":"pending","metadata":{"helpdesk_bridge":"*"} } }""");
    }

    [Fact]
    public async Task A_chat_that_can_not_be_read_keeps_no_other_from_being_closed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        await bridge.SendTextAsync("Hi", "another-client");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket + 1, "open", null);
        await bridge.App.ChangeStoreAsync($"UPDATE conversations SET ticket_status = 'Nonsense' WHERE user_id = '{BridgeFixture.User}'");
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 5);

        ZendeskStub.IdIn(bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem()).ShouldBe(ZendeskStub.FirstTicket + 1);
    }

    [Fact]
    public async Task With_an_emptied_text_an_idle_conversation_closes_without_a_notice()
    {
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(After10Minutes, ("Channels:shop:Texts:IdleClosed", ""), ("Channels:shop:Texts:IdleNote", ""));
        bridge.Zendesk.TicketIs("open");
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"ticket":{"status":"solved","metadata":{"helpdesk_bridge":"*"} } }""");
    }

    [Fact]
    public async Task A_message_of_either_side_keeps_the_conversation_open()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.SendTextAsync("Still here");
        await bridge.DeliveredAsync("ClientText");
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Me too"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        var lastWord = bridge.Clock.GetUtcNow();
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 5);

        bridge.Jaicp.EventSummaries.Count.ShouldBe(3);
        (bridge.Jaicp.Events.Calls[^1].At - lastWord).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_message_that_waits_for_delivery_or_has_just_arrived_keeps_the_conversation_open()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: "1800"));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 20);
        var arrived = bridge.Zendesk.Updates.Calls[^1].At;
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 5);
        await bridge.DeliveredAsync("IdleEnd");

        (bridge.Jaicp.Events.Calls[0].At - arrived).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
        bridge.Zendesk.Written.ShouldBe(
            ["Hello", "waits", "[10:00] waits", "The chat was closed because nobody had written for a while (10 minutes)."]);
    }

    [Fact]
    public async Task A_text_just_after_it_goes_on_in_the_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        bridge.Zendesk.TicketIs("open");
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        await bridge.DeliveredAsync("IdleEnd", stepSeconds: 5);
        await bridge.SendTextAsync("Wait!");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "I do"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        ((string?)bridge.Zendesk.Updates.Calls[1].Ticket["status"]).ShouldBe("open");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Jaicp.EventSummaries[^1].ShouldBe("TextMessage I do");
    }

    [Fact]
    public async Task An_answer_that_was_written_while_the_service_was_down_comes_before_any_closing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        await bridge.App.StopAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Here is your answer", at: "2026-11-23T10:55:00Z"));
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 5);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here is your answer"]);
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chat_whose_ticket_changed_and_can_not_be_read_is_not_closed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(After10Minutes);
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Forbidden);
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Zendesk.Tickets.Calls.Count >= 5, stepSeconds: 5);
        var end = bridge.Clock.GetUtcNow() + TimeSpan.FromMinutes(20);
        await bridge.UntilAsync(() => bridge.Clock.GetUtcNow() >= end, stepSeconds: 5);
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();

        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Here is your answer", at: "2026-11-23T10:05:00Z"));
        await bridge.DeliveredAsync("AgentText", stepSeconds: 30);
        bridge.Jaicp.EventSummaries[0].ShouldBe("TextMessage Here is your answer");
    }
}
