using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How a chat ends from the agents' side, and what comes after an end.</summary>
public sealed class EndingTests
{
    [Theory]
    [InlineData("solved")]
    [InlineData("closed")]
    public async Task The_last_words_come_first_then_Closed_once(string status)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "Solved it. Bye!"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        await rig.RingAndReadAsync();
        rig.Zendesk.TicketIs("closed", ZendeskStub.Comment(8001, "Solved it. Bye!"));
        await rig.RingAndReadAsync();

        rig.Jaicp.Told.ShouldBe(["TextMessage Solved it. Bye!", "Closed"]);
    }

    [Fact]
    public async Task The_assignee_closes_the_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs(501, "solved", ZendeskStub.Agent, ZendeskStub.Comment(8001, "Bye", author: 78));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Received[1].ShouldBeJson("""
            {"id":"*","userId":"telegram-123-987654","type":"Closed",
             "employee":{"employeeId":"77","firstName":"Bob","lastName":"Marley Smith","avatarUrl":"https://acme.zendesk.com/bob.png"}}
            """);
    }

    [Fact]
    public async Task Without_an_assignee_whoever_spoke_last_closes_the_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye", author: 78));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        ((string)rig.Jaicp.Received[1]["employee"]!["employeeId"]!).ShouldBe("78");
    }

    [Fact]
    public async Task Without_any_agent_the_system_employee_closes_the_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Received[0].ShouldBeJson(
            """{"id":"*","userId":"telegram-123-987654","type":"Closed","employee":{"employeeId":"system","firstName":"Support","lastName":"","avatarUrl":""}}""");
    }

    [Fact]
    public async Task The_system_employee_can_be_set()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(
            ("Channels:shop:SystemEmployee:Id", "0"), ("Channels:shop:SystemEmployee:FirstName", "Acme"), ("Channels:shop:SystemEmployee:LastName", "Shop"),
            ("Channels:shop:SystemEmployee:AvatarUrl", "https://acme.example.com/logo.png"));
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Received[0]["employee"]!.ShouldBeJson("""{"employeeId":"0","firstName":"Acme","lastName":"Shop","avatarUrl":"https://acme.example.com/logo.png"}""");
    }

    [Fact]
    public async Task A_deleted_ticket_closes_the_chat_and_the_next_text_opens_another()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIsGone();
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        await rig.SayAsync("Hello?");
        await rig.DeliveredAsync("OpenTicket", 2);

        rig.Jaicp.Told.ShouldBe(["Closed"]);
        rig.Zendesk.NewTickets.Calls[1].Ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        rig.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wrong_subdomain_does_not_close_the_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        rig.Zendesk.Tickets.Next(new Answer(404, """{"error":{"title":"No help desk at acme.zendesk.com"}}"""));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_ticket_reopened_by_the_client_can_be_solved_again()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        await rig.SayAsync("Not yet");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Now?"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed", 2);

        rig.Jaicp.Told.ShouldBe(["Closed", "TextMessage Now?", "Closed"]);
    }

    [Fact]
    public async Task A_client_who_left_is_not_told_that_the_chat_is_closed()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        rig.Zendesk.TicketIs("solved");
        await rig.RingAndReadAsync();

        rig.Jaicp.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "The client has left the chat; this message was not delivered: Wait!")]
    [InlineData("Gone: {text}", "Gone: Wait!")]
    public async Task An_agents_words_after_the_client_left_become_a_note(string? wording, string note)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Channels:shop:Texts:ClientGone", wording));
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Wait!"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ClientGone");
        await rig.RingAndReadAsync();

        rig.Zendesk.Updates.Calls[1].Body.ShouldBeJson($$$$"""{"ticket":{"comment":{"body":"{{{{note}}}}","public":false},"metadata":{"helpdesk_bridge":"*"}}}""");
        rig.Zendesk.Updates.Calls.Count.ShouldBe(2);
        rig.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_Deliver_an_agents_words_after_the_end_are_told()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Channels:shop:LateAgentMessages", "Deliver"));
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Wait!"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage Wait!"]);
        rig.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_agents_words_after_Closed_become_a_note_as_well()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ChatClosed");
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "PS"));
        await rig.WakeAsync();
        await rig.DeliveredAsync("ClientGone");

        rig.Jaicp.Told.ShouldBe(["Closed"]);
        rig.Zendesk.Written[^1].ShouldBe("The client has left the chat; this message was not delivered: PS");
    }

    [Fact]
    public async Task A_text_that_meets_a_ticket_just_solved_does_not_hide_its_end_when_the_ticket_can_not_be_reopened()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        var stillSolved = Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""");
        rig.Zendesk.Updates.Next(stillSolved, stillSolved);
        await rig.SayAsync("Thanks");
        await rig.DeliveredAsync("ChatClosed");

        rig.Jaicp.Told.ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_text_that_meets_a_ticket_just_solved_reopens_it_and_the_chat_goes_on()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Bye"));
        rig.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}"""), Answer.Ok("""{"ticket":{"id":501,"status":"open"}}"""));
        await rig.SayAsync("Wait!");
        await rig.DeliveredAsync("ReopenTicket");
        await rig.DeliveredAsync("AgentText");

        ((string)rig.Zendesk.Updates.Calls[1].Ticket["status"]!).ShouldBe("open");
        rig.Jaicp.Told.ShouldBe(["TextMessage Bye"]);
    }

    [Fact]
    public async Task A_client_who_left_and_wrote_again_is_not_told_of_the_end_made_for_the_leaving()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""").HeldUntil(answer.Task));
        await rig.LeaveAsync();
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        await rig.SayAsync("One more thing");

        // Zendesk rings for our own change before its answer to it has come.
        rig.Zendesk.TicketIs("solved");
        await rig.RingAndReadAsync();
        answer.SetResult();
        await rig.DeliveredAsync("ClientText");

        rig.Jaicp.Received.ShouldBeEmpty();
        ((string?)rig.Zendesk.Updates.Calls[1].Ticket["status"]).ShouldBe("open");
    }

    [Fact]
    public async Task A_reading_begun_before_the_leaving_was_written_does_not_hide_that_the_ticket_is_solved_since()
    {
        var (written, read) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""").HeldUntil(written.Task), new Answer(503, RetryAfter: "30"));
        await rig.LeaveAsync();
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        await rig.SayAsync("One more thing");
        rig.Zendesk.TicketIs("open");
        rig.Zendesk.Comments.Next(Answer.Ok(ZendeskStub.CommentsJson([])).HeldUntil(read.Task));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Zendesk.Comments.Calls.Count >= 1);

        // The answer to the leaving comes first, then the rest of a reading that found the ticket open.
        written.SetResult();
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        rig.Zendesk.TicketIs("solved");
        read.SetResult();
        await rig.UntilAsync(() => rig.Log.Readings(501) >= 1);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        await rig.DeliveredAsync("ClientText");

        ((string?)rig.Zendesk.Updates.Calls[2].Ticket["status"]).ShouldBe("open");
        rig.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_that_waited_while_the_ticket_was_closed_carries_the_chat_on_in_the_follow_up()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(
            new Answer(503, RetryAfter: "60"),
            new Answer(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}"""));
        await rig.SayAsync("waits");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        rig.Zendesk.TicketIs("closed");
        await rig.WakeAsync();
        await rig.DeliveredAsync("ClientText", stepSeconds: 5);
        ((long)rig.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(501);

        rig.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "An answer"));
        await rig.WakeAsync(502);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage An answer"]);
    }
}
