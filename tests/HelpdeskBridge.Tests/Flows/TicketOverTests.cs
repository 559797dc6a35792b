using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The ticket takes nothing any more, or refuses this one thing.</summary>
public sealed class TicketOverTests
{
    private static readonly Answer Closed = new(
        422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""");

    [Fact]
    public async Task A_text_to_a_closed_ticket_goes_to_a_follow_up_that_carries_the_chat_on()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("closed");
        rig.Zendesk.Updates.Next(Closed);
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");
        await rig.SayAsync("Good");
        await rig.DeliveredAsync("ClientText", 2);

        var first = (string)rig.Zendesk.NewTickets.Calls[0].Ticket["external_id"]!;
        rig.Zendesk.NewTickets.Calls[1].Body.ShouldBeJson($$"""
            {"ticket":{"subject":"Chat with Ann","comment":{"body":"Still there?","public":true,"author_id":9001},"requester_id":9001,"submitter_id":9001,
             "group_id":360001234567,"external_id":"{{first}}:2","tags":["jaicp"],"via_followup_source_id":501,"metadata":{"helpdesk_bridge":"*"} } }
            """);
        rig.Zendesk.Updates.Calls[^1].Path.ShouldBe("/api/v2/tickets/502");
        rig.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agents_answer_in_the_follow_up_reaches_the_client()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("closed", ZendeskStub.Comment(8000, "Last words"));
        rig.Zendesk.Updates.Next(Closed);
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");
        await rig.DeliveredAsync("AgentText");
        rig.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Yes"));
        await rig.WakeAsync(502);
        await rig.DeliveredAsync("AgentText", 2);

        // What the agent said before closing is not lost, and the follow-up's answer comes after it.
        rig.Jaicp.Told.ShouldBe(["TextMessage Last words", "TextMessage Yes"]);
    }

    [Fact]
    public async Task The_last_words_in_a_closed_ticket_come_before_those_in_its_follow_up_also_when_it_can_not_be_read_at_once()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        rig.Zendesk.TicketIs("closed", ZendeskStub.Comment(8000, "Last words"));
        var failed = new TaskCompletionSource();
        rig.Zendesk.Comments.Next(new Answer(503, RetryAfter: "20").HeldUntil(failed.Task));
        rig.Zendesk.Updates.Next(Closed);
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");
        await rig.UntilAsync(() => rig.Zendesk.Comments.Calls.Count > 0);
        rig.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "Yes"));
        await rig.WakeAsync(502);
        failed.SetResult();
        await rig.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(["TextMessage Last words", "TextMessage Yes"]);
    }

    [Fact]
    public async Task A_follow_up_of_a_follow_up_has_its_own_external_id()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs(502, "closed", null);
        rig.Zendesk.TicketIs("closed");
        rig.Zendesk.Updates.Next(Closed, Closed);
        await rig.SayAsync("one");
        await rig.DeliveredAsync("ClientText");
        await rig.SayAsync("two");
        await rig.DeliveredAsync("ClientText", 2);

        var ids = rig.Zendesk.NewTickets.Calls.Select(call => (string)call.Ticket["external_id"]!).ToList();
        ids.ShouldBe([ids[0], ids[0] + ":2", ids[0] + ":3"]);
        ((long)rig.Zendesk.NewTickets.Calls[2].Ticket["via_followup_source_id"]!).ShouldBe(502);
    }

    [Fact]
    public async Task A_text_soon_after_the_end_goes_to_a_follow_up_when_the_ticket_was_closed_meanwhile()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("closed");
        await rig.RingAndReadAsync();
        await rig.SayAsync("Wait");
        await rig.DeliveredAsync("ClientText");

        ((long)rig.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(501);
        rig.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_to_a_deleted_ticket_opens_a_new_one()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(404, """{"error":"RecordNotFound","description":"Not found"}"""));
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");

        var ticket = rig.Zendesk.NewTickets.Calls[1].Ticket;
        ticket.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        ((string)ticket["comment"]!["body"]!).ShouldBe("Still there?");
        ((string)ticket["external_id"]!).ShouldEndWith(":2");
    }

    [Theory]
    [InlineData(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Priority: is invalid","error":"Invalid"}]}}""")]
    [InlineData(400, """{"error":{"title":"Invalid attribute","message":"You passed an invalid value for the id attribute."}}""")]
    [InlineData(413, "")]
    public async Task A_refused_text_is_a_dead_letter_and_the_next_one_goes_on(int status, string body)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(status, body));
        await rig.SayAsync("refused");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1);
        await rig.SayAsync("taken");
        await rig.DeliveredAsync("ClientText");

        rig.Log.Dead("ClientText").ShouldBe(1);
        rig.Log.Says(LogEventLevel.Error, $"dead letter: \"{status}").ShouldBeTrue();
        rig.Zendesk.Written.ShouldBe(["Hello", "refused", "taken"]);
        rig.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_ticket_is_a_dead_letter_and_the_next_text_opens_one()
    {
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        var refusal = new Answer(422, """{"error":"RecordInvalid","details":{"base":[{"description":"Brand: is invalid"}]}}""");

        // Together, then each alone, to find out which of them is to blame.
        rig.Zendesk.NewTickets.Next(refusal, refusal, refusal);
        await rig.HandOverAsync();
        await rig.SayAsync("refused");
        await rig.UntilAsync(() => rig.Log.Dead("OpenTicket") == 1 && rig.Log.Dead("ClientText") == 1);
        await rig.SayAsync("taken");
        await rig.DeliveredAsync("ClientText");

        rig.Zendesk.Written.ShouldBe(["refused", "The chat was handed over. The client has not written anything yet.", "refused", "taken"]);
    }

    [Fact]
    public async Task A_requester_that_Zendesk_no_longer_knows_is_made_known_again()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.NewTickets.Next(new Answer(422, """{"error":"RecordInvalid","details":{"requester_id":[{"description":"Requester is invalid"}]}}"""));
        await rig.LeaveAsync();
        await rig.HandOverAsync();
        await rig.SayAsync("Again");
        await rig.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);

        rig.Zendesk.Users.Calls.Count.ShouldBe(2);
        rig.Zendesk.Written[^1].ShouldBe("Again");
    }

    [Fact]
    public async Task A_ticket_found_over_while_a_text_waits_is_read_again_when_the_text_is_written_and_not_before()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("pending");
        await rig.RingAndReadAsync();
        rig.Zendesk.Updates.Next(new Answer(503, RetryAfter: "45"));
        await rig.SayAsync("One more thing");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        rig.Zendesk.TicketIs("solved");
        await rig.RingAndReadAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(40));
        await rig.SayAsync("Somebody else", "another");
        await rig.DeliveredAsync("OpenTicket", 2);
        rig.Log.Readings(ZendeskStub.FirstTicket).ShouldBe(2);

        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await rig.DeliveredAsync("ClientText");
        await rig.UntilAsync(() => rig.Log.Readings(ZendeskStub.FirstTicket) == 3);
        rig.Zendesk.Updates.Calls.ShouldAllBe(call => (string?)call.Ticket["status"] == "open");
        rig.Jaicp.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_the_chat_of_a_deleted_ticket_needs_nothing_more()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(404, """{"error":"RecordNotFound"}"""));
        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");

        rig.Zendesk.Updates.Calls.Count.ShouldBe(1);
        rig.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }
}
