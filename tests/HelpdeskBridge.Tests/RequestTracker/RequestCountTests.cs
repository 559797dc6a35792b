using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>
/// What polling costs: each request checks a slow hash at the server. Each test makes the polls itself, one after another, so that requests can be
/// counted poll by poll.
/// </summary>
public sealed class RequestCountTests
{
    private const int PollsPerMinute = 12;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1000)]
    public async Task A_poll_at_rest_is_one_request_or_two_however_many_chats_are_open(int chats)
    {
        using var store = await ChatsAsync(chats);
        await using var fixture = await StartAsync(store, chats);
        var costs = await PollAsync(fixture, 5 * PollsPerMinute);

        costs.Min().ShouldBe(1);
        costs.Max().ShouldBe(2);
        fixture.Rt.FeedReads.Count.ShouldBe(costs.Count + 2, "one of each poll, and those of the start");
        fixture.Rt.Tickets.Calls.ShouldBeEmpty();
    }

    /// <summary>Between two looks at the tickets themselves, which no feed can replace, the number of chats makes no difference at all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task The_feed_alone_costs_the_same_however_many_chats_are_open(int chats)
    {
        using var store = await ChatsAsync(chats);
        await using var fixture = await StartAsync(store, chats, ("Helpdesks:main:ReconcileEvery", "30.00:00:00"));
        await PollAsync(fixture, 3); // Among these is the look at the tickets.

        (await PollAsync(fixture, 2 * PollsPerMinute)).Sum().ShouldBe((2 * PollsPerMinute) + 2, "and the list of queues once a minute");
    }

    [Fact]
    public async Task An_agents_answer_leads_to_reads_of_its_ticket_and_of_nothing_else()
    {
        using var store = await ChatsAsync(200);
        await using var fixture = await StartAsync(store, 200, ("Helpdesks:main:ReconcileEvery", "30.00:00:00"));
        await PollAsync(fixture, 3); // Among these is the look at the tickets.
        var (ticket, before) = (RequestTrackerStub.FirstTicket + 43, fixture.Rt.Calls.Count);
        var answer = fixture.Data.Correspond(ticket, "Hi");
        await PollAsync(fixture, 1);
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Jaicp.EventSummaries.Count >= 1);

        var reads = fixture.Rt.Calls.Skip(before).Where(call => !RequestTrackerStub.IsFeed(call) && !call.Path.EndsWith("/queues/all")).ToList();
        reads.Select(call => call.Path["/rt/REST/2.0".Length..]).ShouldBe(
            [$"/ticket/{ticket}", "/transactions", "/user/31", $"/transaction/{answer}/attachments", $"/transaction/{answer}/attachments"]);
        RequestTrackerStub.Query(reads[1], "query").ShouldContain($"ObjectId = {ticket}");
        ((string)fixture.Bridge.Jaicp.Received[0]["userId"]!).ShouldBe("user-44");
    }

    /// <summary>What the bridge itself writes is in the feed as well.</summary>
    [Fact]
    public async Task What_the_bridge_wrote_itself_leads_to_no_read()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.WriteAsync("the first one, after which a scrip opens the ticket");
        await fixture.PollAsync(4); // Among these is the look at the tickets.
        await fixture.WriteAsync("two");
        await fixture.WriteAsync("three");
        var reads = fixture.Bridge.Log.Readings(RequestTrackerStub.FirstTicket);
        await fixture.PollAsync(3);
        fixture.Data.Correspond(RequestTrackerStub.FirstTicket, "an answer, which is read");
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Log.Readings(RequestTrackerStub.FirstTicket).ShouldBe(reads + 1);
    }

    /// <summary>Changes in tickets that are not the bridge's cost nothing but their line in the feed.</summary>
    [Fact]
    public async Task Tickets_of_others_are_not_read()
    {
        using var store = await ChatsAsync(1);
        await using var fixture = await StartAsync(store, 50);
        for (var other = 1; other < 50; other++)
            fixture.Data.Correspond(RequestTrackerStub.FirstTicket + other, "to somebody else");
        (await PollAsync(fixture, PollsPerMinute)).Max().ShouldBe(2);

        fixture.Rt.Tickets.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_of_the_client_is_a_look_at_the_ticket_and_a_message()
    {
        // The clock stands still, so there are no polls.
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(RequestTrackerStub.FirstTicket) >= 1);
        await fixture.WriteAsync("before");
        var (looks, messages) = (fixture.Rt.Tickets.Calls.Count, fixture.Rt.Correspondence.Calls.Count);
        for (var text = 0; text < 10; text++)
            await fixture.WriteAsync($"text {text}");

        (fixture.Rt.Tickets.Calls.Count - looks, fixture.Rt.Correspondence.Calls.Count - messages).ShouldBe((10, 10));
    }

    /// <returns>How many requests each poll made.</returns>
    private static async Task<List<int>> PollAsync(RequestTrackerFixture fixture, int polls)
    {
        var (sweep, costs) = (fixture.Bridge.App.Services.GetRequiredService<ReconcileSweep>(), new List<int>());
        for (var poll = 0; poll < polls; poll++)
        {
            fixture.Bridge.Clock.Advance(TimeSpan.FromMinutes(1) / PollsPerMinute);
            var before = fixture.Rt.Calls.Count;
            await sweep.SweepAsync("main", TestContext.Current.CancellationToken);
            costs.Add(fixture.Rt.Calls.Count - before);
        }

        return costs;
    }

    /// <summary>
    /// A bridge that has begun its feed, compared every ticket once and read its own user, as it does after each start.
    /// </summary>
    private static async Task<RequestTrackerFixture> StartAsync(OldVersionStore store, int tickets, params (string Key, string? Value)[] settings)
    {
        var fixture = await RequestTrackerFixture.StartAsync(
            rt =>
            {
                for (var ticket = 0; ticket < tickets; ticket++)
                    rt.Data.AddTicket(new RtStubTicket(0, RequestTrackerFixture.Queue, "Chat", "open"), "Hello", []);
            },
            [
                ("Storage:ConnectionString", store.ConnectionString), ("Helpdesks:main:PollEvery", "1.00:00:00"),
                ("Helpdesks:main:ReconcileEvery", "00:01:00"), .. settings,
            ]);
        await PollAsync(fixture, 2);
        return fixture;
    }

    /// <summary>Open chats with the tickets of the played server, last seen as they are.</summary>
    private static async Task<OldVersionStore> ChatsAsync(int count)
    {
        var store = OldVersionStore.Create("V004");
        var seen = BridgeApp.NewClock().GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await store.ExecuteAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 WHERE {count} > 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
            INSERT INTO conversations
                (id, channel, user_id, helpdesk, phase, opened_at, destination_id, ticket_id, ticket_status, tickets_opened, version)
                SELECT
                    'c' || i, 'shop', 'user-' || i, 'main', 'Open', {seen}, '3', CAST({RequestTrackerStub.FirstTicket - 1} + i AS TEXT), 'Open', 1, 1
                FROM n;
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, seen_updated_at, last_read_at)
                SELECT helpdesk, ticket_id, id, {seen}, {seen}, {seen} FROM conversations;
            """);
        return store;
    }
}
