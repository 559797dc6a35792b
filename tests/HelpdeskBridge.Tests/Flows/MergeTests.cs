using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>An agent merges a chat's ticket into another: the chat goes on there.</summary>
public sealed class MergeTests
{
    private const long Target = 700;
    private const string MergedAt = "2026-11-23T10:00:40Z";
    private const string After = "2026-11-23T10:00:50Z";

    [Theory]
    [InlineData("a note that names the ticket", null)]
    [InlineData("This request was closed and merged into request #700", """{"channel":"web","source":{"from":{},"to":{},"rel":null}}""")]
    [InlineData("dup", """{"channel":"web","source":{"from":{"ticket_id":700,"subject":"A"},"to":{},"rel":"merge"}}""")]
    [InlineData("dup of #9", """{"channel":"web","source":{"from":{"ticket_id":501},"to":{"ticket_id":"700"},"rel":"merge"}}""")]
    [InlineData("dup", """{"channel":"merge","source":{"from":{"ticket_ids":[501]},"to":{"ticket_ids":[700]},"rel":"merge"}}""")]
    public async Task A_merged_conversation_continues_in_the_other_ticket_with_what_is_written_after_the_merge(string text, string? via)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var note = ZendeskStub.Comment(8010, via is null ? "Wird fortgesetzt in #700 \"Chat #1\"" : text, isPublic: false, at: MergedAt);
        note["via"] = via is null ? null : JsonNode.Parse(via);
        bridge.Zendesk.TicketIs(
            Target,
            "open",
            null,
            ZendeskStub.Comment(8003, "for somebody else", at: "2026-11-23T10:00:30Z"),
            ZendeskStub.Comment(8009, "for somebody else, in the second of the merge", at: MergedAt),
            ZendeskStub.Comment(8011, "for Ann, in that second", at: MergedAt),
            ZendeskStub.Comment(8012, "Hi Ann", at: After));
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.Comment(8001, "Last words", at: "2026-11-23T10:00:35Z"), note);
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", 3);
        await bridge.SendTextAsync("Thanks");
        await bridge.DeliveredAsync("ClientText");
        await bridge.WakeAndReadAsync(Target);
        await bridge.WakeAndReadAsync(501);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Last words", "TextMessage for Ann, in that second", "TextMessage Hi Ann"]);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/700");
        ((long)bridge.Zendesk.Updates.Calls[0].Ticket["comment"]!["author_id"]!).ShouldBe(ZendeskStub.FirstUser);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_merge_known_only_from_the_event_is_followed_even_after_a_restart()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(
            Target, "open", null, ZendeskStub.Comment(8003, "for somebody else", at: MergedAt), ZendeskStub.Comment(8012, "Hi Ann", at: After));
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.Comment(8010, "dup", isPublic: false, at: MergedAt));
        bridge.Zendesk.Tickets.Next(ZendeskStub.Unavailable);
        using var response = await bridge.WebhookAsync(
            """{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:501","event":{"target_ticket_id":"700"},"detail":{}}""");
        await bridge.UntilAsync(() => bridge.Zendesk.Tickets.Calls.Count >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
    }

    [Fact]
    public async Task A_merge_that_names_no_other_ticket_is_an_end_as_any()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.Comment(8010, "see #700", at: MergedAt));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage see #700", "Closed"]);
    }

    [Fact]
    public async Task What_a_merge_writes_into_the_tickets_is_not_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var quoted = ZendeskStub.Comment(8011, "Anfrage #600 wurde mit dieser zusammengeführt: my card number is ...", at: MergedAt);
        quoted["via"] = JsonNode.Parse("""{"channel":"web","source":{"from":{"ticket_ids":[600]},"to":{},"rel":"merge"}}""");
        bridge.Zendesk.TicketIs(
            "open",
            ZendeskStub.Comment(
                8010, "Request #500 \"Chat\" was closed and merged into this request. Last comment in request #500:\n\nMy card number is ...",
                at: MergedAt),
            quoted,
            ZendeskStub.Comment(8012, "Hi", at: After));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task A_text_refused_by_a_merged_ticket_goes_to_the_other_one_after_the_last_comments_were_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(Target, "pending", null, ZendeskStub.Comment(8012, "Hi Ann", at: After));
        bridge.Zendesk.TicketIsMerged(
            501, MergedAt, ZendeskStub.Comment(8001, "Last words", at: "2026-11-23T10:00:35Z"), ZendeskStub.MergeNote(8010, Target, MergedAt));
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Zendesk.Updates.Calls.Select(call => call.Path).ShouldBe(["/api/v2/tickets/501", "/api/v2/tickets/700"]);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Last words", "TextMessage Hi Ann"]);
    }

    [Fact]
    public async Task A_text_just_after_the_end_goes_where_the_ticket_was_merged_to_since()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Zendesk.TicketIs(Target, "open", null, ZendeskStub.Comment(8012, "not for a client who has left", at: MergedAt));
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.MergeNote(8010, Target, MergedAt));
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Path.ShouldBe("/api/v2/tickets/700");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_merged_on_and_on_is_followed_but_never_in_a_circle()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsMerged(701, MergedAt, ZendeskStub.MergeNote(8012, 501, MergedAt));
        bridge.Zendesk.TicketIsMerged(Target, MergedAt, ZendeskStub.MergeNote(8011, 701, MergedAt));
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.MergeNote(8010, Target, MergedAt));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.SendTextAsync("And now?");
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        ((long)bridge.Zendesk.NewTickets.Calls[1].Ticket["via_followup_source_id"]!).ShouldBe(701);
    }

    [Theory]
    [InlineData("solved")]
    [InlineData("closed")]
    public async Task The_end_of_the_other_ticket_ends_the_conversation_once(string status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(Target, status, null);
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.MergeNote(8010, Target, MergedAt));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.WakeAndReadAsync(Target);
        await bridge.WakeAndReadAsync(501);

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    [Fact]
    public async Task Two_conversations_in_one_ticket_both_receive_the_agents_text_and_neither_receives_the_other_clients()
    {
        await using var bridge = await WithTwoChatsInOneTicketAsync();

        // Zendesk shows our own comments without their marks, as an agent's.
        var own = Answer.Ok("""{"ticket":{"id":501,"status":"open"},"audit":{"id":1,"events":[{"id":8020,"type":"Comment"}]}}""");
        bridge.Zendesk.Updates.Next(own);
        await bridge.SendTextAsync("I am u2", "u2");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8020, "I am u2", at: After), ZendeskStub.Comment(8021, "Hello both", at: After));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", 2);
        await bridge.WakeAndReadAsync();

        Heard(bridge, BridgeFixture.User).ShouldBe(["before the merge", "Hello both", null]);
        Heard(bridge, "u2").ShouldBe(["Hello both", null]);
    }

    [Fact]
    public async Task A_client_who_leaves_a_shared_ticket_does_not_end_the_other_conversation()
    {
        await using var bridge = await WithTwoChatsInOneTicketAsync();
        await bridge.CloseChatAsync(user: "u2");
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8021, "Just us now", at: After));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 2);
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft", 2);

        Heard(bridge, "u2").ShouldBeEmpty();
        Heard(bridge, BridgeFixture.User).ShouldBe(["before the merge", "Just us now"]);
        bridge.Zendesk.Written.Skip(2).ShouldBe(["The client closed the chat.", "The client closed the chat."]);
        bridge.Zendesk.Updates.Calls.Select(call => (string?)call.Ticket["status"]).ShouldBe([null, "solved"]);
    }

    /// <summary>Chats of two clients; the second one's ticket, 502, was merged into the first one's, 501.</summary>
    private static async Task<BridgeFixture> WithTwoChatsInOneTicketAsync()
    {
        var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "before the merge", at: "2026-11-23T10:00:35Z"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.SendTextAsync("Hi", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIsMerged(502, MergedAt, ZendeskStub.MergeNote(8010, 501, MergedAt));
        await bridge.WakeAndReadAsync(502);
        await bridge.UntilAsync(() => bridge.Log.Readings(501) >= 2);
        return bridge;
    }

    private static IEnumerable<string?> Heard(BridgeFixture bridge, string user) =>
        bridge.Jaicp.Received.Where(e => (string?)e["userId"] == user).Select(e => (string?)e["text"]);
}
