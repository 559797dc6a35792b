using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>Statuses, and tickets that are deleted, shredded, moved out of sight or written to after their end.</summary>
public sealed class TicketStatusTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;

    [Theory]
    [InlineData("resolved")]
    [InlineData("rejected")]
    [InlineData("deleted")]
    public async Task The_end_of_a_ticket_ends_the_chat_once(string status)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(Ticket, status);
        await fixture.UntilHeardAsync(1);
        await fixture.PollAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    /// <summary>Other lifecycles have other names, and which of them mean the end can't be read.</summary>
    [Theory]
    [InlineData("open")]
    [InlineData("stalled")]
    [InlineData("waiting for parts")]
    public async Task Any_other_status_ends_nothing(string status)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(Ticket, status);
        fixture.Data.Correspond(Ticket, "Hi");
        await fixture.UntilHeardAsync(1);
        await fixture.PollAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    /// <summary>A scrip opens resolved and rejected tickets, but no stalled one, and an administrator may have switched it off.</summary>
    [Theory]
    [InlineData("stalled", true)]
    [InlineData("resolved", true)]
    [InlineData("rejected", true)]
    [InlineData("stalled", false)]
    [InlineData("resolved", false)]
    [InlineData("rejected", false)]
    public async Task A_text_opens_the_ticket_again_with_and_without_the_scrip(string status, bool hasScrip)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.OpensInactiveTickets = hasScrip;
        fixture.Data.SetStatus(Ticket, status);
        if (status == "stalled")
            await fixture.Bridge.UntilAsync(() => fixture.Bridge.Log.Readings(Ticket) >= 2, stepSeconds: RequestTrackerFixture.Poll);
        else
            await fixture.UntilHeardAsync(1);
        await fixture.WriteAsync("Thanks");

        fixture.Data.Tickets.Single().Status.ShouldBe("open");
        fixture.Data.Words.ShouldBe(["Hello", "Thanks"]);
        await fixture.PollAsync(3);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(status == "stalled" ? [] : ["Closed"]);
    }

    /// <summary>A correspondence would bring it back to life.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_ticket_is_not_revived_and_the_next_text_opens_another(bool isTold)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(Ticket, "deleted");
        if (isTold)
            await fixture.UntilHeardAsync(1);
        await fixture.Bridge.SendTextAsync("Anybody there?");
        await fixture.Bridge.UntilAsync(() => fixture.Data.Tickets.Count == 2, stepSeconds: 1);

        fixture.Data.FindTicket(Ticket)!.Status.ShouldBe("deleted");
        fixture.Data.Transactions.Where(entry => entry.TicketId == Ticket && entry.Type == "Correspond").ShouldBeEmpty();
        fixture.Data.Words.ShouldBe(["Hello", "Anybody there?"]);
    }

    [Fact]
    public async Task Notes_and_the_end_of_a_chat_revive_no_deleted_ticket()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.SetStatus(Ticket, "deleted");
        await fixture.Bridge.CloseChatAsync("bye");
        await fixture.PollAsync(4);

        fixture.Data.FindTicket(Ticket)!.Status.ShouldBe("deleted");
        fixture.Data.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shredded_ticket_is_gone_and_the_next_text_opens_another()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync();
        fixture.Data.Shred(Ticket);
        await fixture.Bridge.SendTextAsync("Anybody there?");
        await fixture.Bridge.UntilAsync(() => fixture.Rt.NewTickets.Calls.Count == 2, stepSeconds: 1);
        await fixture.Bridge.UntilAsync(() => fixture.Data.Words.Contains("Anybody there?"));
    }

    /// <summary>No transaction can be seen that tells of it: only a look at the ticket itself shows it.</summary>
    [Fact]
    public async Task A_ticket_moved_to_a_queue_out_of_sight_is_gone_and_found_by_looking_at_it()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(("Helpdesks:main:ReconcileEvery", "00:01:00"));
        fixture.Data.VisibleQueues.Remove("4");
        fixture.Data.SetQueue(Ticket, "4");
        await fixture.UntilHeardAsync(1);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);

        await fixture.Bridge.SendTextAsync("Hello again");
        await fixture.Bridge.DeliveredAsync("OpenTicket", 2);
        fixture.Data.Tickets[1].Queue.ShouldBe(RequestTrackerFixture.Queue);
    }

    [Theory]
    [InlineData("solved", "resolved")]
    [InlineData("pending", "stalled")]
    public async Task The_status_of_the_settings_is_translated(string setting, string status)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(("Channels:shop:Close:StatusOnClientClose", setting));
        await fixture.Bridge.CloseChatAsync();
        await fixture.Bridge.DeliveredAsync("ClientLeft");

        fixture.Data.Tickets.Single().Status.ShouldBe(status);
        await fixture.PollAsync(3);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }
}
