using System.Net.Http.Headers;
using System.Net.Http.Json;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>A merged ticket shows the one that it was merged into, and what is written to it lands there.</summary>
public sealed class RequestTrackerMergeTests
{
    private const long Ann = RequestTrackerStub.FirstTicket;
    private const long Ben = RequestTrackerStub.FirstTicket + 1;

    [Fact]
    public async Task A_merge_is_followed_and_what_was_said_in_the_target_before_stays_there()
    {
        await using var fixture = await WithTwoChatsAsync();
        fixture.Data.Correspond(Ben, "for Ben only");
        fixture.Data.Correspond(Ann, "last words to Ann");
        fixture.Data.Merge(Ann, Ben);
        fixture.Data.Correspond(Ben, "to both");
        await fixture.UntilHeardAsync(4);
        await fixture.PollAsync(3);

        Heard(fixture, BridgeFixture.User).ShouldBe(["last words to Ann", "to both"]);
        Heard(fixture, "ben").ShouldBe(["for Ben only", "to both"]);
    }

    /// <summary>Before the bridge knows of the merge, the message would land in the target all the same, and be read there as if new.</summary>
    [Fact]
    public async Task Words_for_a_ticket_that_was_just_merged_wait_until_the_chat_has_moved()
    {
        await using var fixture = await WithTwoChatsAsync();
        fixture.Data.Merge(Ann, Ben);
        await fixture.WriteAsync("where am I?", stepSeconds: 1);

        fixture.Rt.Correspondence.Calls.ShouldHaveSingleItem().Path.ShouldEndWith($"/ticket/{Ben}/correspond");
        fixture.Data.Words.Count(text => text == "where am I?").ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_target_ends_both_chats()
    {
        await using var fixture = await WithTwoChatsAsync();
        fixture.Data.Merge(Ann, Ben);
        fixture.Data.SetStatus(Ben, "resolved");
        await fixture.UntilHeardAsync(2);
        await fixture.PollAsync(3);

        Heard(fixture, BridgeFixture.User).ShouldBe(["Closed"]);
        Heard(fixture, "ben").ShouldBe(["Closed"]);
    }

    [Theory]
    [InlineData("rating")]
    [InlineData("fields")]
    public async Task What_the_bot_says_after_the_end_about_a_merged_ticket_is_written_into_the_other_one(string method)
    {
        const string BotKey = "the-key-of-the-bots-script-0123456789";
        await using var fixture = await WithTwoChatsAsync(("Channels:shop:BotKey", BotKey), ("Channels:shop:Ticket:Fields:order", "Order"));
        await fixture.Bridge.CloseChatAsync("bye");
        await fixture.Bridge.DeliveredAsync("ClientLeft");
        fixture.Data.Merge(Ann, Ben);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Bridge.App.Url, $"/bot/shop/{method}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BotKey);
        request.Content = JsonContent.Create(new { userId = BridgeFixture.User, score = 5, fields = new { order = "A-17" } });
        using var response = await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        await fixture.Bridge.DeliveredAsync(method == "rating" ? "Rating" : "TicketFields", stepSeconds: 1);

        (method == "rating" ? fixture.Rt.Comments : fixture.Rt.TicketChanges).Calls[^1].Path.ShouldContain($"/ticket/{Ben}");
    }

    /// <summary>The answer was lost, and the ticket merged before it is looked up: the message may have landed in either.</summary>
    [Fact]
    public async Task A_message_whose_answer_was_lost_is_found_in_the_target()
    {
        await using var fixture = await WithTwoChatsAsync();
        fixture.Data.Merge(Ann, Ben);
        fixture.Rt.Tickets.Next(Answer.Ok($$"""{"id":{{Ann}},"Status":"open"}""")); // It was merged just after this look.
        fixture.Rt.Loses(fixture.Rt.Correspondence, new Answer(502));
        await fixture.Bridge.SendTextAsync("once");
        await fixture.Bridge.UntilAsync(() => fixture.Rt.Correspondence.Calls.Count >= 1);
        await fixture.Bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        fixture.Data.Words.Count(text => text == "once").ShouldBe(1);
        fixture.Rt.Correspondence.Calls.ShouldHaveSingleItem();
    }

    private static async Task<RequestTrackerFixture> WithTwoChatsAsync(params (string, string?)[] settings)
    {
        var fixture = await RequestTrackerFixture.WithOpenChatAsync(settings);
        await fixture.Bridge.HandOverAsync("ben", RequestTrackerFixture.Queue, "Ben");
        await fixture.Bridge.SendTextAsync("Hello", "ben");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(Ben) >= 1);
        return fixture;
    }

    private static List<string> Heard(RequestTrackerFixture fixture, string user) =>
        [.. fixture.Bridge.Jaicp.Received.Where(e => (string?)e["userId"] == user).Select(e => (string?)e["text"] ?? (string)e["type"]!)];
}
