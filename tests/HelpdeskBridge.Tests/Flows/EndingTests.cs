using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How a chat ends from the agents' side, and what comes after an end.</summary>
public sealed class EndingTests
{
    [Theory]
    [InlineData("solved")]
    [InlineData("closed")]
    public async Task The_agents_last_text_comes_first_then_Closed_once(string status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "Solved it. Bye!"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8001, "Solved it. Bye!"));
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Solved it. Bye!", "Closed"]);
    }

    [Fact]
    public async Task The_assignee_closes_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(501, "solved", ZendeskStub.Agent, ZendeskStub.Comment(8001, "Bye", author: 78));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.Received[1].ShouldBeJson("""
            {"id":"*","userId":"telegram-123-987654","type":"Closed",
             "employee":{"employeeId":"77","firstName":"Bob","lastName":"Marley Smith","avatarUrl":"https://acme.zendesk.com/bob.png"}}
            """);
    }

    [Fact]
    public async Task Without_an_assignee_whoever_spoke_last_closes_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye", author: 78));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        ((string)bridge.Jaicp.Received[1]["employee"]!["employeeId"]!).ShouldBe("78");
    }

    [Fact]
    public async Task Without_any_agent_the_system_employee_closes_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.Received[0].ShouldBeJson(
            """{"id":"*","userId":"telegram-123-987654","type":"Closed","employee":"""
                + """{"employeeId":"system","firstName":"Support","lastName":"","avatarUrl":""}}""");
    }

    [Fact]
    public async Task The_system_employee_can_be_set()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            ("Channels:shop:SystemEmployee:Id", "0"), ("Channels:shop:SystemEmployee:FirstName", "Acme"),
            ("Channels:shop:SystemEmployee:LastName", "Shop"),
            ("Channels:shop:SystemEmployee:AvatarUrl", "https://acme.example.com/logo.png"));
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.Received[0]["employee"]!
            .ShouldBeJson("""{"employeeId":"0","firstName":"Acme","lastName":"Shop","avatarUrl":"https://acme.example.com/logo.png"}""");
    }

    [Fact]
    public async Task A_deleted_ticket_ends_the_conversation_and_the_next_text_opens_another()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsGone();
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.SendTextAsync("Hello?");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.NewTickets.Calls[1].Ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wrong_subdomain_does_not_end_the_conversation()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        bridge.Zendesk.Tickets.Next(new Answer(404, """{"error":{"title":"No help desk at acme.zendesk.com"}}"""));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_ticket_reopened_by_the_client_can_be_solved_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.SendTextAsync("Not yet");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Now?"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Now?", "Closed"]);
    }

    [Fact]
    public async Task A_client_who_left_is_not_notified_that_the_chat_is_closed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "The client has left the chat; this message was not delivered: Wait!")]
    [InlineData("Gone: {text}", "Gone: Wait!")]
    public async Task An_agents_text_after_the_client_left_becomes_a_note(string? wording, string note)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:ClientGone", wording));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Wait!"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ClientGone");
        await bridge.WakeAndReadAsync();

        bridge.Zendesk.Updates.Calls[1].Body
            .ShouldBeJson($$$$"""{"ticket":{"comment":{"body":"{{{{note}}}}","public":false},"metadata":{"helpdesk_bridge":"*"}}}""");
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_Deliver_an_agents_text_after_the_end_is_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:LateAgentMessages", "Deliver"));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Wait!"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Wait!"]);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_agents_text_after_Closed_becomes_a_note_as_well()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "PS"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ClientGone");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Written[^1].ShouldBe("The client has left the chat; this message was not delivered: PS");
    }

    [Fact]
    public async Task A_text_that_meets_a_ticket_just_solved_does_not_hide_its_end_when_the_ticket_can_not_be_reopened()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        var stillSolved = Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""");
        bridge.Zendesk.Updates.Next(stillSolved, stillSolved);
        await bridge.SendTextAsync("Thanks");
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_text_that_meets_a_ticket_just_solved_reopens_it_and_the_conversation_continues()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Bye"));
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}"""), Answer.Ok("""{"ticket":{"id":501,"status":"open"}}"""));
        await bridge.SendTextAsync("Wait!");
        await bridge.DeliveredAsync("ReopenTicket");
        await bridge.DeliveredAsync("AgentText");

        ((string)bridge.Zendesk.Updates.Calls[1].Ticket["status"]!).ShouldBe("open");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bye"]);
    }

    [Fact]
    public async Task A_client_who_left_and_wrote_again_is_not_notified_of_the_end_caused_by_leaving()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""").HeldUntil(answer.Task));
        await bridge.CloseChatAsync();
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.SendTextAsync("One more thing");

        // Zendesk calls the webhook for our own change before its answer to it has come.
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();
        answer.SetResult();
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.Received.ShouldBeEmpty();
        ((string?)bridge.Zendesk.Updates.Calls[1].Ticket["status"]).ShouldBe("open");
    }

    [Fact]
    public async Task A_reading_begun_before_the_leaving_was_written_does_not_hide_that_the_ticket_is_solved_since()
    {
        var (written, read) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            Answer.Ok("""{"ticket":{"id":501,"status":"solved"}}""").HeldUntil(written.Task), new Answer(503, RetryAfter: "30"));
        await bridge.CloseChatAsync();
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.SendTextAsync("One more thing");
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Next(Answer.Ok(ZendeskStub.CommentsJson([])).HeldUntil(read.Task));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Zendesk.Comments.Calls.Count >= 1);

        // The answer to the leaving comes first, then the rest of a reading that found the ticket open.
        written.SetResult();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.TicketIs("solved");
        read.SetResult();
        await bridge.UntilAsync(() => bridge.Log.Readings(501) >= 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(30));
        await bridge.DeliveredAsync("ClientText");

        ((string?)bridge.Zendesk.Updates.Calls[2].Ticket["status"]).ShouldBe("open");
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_that_waited_while_the_ticket_was_closed_continues_the_conversation_in_the_follow_up()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            new Answer(503, RetryAfter: "60"),
            new Answer(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}"""));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.TicketIs("closed");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 5);
        ((long)bridge.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(501);

        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "An answer"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage An answer"]);
    }
}
