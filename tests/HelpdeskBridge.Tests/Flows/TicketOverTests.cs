using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The ticket takes nothing any more, or refuses this one thing.</summary>
public sealed class TicketOverTests
{
    internal static readonly Answer Closed = new(
        422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":"""
            + """[{"description":"Status: closed prevents ticket update"}]}}""");

    [Fact]
    public async Task A_text_to_a_closed_ticket_goes_to_a_follow_up_that_continues_the_conversation()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("closed");
        bridge.Zendesk.Updates.Next(Closed);
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("Good");
        await bridge.DeliveredAsync("ClientText", 2);

        var first = (string)bridge.Zendesk.NewTickets.Calls[0].Ticket["external_id"]!;
        bridge.Zendesk.NewTickets.Calls[1].Body.ShouldBeJson($$"""
            {"ticket":{"subject":"Chat with Ann","comment":{"body":"Still there?","public":true,"author_id":9001},"requester_id":9001,
             "submitter_id":9001,"group_id":360001234567,"external_id":"{{first}}:2","tags":["jaicp"],"via_followup_source_id":501,
             "metadata":{"helpdesk_bridge":"*"} } }
            """);
        bridge.Zendesk.Updates.Calls[^1].Path.ShouldBe("/api/v2/tickets/502");
        bridge.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agents_answer_in_the_follow_up_reaches_the_client()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8000, "Last words"));
        bridge.Zendesk.Updates.Next(Closed);
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");
        await bridge.DeliveredAsync("AgentText");
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Yes"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText", 2);

        // What the agent wrote before closing is not lost, and the follow-up's answer comes after it.
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Last words", "TextMessage Yes"]);
    }

    [Fact]
    public async Task The_last_comments_of_a_closed_ticket_come_before_those_of_its_follow_up_even_if_it_can_not_be_read_at_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        bridge.Zendesk.TicketIs("closed", ZendeskStub.Comment(8000, "Last words"));
        var failed = new TaskCompletionSource();
        bridge.Zendesk.Comments.Next(new Answer(503, RetryAfter: "20").HeldUntil(failed.Task));
        bridge.Zendesk.Updates.Next(Closed);
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");
        await bridge.UntilAsync(() => bridge.Zendesk.Comments.Calls.Count > 0);
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Yes"));
        await bridge.WakeAsync(502);
        failed.SetResult();
        await bridge.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Last words", "TextMessage Yes"]);
    }

    [Fact]
    public async Task A_follow_up_of_a_follow_up_has_its_own_external_id()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(502, "closed", null);
        bridge.Zendesk.TicketIs("closed");
        bridge.Zendesk.Updates.Next(Closed, Closed);
        await bridge.SendTextAsync("one");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);

        var ids = bridge.Zendesk.NewTickets.Calls.Select(call => (string)call.Ticket["external_id"]!).ToList();
        ids.ShouldBe([ids[0], ids[0] + ":2", ids[0] + ":3"]);
        ((long)bridge.Zendesk.NewTickets.Calls[2].Ticket["via_followup_source_id"]!).ShouldBe(502);
    }

    [Fact]
    public async Task A_text_soon_after_the_end_goes_to_a_follow_up_when_the_ticket_was_closed_meanwhile()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("closed");
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("Wait");
        await bridge.DeliveredAsync("ClientText");

        ((long)bridge.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(501);
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_to_a_deleted_ticket_opens_a_new_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(404, """{"error":"RecordNotFound","description":"Not found"}"""));
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");

        var ticket = bridge.Zendesk.NewTickets.Calls[1].Ticket;
        ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        ((string)ticket["comment"]!["body"]!).ShouldBe("Still there?");
        ((string)ticket["external_id"]!).ShouldEndWith(":2");
    }

    [Theory]
    [InlineData(
        422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":"""
            + """[{"description":"Priority: is invalid","error":"Invalid"}]}}""")]
    [InlineData(400, """{"error":{"title":"Invalid attribute","message":"You passed an invalid value for the id attribute."}}""")]
    [InlineData(413, "")]
    public async Task A_refused_text_is_a_dead_letter_and_the_next_one_is_delivered(int status, string body)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(status, body));
        await bridge.SendTextAsync("refused");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1);
        await bridge.SendTextAsync("taken");
        await bridge.DeliveredAsync("ClientText");

        bridge.Log.DeadLetters("ClientText").ShouldBe(1);
        bridge.Log.Contains(LogEventLevel.Error, $"dead letter: \"{status}").ShouldBeTrue();
        bridge.Zendesk.Written.ShouldBe(["Hello", "refused", "taken"]);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_ticket_is_a_dead_letter_and_the_next_text_opens_one()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        var refusal = new Answer(422, """{"error":"RecordInvalid","details":{"base":[{"description":"Brand: is invalid"}]}}""");

        // Together, then each alone, to find out which of them is to blame; each time without the group as well, since no field is named.
        bridge.Zendesk.NewTickets.Next(refusal, refusal, refusal, refusal, refusal, refusal);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("refused");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("OpenTicket") == 1 && bridge.Log.DeadLetters("ClientText") >= 1);
        await bridge.SendTextAsync("taken");
        await bridge.DeliveredAsync("ClientText");

        const string Placeholder = "The chat was handed over. The client has not written anything yet.";
        bridge.Zendesk.Written.ShouldBe(["refused", "refused", Placeholder, Placeholder, "refused", "refused", "taken"]);
    }

    [Fact]
    public async Task A_requester_that_Zendesk_no_longer_knows_is_made_known_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.NewTickets.Next(
            new Answer(422, """{"error":"RecordInvalid","details":{"requester_id":[{"description":"Requester is invalid"}]}}"""));
        await bridge.CloseChatAsync();
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Again");
        await bridge.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);

        bridge.Zendesk.Users.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Written[^1].ShouldBe("Again");
    }

    [Fact]
    public async Task A_ticket_found_over_while_a_text_waits_is_read_again_when_the_text_is_written_and_not_before()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("pending");
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: "45"));
        await bridge.SendTextAsync("One more thing");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();

        bridge.Clock.Advance(TimeSpan.FromSeconds(40));
        await bridge.SendTextAsync("Somebody else", "another");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Log.Readings(ZendeskStub.FirstTicket).ShouldBe(2);

        bridge.Clock.Advance(TimeSpan.FromSeconds(5));
        await bridge.DeliveredAsync("ClientText");
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 3);
        bridge.Log.Readings(ZendeskStub.FirstTicket).ShouldBe(3);
        bridge.Zendesk.Updates.Calls.ShouldAllBe(call => (string?)call.Ticket["status"] == "open");
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_the_chat_of_a_deleted_ticket_needs_nothing_more()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(404, """{"error":"RecordNotFound"}"""));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }
}
