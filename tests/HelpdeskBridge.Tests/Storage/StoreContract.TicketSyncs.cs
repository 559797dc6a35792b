using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_ticket_is_to_be_read_until_that_is_completed()
    {
        await AddSyncAsync("7");
        var sync = await FindSyncAsync("7");

        sync.ShouldBe(new PendingTicketSync("main", "7", 1, 0, Now));
        await WriteAsync(store => store.TicketSyncs.CompleteAsync(sync!, Now));
        (await FindSyncAsync("7")).ShouldBeNull();
    }

    [Fact]
    public async Task A_wake_up_during_a_read_stays_when_the_read_is_completed()
    {
        await AddSyncAsync("7");
        var read = await FindSyncAsync("7");
        await AddSyncAsync("7", Now + TimeSpan.FromSeconds(1));

        await WriteAsync(store => store.TicketSyncs.CompleteAsync(read!, Now));
        await WriteAsync(store => store.TicketSyncs.PostponeAfterFailureAsync(read!, Now + TimeSpan.FromHours(1), "503"));

        (await FindSyncAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 2, 0, Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task After_a_read_that_succeeded_a_wake_up_that_came_meanwhile_waits_since_then_and_has_not_failed()
    {
        await AddSyncAsync("7");
        await PutOffSyncAsync("7", outage: false);
        var read = await FindSyncAsync("7");
        await AddSyncAsync("7", MuchLater);
        await WriteAsync(store => store.TicketSyncs.CompleteAsync(read!, MuchLater));

        (await FindSyncAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 2, 0, MuchLater));
        (await ReadAsync(store => store.Overdue.ListReadsAsync(Now, 10))).ShouldBeEmpty();
        (await ReadAsync(store => store.Overdue.ListReadsAsync(MuchLater, 10)))
            .ShouldBe([new Overdue(Direction.ToJaicp, "main", IsRead: true, Reason: null, 1, MuchLater)]);
    }

    [Fact]
    public async Task A_read_is_for_the_comments_of_an_agent_as_long_as_nothing_else_was_told()
    {
        await AddCommentAsync("7", "77");
        (await FindSyncAsync("7"))!.CommentsBy.ShouldBe("77");
        await AddCommentAsync("7", "77");
        (await FindSyncAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 2, 0, Now) { CommentsBy = "77" });
        await AddSyncAsync("7");
        (await FindSyncAsync("7"))!.CommentsBy.ShouldBeNull();
        await AddCommentAsync("7", "77");
        (await FindSyncAsync("7"))!.CommentsBy.ShouldBeNull("the other wake-up was not read yet");

        await AddCommentAsync("8", "77");
        await AddCommentAsync("8", "78");
        (await FindSyncAsync("8"))!.CommentsBy.ShouldBeNull();
        await AddCommentAsync("9", "77");
        await WriteAsync(store => store.TicketSyncs.MakeDueAsync("main", "9", Now));
        (await FindSyncAsync("9"))!.CommentsBy.ShouldBeNull("a message was written into the ticket");

        async Task AddCommentAsync(string ticketId, string agent) =>
            await WriteAsync(store => store.TicketSyncs.AddAsync("main", ticketId, Now, commentsBy: agent));
    }

    [Fact]
    public async Task A_failed_read_is_counted_and_postponed()
    {
        await AddSyncAsync("7");
        var sync = await FindSyncAsync("7");
        await WriteAsync(store => store.TicketSyncs.PostponeAfterFailureAsync(sync!, Now + TimeSpan.FromSeconds(3), "503"));

        (await FindSyncAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 1, 1, Now + TimeSpan.FromSeconds(3)));
        (await ListDueTicketsAsync(Now)).ShouldBeEmpty();
        (await ListDueTicketsAsync(Now + TimeSpan.FromSeconds(3))).ShouldBe(["7"]);
    }

    [Fact]
    public async Task Due_tickets_come_in_pages_longest_due_first()
    {
        await AddSyncAsync("7", Now - TimeSpan.FromSeconds(1));
        await AddSyncAsync("8", Now - TimeSpan.FromSeconds(2));
        await AddSyncAsync("9", Now + TimeSpan.FromSeconds(1));

        (await ListDueTicketsAsync(Now)).ShouldBe(["8", "7"]);
        (await ListDueTicketsAsync(Now, limit: 1)).ShouldBe(["8"]);
    }

    [Fact]
    public async Task Tickets_of_two_helpdesks_with_the_same_id_are_different()
    {
        await AddSyncAsync("7");
        await WriteAsync(store => store.TicketSyncs.AddAsync("other", "7", Now));
        var sync = await FindSyncAsync("7");
        await WriteAsync(store => store.TicketSyncs.CompleteAsync(sync!, Now));

        (await ReadAsync(store => store.TicketSyncs.FindAsync("other", "7"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task How_far_a_ticket_was_read_is_stored_with_the_ticket()
    {
        await AddConversationAsync("c1");
        await WriteAsync(store => store.Tickets.AddAsync("main", "7", "c1", Now));
        (await FindReadUntilAsync("7")).ShouldBeNull();

        await WriteAsync(store => store.Tickets.SaveProgressAsync("main", "7", "c1", Now, null, Now));
        (await FindReadUntilAsync("7")).ShouldBe(Now);
    }

    [Fact]
    public async Task The_target_of_a_merge_is_kept_until_the_ticket_was_read()
    {
        await WriteAsync(store => store.TicketSyncs.AddAsync("main", "7", Now, mergedInto: "9"));
        await AddSyncAsync("7");

        (await FindSyncAsync("7"))!.MergedInto.ShouldBe("9");
    }

    private Task AddSyncAsync(string ticketId, DateTimeOffset? at = null) =>
        WriteAsync(store => store.TicketSyncs.AddAsync("main", ticketId, at ?? Now));

    private Task<PendingTicketSync?> FindSyncAsync(string ticketId) => ReadAsync(store => store.TicketSyncs.FindAsync("main", ticketId));

    private async Task<IEnumerable<string>> ListDueTicketsAsync(DateTimeOffset now, int limit = 100) =>
        (await ReadAsync(store => store.TicketSyncs.ListDueAsync(now, null, limit))).Select(sync => sync.TicketId);

    private async Task<DateTimeOffset?> FindReadUntilAsync(string ticketId) =>
        (await ReadAsync(store => store.Tickets.ListSubscriptionsAsync("main", ticketId))).ShouldHaveSingleItem().ReadUntil;
}
