using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Webhooks come often and late, agents answer quickly, and two clocks differ: each answer is told once, in order.</summary>
public sealed class DisorderTests
{
    [Fact]
    public async Task Quick_answers_and_rings_that_come_three_times_and_late_tell_each_answer_once_in_order()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "one"), ZendeskStub.Comment(8002, "two"));
        await Task.WhenAll(rig.WakeAsync(), rig.WakeAsync(), rig.WakeAsync());
        await rig.DeliveredAsync("AgentText", 2);

        // The last ring is about the first answer; it comes when the chat is over.
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "one"), ZendeskStub.Comment(8002, "two"), ZendeskStub.Comment(8003, "three"));
        await Task.WhenAll(rig.WakeAsync(), rig.WakeAsync(), rig.WakeAsync());
        await rig.DeliveredAsync("ChatClosed");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.RingAndReadAsync();

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two", "TextMessage three", "Closed"]);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-6)]
    [InlineData(6)]
    [InlineData(30)]
    public async Task Answers_are_told_however_far_the_two_clocks_are_apart(int minutes)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", Comment(rig, 8001, "one", minutes));
        await rig.RingAndReadAsync();
        await rig.DeliveredAsync("AgentText");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Zendesk.TicketIs("open", Comment(rig, 8001, "one", minutes - 1), Comment(rig, 8002, "two", minutes));
        await rig.RingAndReadAsync();
        await rig.DeliveredAsync("AgentText", 2);

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task A_comment_whose_answer_was_lost_is_found_however_far_the_two_clocks_are_apart(int minutes)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(500));
        rig.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson(
            [Comment(rig, 8001, "More", minutes, ZendeskStub.FirstUser, (string)rig.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!)])));
        await rig.SayAsync("More");
        await rig.DeliveredAsync("ClientText", stepSeconds: 1);

        rig.Zendesk.Written.ShouldBe(["Hello", "More"]);
    }

    /// <summary>Written now, by a clock that differs so many minutes from the bridge's.</summary>
    private static System.Text.Json.Nodes.JsonObject Comment(BridgeRig rig, long id, string text, int minutes, long author = ZendeskStub.Agent, string? marker = null) =>
        ZendeskStub.Comment(id, text, author, at: rig.Clock.GetUtcNow().AddMinutes(minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), marker: marker);
}
