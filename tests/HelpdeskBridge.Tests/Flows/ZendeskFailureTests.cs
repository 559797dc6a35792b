using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Zendesk refuses, fails, or its answer is lost: each message arrives once all the same.</summary>
public sealed class ZendeskFailureTests
{
    [Theory]
    [InlineData(429, """{"error":"APIRateLimitExceeded"}""")]
    [InlineData(429, "Number of allowed API requests per minute exceeded")]
    [InlineData(503, "<html>Maintenance</html>")]
    public async Task Retry_after_is_respected(int status, string body)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(status, body, RetryAfter: "37"));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        var (refused, taken) = (bridge.Zendesk.Updates.Calls[0], bridge.Zendesk.Updates.Calls[1]);
        (taken.At - refused.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(37));
        taken.Body.ShouldBe(refused.Body);
    }

    [Fact]
    public async Task Nothing_is_sent_before_its_time()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(429, RetryAfter: "37"));
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(36.9));
        await bridge.SendTextAsync("And more");
        await bridge.HandOverAsync("somebody-else");
        await bridge.SendTextAsync("Hi", "somebody-else");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Updates.Calls.Select(call => (string)call.Ticket["comment"]!["body"]!).ShouldBe(["More", "More\nAnd more"]);
    }

    [Theory]
    [InlineData(503, """{"error":"ServiceUnavailable","description":"Try again later"}""")]
    [InlineData(409, "Requester creation collision - please try again")]
    [InlineData(403, """{"error":"Forbidden"}""")]
    [InlineData(302, "")]
    [InlineData(408, """{"error":{"title":"Request timeout","message":"The request took too long"}}""")]
    public async Task A_refusal_that_may_pass_is_tried_again_without_a_lookup(int status, string body)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.NewTickets.Next(new Answer(status, body), new Answer(status, body));
        await bridge.SendTextAsync("Hello");
        for (var refused = 1; refused <= 2; refused++)
        {
            await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") == refused);
            bridge.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(3);
        bridge.Zendesk.NewTickets.Calls.Select(call => call.Header("Idempotency-Key")).Distinct().Count().ShouldBe(1);
        bridge.Zendesk.NewTickets.Calls.Select(call => call.Body).Distinct().Count().ShouldBe(1);
        bridge.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_without_a_lookup()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.StopListening();
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") >= 2, stepSeconds: 1);

        bridge.Log.Outcomes("OpenTicket", "Unknown").ShouldBe(0);
    }

    [Fact]
    public async Task The_wrong_subdomain_makes_messages_wait()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(
            404, """{"error":{"title":"No help desk at acme.zendesk.com","message":"There is no help desk configured at this address."}}"""));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More", "More"]);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_ticket_whose_answer_was_lost_is_looked_up_and_found(int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs(601, "new", null);
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(new Answer(status, "<html>"));
        bridge.Zendesk.Lookups.Usually(
            call => Answer.Ok(
                $$"""{"tickets":[{"id":600,"external_id":"somebody:else","status":"open"},{"id":"""
                    + $$"""601,"external_id":"{{ExternalIdIn(call)}}","status":"new"}]}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Unknown") >= 1);
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        var created = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        ExternalIdIn(bridge.Zendesk.Lookups.Calls.ShouldHaveSingleItem()).ShouldBe((string)created.Ticket["external_id"]!);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/601");
    }

    [Fact]
    public async Task A_ticket_whose_answer_was_lost_and_that_is_not_there_is_created_with_the_same_key()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs(601, "new", null);
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(new Answer(500));
        bridge.Zendesk.Lookups.Next(ZendeskStub.Unavailable).Usually(Answer.Ok("""{"tickets":[]}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 5);

        bridge.Zendesk.Lookups.Calls.Count.ShouldBeInRange(3, 7);
        var (first, second) = (bridge.Zendesk.NewTickets.Calls[0], bridge.Zendesk.NewTickets.Calls[1]);
        second.Body.ShouldBe(first.Body);
        second.Header("Idempotency-Key").ShouldBe(first.Header("Idempotency-Key"));
        (second.At - first.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(90));
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(200, "not json")]
    [InlineData(201, "{}")]
    public async Task A_ticket_whose_answer_makes_no_sense_is_looked_up(int status, string body)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.TicketIs(601, "new", null);
        bridge.Zendesk.TicketIs("new");
        bridge.Zendesk.NewTickets.Next(new Answer(status, body));
        bridge.Zendesk.Lookups.Usually(call => Answer.Ok($$"""{"tickets":[{"id":601,"external_id":"{{ExternalIdIn(call)}}","status":"new"}]}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_agents_did_in_a_ticket_before_it_was_found_reaches_the_client()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync();
        bridge.Zendesk.NewTickets.Next(new Answer(500));
        bridge.Zendesk.Lookups.Usually(call => Answer.Ok($$"""{"tickets":[{"id":601,"external_id":"{{ExternalIdIn(call)}}","status":"solved"}]}"""));
        bridge.Zendesk.TicketIs(601, "solved", null, ZendeskStub.Comment(8001, "Solved it"));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Solved it", "Closed"]);
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_found_by_its_mark_and_not_sent_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson([WrittenComment(bridge, 0), ZendeskStub.Comment(8000, "Other")])));
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        await bridge.SendTextAsync("And more");
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More", "And more"]);
        bridge.Zendesk.Comments.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_and_that_is_not_there_is_sent_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.Comments.Next(ZendeskStub.Unavailable)
            .Usually(Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8000, "More", ZendeskStub.FirstUser)])));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 5);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More", "More"]);
        bridge.Zendesk.Updates.Calls[1].Body.ShouldBe(bridge.Zendesk.Updates.Calls[0].Body);
        bridge.Zendesk.Comments.Calls.Count.ShouldBeInRange(3, 7);
        (bridge.Zendesk.Updates.Calls[1].At - bridge.Zendesk.Updates.Calls[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Where_markers_do_not_come_back_a_comment_whose_answer_was_lost_is_recognized_by_its_text()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync("Yes");
        await bridge.DeliveredAsync("ClientText");
        var before = ZendeskStub.Comment(7002, "Yes", ZendeskStub.FirstUser);
        var written = ZendeskStub.Comment(8001, "Yes", ZendeskStub.FirstUser);
        var agents = ZendeskStub.Comment(8000, "Yes");
        foreach (var comment in new[] { before, written, agents })
            comment.Remove("metadata");

        // The helpdesk took the second one, and lost the answer; then it did not take the third one.
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([before, written, agents])));
        await bridge.SendTextAsync("Yes");
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 5);
        bridge.Zendesk.Written.ShouldBe(["Hello", "Yes", "Yes"]);

        bridge.Zendesk.Updates.Next(new Answer(500));
        await bridge.SendTextAsync("Yes");
        await bridge.DeliveredAsync("ClientText", 3, stepSeconds: 5);
        bridge.Zendesk.Written.ShouldBe(["Hello", "Yes", "Yes", "Yes", "Yes"]);
    }

    [Fact]
    public async Task A_comment_whose_answer_takes_too_long_is_looked_up()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:02"));
        bridge.Zendesk.Updates.Next(new Answer(200).HeldUntil(never.Task));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson([WrittenComment(bridge, 0)])));
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        never.SetResult();

        bridge.Zendesk.Written.ShouldBe(["Hello", "More"]);
    }

    [Fact]
    public async Task After_a_reopening_text_whose_answer_was_lost_the_next_end_is_still_sent()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);

        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson([WrittenComment(bridge, 0)])));
        await bridge.SendTextAsync("Not yet!");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAndReadAsync();

        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "Closed"]);
    }

    [Fact]
    public async Task A_closing_whose_answer_was_lost_still_lets_the_next_text_reopen_the_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("solved");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson([WrittenComment(bridge, 0)])));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft", stepSeconds: 1);
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText");

        ((string?)bridge.Zendesk.Updates.Calls[1].Ticket["status"]).ShouldBe("open");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_client_that_could_not_be_made_known_is_asked_for_again(int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Users.Next(new Answer(status));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.Users.Calls.Count.ShouldBe(2);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Zendesk.Lookups.Calls.ShouldBeEmpty();
    }

    private static string ExternalIdIn(Call lookup) => Uri.UnescapeDataString(lookup.Query["external_id=".Length..]);

    /// <summary>The comment an update wrote, as the list shows it.</summary>
    private static JsonObject WrittenComment(BridgeFixture bridge, int update)
    {
        var ticket = bridge.Zendesk.Updates.Calls[update].Ticket;
        return ZendeskStub.Comment(8100 + update, (string)ticket["comment"]!["body"]!, ZendeskStub.FirstUser, (bool)ticket["comment"]!["public"]!,
            marker: (string)ticket["metadata"]!["helpdesk_bridge"]!);
    }
}
