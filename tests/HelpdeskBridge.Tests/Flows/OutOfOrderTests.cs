using System.Globalization;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Webhooks come often and late, agents answer quickly, and two clocks differ: each answer is delivered once, in order.</summary>
public sealed class OutOfOrderTests
{
    [Fact]
    public async Task Quick_answers_and_repeated_and_late_webhooks_deliver_each_answer_once_in_order()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "one"), ZendeskStub.Comment(8002, "two"));
        await Task.WhenAll(bridge.WakeAsync(), bridge.WakeAsync(), bridge.WakeAsync());
        await bridge.DeliveredAsync("AgentText", 2);

        // The last webhook call is about the first answer; it comes when the conversation is over.
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "one"), ZendeskStub.Comment(8002, "two"), ZendeskStub.Comment(8003, "three"));
        await Task.WhenAll(bridge.WakeAsync(), bridge.WakeAsync(), bridge.WakeAsync());
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two", "TextMessage three", "Closed"]);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-6)]
    [InlineData(6)]
    [InlineData(30)]
    public async Task Answers_are_delivered_however_far_the_two_clocks_are_apart(int minutes)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", Comment(bridge, 8001, "one", minutes));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        bridge.Zendesk.TicketIs("open", Comment(bridge, 8001, "one", minutes - 1), Comment(bridge, 8002, "two", minutes));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task A_comment_whose_answer_was_lost_is_found_however_far_the_two_clocks_are_apart(int minutes)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(
            [Comment(bridge, 8001, "More", minutes, ZendeskStub.FirstUser, (string)bridge.Zendesk.Updates.Calls[0]
                .Ticket["metadata"]!["helpdesk_bridge"]!)])));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More"]);
    }

    /// <summary>Written now, by a clock that differs so many minutes from the bridge's.</summary>
    private static System.Text.Json.Nodes.JsonObject Comment(
        BridgeFixture bridge, long id, string text, int minutes, long author = ZendeskStub.Agent, string? marker = null) =>
        ZendeskStub.Comment(id, text, author, at: bridge.Clock.GetUtcNow().AddMinutes(minutes)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), marker: marker);
}
