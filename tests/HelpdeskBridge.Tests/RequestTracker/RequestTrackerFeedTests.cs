using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>The ids of transactions are the only cursor: nothing is asked by time, and nothing is missed or told twice.</summary>
public sealed class RequestTrackerFeedTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;

    /// <summary>Times in queries are read in the time zone of the user. The played server refuses any query with one.</summary>
    [Fact]
    public async Task Queries_contain_ids_and_no_times()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.Correspond(Ticket, "Hi");
        await fixture.UntilHeardAsync(1);
        await fixture.PollAsync(15);

        var queries = fixture.Rt.Transactions.Calls.Concat(fixture.Rt.TicketSearches.Calls).Select(call => RequestTrackerStub.Query(call, "query"));
        queries.ShouldAllBe(query => !query.Contains("Created") && !query.Contains("LastUpdated"));
        RequestTrackerStub.Query(fixture.Rt.FeedReads[^1], "query").ShouldMatch("id > [0-9]+$");
    }

    /// <summary>
    /// On PostgreSQL and MySQL a transaction gets its number before it is committed, so that a smaller one may appear after a greater one was read.
    /// </summary>
    [Fact]
    public async Task An_answer_that_appears_with_a_smaller_id_than_one_that_was_read_is_not_missed()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.Bridge.HandOverAsync("ben", RequestTrackerFixture.Queue, "Ben");
        await fixture.Bridge.SendTextAsync("Hello", "ben");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);
        var late = fixture.Data.CorrespondUncommitted(Ticket, "committed late");
        fixture.Data.Correspond(Ticket + 1, "committed first");
        await fixture.UntilHeardAsync(1);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage committed first"]);
        fixture.Data.Commit(late);
        await fixture.UntilHeardAsync(2);
        await fixture.PollAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage committed first", "TextMessage committed late"]);
    }

    [Fact]
    public async Task What_happened_while_the_bridge_was_down_is_told_after_its_start_in_order_and_once()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.Correspond(Ticket, "before");
        await fixture.Bridge.DeliveredAsync("AgentText", stepSeconds: RequestTrackerFixture.Poll);
        await fixture.Bridge.App.StopAsync();
        fixture.Data.Correspond(Ticket, "while down");
        fixture.Data.SetStatus(Ticket, "resolved");
        await fixture.Bridge.App.RestartAsync();
        await fixture.UntilHeardAsync(3);
        await fixture.PollAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage before", "TextMessage while down", "Closed"]);
    }

    /// <summary>The cursor of a longer outage is not used any more. Each ticket is compared then.</summary>
    [Fact]
    public async Task What_happened_in_a_day_without_the_bridge_is_told_as_well()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        await fixture.Bridge.App.StopAsync();
        fixture.Bridge.Clock.Advance(TimeSpan.FromDays(1));
        fixture.Data.Correspond(Ticket, "while down");
        await fixture.Bridge.App.RestartAsync();
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage while down"]);
    }

    [Fact]
    public async Task More_changes_than_a_page_holds_are_all_read()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        for (var change = 0; change < 250; change++)
            fixture.Data.SetStatus(Ticket, change % 2 == 0 ? "stalled" : "open");
        fixture.Data.Correspond(Ticket, "after all that");
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage after all that"]);
    }

    /// <summary>An agent may answer before the bridge has recorded that the ticket is its own.</summary>
    [Fact]
    public async Task An_answer_given_before_the_ticket_was_known_here_is_not_missed()
    {
        await using var fixture = await RequestTrackerFixture.StartAsync();
        await fixture.BeginFeedAsync();
        var opened = new TaskCompletionSource();
        fixture.Rt.Loses(fixture.Rt.NewTickets, new Answer(201)
        {
            After = opened.Task,
            Headers = new Dictionary<string, string> { ["Location"] = $"/REST/2.0/ticket/{Ticket}" },
        });
        await fixture.Bridge.SendTextAsync("Hello");
        await fixture.Bridge.UntilAsync(() => fixture.Data.Tickets.Count == 1);
        fixture.Data.Correspond(Ticket, "quick answer");
        await fixture.PollAsync(2);
        opened.SetResult();
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage quick answer"]);
    }

    /// <summary>A page from which something is left out does not show whether it is the last one, so only what may be seen is asked for.</summary>
    [Fact]
    public async Task The_feed_asks_for_the_queues_that_may_be_seen_and_follows_when_they_change()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        RequestTrackerStub.Query(fixture.Rt.FeedReads[^1], "query").ShouldStartWith("(TicketQueue = 4 OR TicketQueue = 3) AND");
        fixture.Data.VisibleQueues.Remove("4");
        await fixture.Bridge.UntilAsync(
            () => RequestTrackerStub.Query(fixture.Rt.FeedReads[^1], "query").StartsWith("(TicketQueue = 3) AND", StringComparison.Ordinal),
            stepSeconds: RequestTrackerFixture.Poll);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html>maintenance</html>")]
    public async Task A_feed_that_can_not_be_read_is_read_again_from_the_same_place(int status, string body)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.Correspond(Ticket, "Hi");
        fixture.Rt.Transactions.Next(new Answer(status, body), new Answer(status, body));
        await fixture.UntilHeardAsync(1);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }
}
