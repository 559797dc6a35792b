using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What an agent's comment costs in requests: one where nothing but the comment counts, two where the status may.</summary>
public sealed class CommentReadTests
{
    private const long OtherAgent = 78;

    [Fact]
    public async Task A_further_comment_of_the_chats_agent_costs_one_request()
    {
        await using var bridge = await WithAssignedAgentAsync();
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "open", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "And one more thing"));
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage And one more thing"]);
        CountReads(bridge).ShouldBe((1, 2));
    }

    [Fact]
    public async Task The_chat_does_not_end_by_a_read_of_comments_and_ends_after_the_words_when_the_status_is_told()
    {
        await using var bridge = await WithAssignedAgentAsync();
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "solved", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "It works now"));
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);
        bridge.Zendesk.TicketIs(
            ZendeskStub.FirstTicket, "solved", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "It works now"), ZendeskStub.Comment(8003, "Bye"));
        await StatusChangedAsync(bridge);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 4);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage It works now", "TextMessage Bye", "Closed"]);
        CountReads(bridge).ShouldBe((2, 3));
    }

    [Fact]
    public async Task If_the_webhook_about_the_status_is_lost_the_next_sweep_ends_the_chat()
    {
        await using var bridge = await WithAssignedAgentAsync(("Helpdesks:main:ReconcileEvery", "00:01:00"));
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "solved", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "It works now"));
        bridge.Zendesk.TicketsByIds.Usually(Answer.Ok("""{"tickets":[{"id":501,"status":"solved","updated_at":"2026-11-23T10:00:30Z"}]}"""));
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 3, stepSeconds: 10);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage It works now", "Closed"]);
    }

    [Fact]
    public async Task The_status_is_read_if_a_status_change_is_told_before_the_comment_was_read()
    {
        await using var bridge = await WithAssignedAgentAsync();
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "solved", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "It works now"));
        var held = new TaskCompletionSource();
        bridge.Zendesk.Comments.Next(
            Answer.Ok(ZendeskStub.CommentsJson([First, ZendeskStub.Comment(8002, "It works now")])).HeldUntil(held.Task));
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Zendesk.Comments.Calls.Count >= 2);
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await StatusChangedAsync(bridge);
        await CommentedAsync(bridge, ZendeskStub.Agent);
        held.SetResult();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 3);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage It works now", "Closed"]);
        CountReads(bridge).Tickets.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task The_first_comment_of_another_agent_costs_two_requests_since_the_assignee_may_be_another_one()
    {
        await using var bridge = await WithAssignedAgentAsync(("Channels:shop:Texts:AgentChanged", "Now {name} helps you."));
        bridge.Zendesk.TicketIs(
            ZendeskStub.FirstTicket, "open", OtherAgent, First, ZendeskStub.Comment(8002, "I take over", author: OtherAgent));
        await CommentedAsync(bridge, OtherAgent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 3);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage Now Eve helps you.", "TextMessage I take over"]);
        CountReads(bridge).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_comment_whose_author_may_be_the_client_is_judged_with_the_ticket()
    {
        await using var bridge = await WithAssignedAgentAsync();
        bridge.Zendesk.TicketIs(
            ZendeskStub.FirstTicket, "open", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "My mail", author: ZendeskStub.FirstUser),
            ZendeskStub.Comment(8003, "I got your mail"));
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage I got your mail"]);
        CountReads(bridge).ShouldBe((2, 3));
        bridge.Zendesk.Written.ShouldNotContain(text => text != null && text.Contains("8002", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_failure_the_ticket_is_read_as_well()
    {
        await using var bridge = await WithAssignedAgentAsync();
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "open", ZendeskStub.Agent, First, ZendeskStub.Comment(8002, "Still here"));
        bridge.Zendesk.Comments.Next(ZendeskStub.NotFound);
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage Still here"]);
        CountReads(bridge).ShouldBe((2, 3));
    }

    private static JsonObject First => ZendeskStub.Comment(8001, "Hi Ann");

    private static async Task<BridgeFixture> WithAssignedAgentAsync(params (string Key, string? Value)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(settings);
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket, "open", ZendeskStub.Agent, First);
        await CommentedAsync(bridge, ZendeskStub.Agent);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        CountReads(bridge).ShouldBe((1, 1));
        return bridge;
    }

    private static (int Tickets, int Comments) CountReads(BridgeFixture bridge) =>
        (bridge.Zendesk.Tickets.Calls.Count, bridge.Zendesk.Comments.Calls.Count);

    private static async Task CommentedAsync(BridgeFixture bridge, long author) => (await bridge.WebhookAsync($$$$$"""
        {"type":"zen:event-type:ticket.comment_added","subject":"zen:ticket:501","detail":{"id":"501","external_id":"x","status":"OPEN"},
         "event":{"comment":{"id":"1","is_public":true,"body":"no","author":{"id":"{{{{{author}}}}}","is_staff":true}}}}
        """)).EnsureSuccessStatusCode();

    private static async Task StatusChangedAsync(BridgeFixture bridge) => (await bridge.WebhookAsync("""
        {"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:501","detail":{"id":"501","external_id":"x","status":"SOLVED"},
         "event":{"current":"SOLVED","previous":"OPEN"}}
        """)).EnsureSuccessStatusCode();
}
