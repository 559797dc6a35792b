using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_noted_ticket_is_there_until_it_is_cleared()
    {
        await NoteAsync("7");
        var note = await FindNoteAsync("7");

        note.ShouldBe(new PendingTicketSync("main", "7", 1, 0, Now));
        await WriteAsync(store => store.TicketSyncs.CompleteAsync(note!));
        (await FindNoteAsync("7")).ShouldBeNull();
    }

    [Fact]
    public async Task A_ring_during_a_reading_stays_when_the_reading_is_done()
    {
        await NoteAsync("7");
        var read = await FindNoteAsync("7");
        await NoteAsync("7", Now + TimeSpan.FromSeconds(1));

        await WriteAsync(store => store.TicketSyncs.CompleteAsync(read!));
        await WriteAsync(store => store.TicketSyncs.PostponeAfterFailureAsync(read!, Now + TimeSpan.FromHours(1)));

        (await FindNoteAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 2, 0, Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_reading_put_off_counts_and_waits()
    {
        await NoteAsync("7");
        var note = await FindNoteAsync("7");
        await WriteAsync(store => store.TicketSyncs.PostponeAfterFailureAsync(note!, Now + TimeSpan.FromSeconds(3)));

        (await FindNoteAsync("7")).ShouldBe(new PendingTicketSync("main", "7", 1, 1, Now + TimeSpan.FromSeconds(3)));
        (await DueNotesAsync(Now)).ShouldBeEmpty();
        (await DueNotesAsync(Now + TimeSpan.FromSeconds(3))).ShouldBe(["7"]);
    }

    [Fact]
    public async Task Due_tickets_come_longest_due_first_and_not_too_many()
    {
        await NoteAsync("7", Now - TimeSpan.FromSeconds(1));
        await NoteAsync("8", Now - TimeSpan.FromSeconds(2));
        await NoteAsync("9", Now + TimeSpan.FromSeconds(1));

        (await DueNotesAsync(Now)).ShouldBe(["8", "7"]);
        (await DueNotesAsync(Now, max: 1)).ShouldBe(["8"]);
    }

    [Fact]
    public async Task Tickets_of_two_helpdesks_with_one_id_are_two()
    {
        await NoteAsync("7");
        await WriteAsync(store => store.TicketSyncs.AddAsync("other", "7", Now));
        var note = await FindNoteAsync("7");
        await WriteAsync(store => store.TicketSyncs.CompleteAsync(note!));

        (await ReadAsync(store => store.TicketSyncs.FindAsync("other", "7"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task How_far_a_ticket_was_read_is_kept_with_the_ticket()
    {
        await OpenChatAsync("c1");
        await WriteAsync(store => store.Tickets.AddAsync("main", "7", "c1", Now));
        (await ReadUntilAsync("7")).ShouldBeNull();

        await WriteAsync(store => store.Tickets.SaveProgressAsync("main", "7", "c1", Now, null, Now));
        (await ReadUntilAsync("7")).ShouldBe(Now);
    }

    [Fact]
    public async Task What_a_ring_told_of_a_merge_stays_until_the_ticket_was_read()
    {
        await WriteAsync(store => store.TicketSyncs.AddAsync("main", "7", Now, mergedInto: "9"));
        await NoteAsync("7");

        (await FindNoteAsync("7"))!.MergedInto.ShouldBe("9");
    }

    private Task NoteAsync(string ticketId, DateTimeOffset? at = null) => WriteAsync(store => store.TicketSyncs.AddAsync("main", ticketId, at ?? Now));

    private Task<PendingTicketSync?> FindNoteAsync(string ticketId) => ReadAsync(store => store.TicketSyncs.FindAsync("main", ticketId));

    private async Task<IEnumerable<string>> DueNotesAsync(DateTimeOffset now, int max = 100) =>
        (await ReadAsync(store => store.TicketSyncs.ListDueAsync(now, max))).Select(note => note.TicketId);

    private async Task<DateTimeOffset?> ReadUntilAsync(string ticketId) =>
        (await ReadAsync(store => store.Tickets.ListSubscriptionsAsync("main", ticketId))).ShouldHaveSingleItem().ReadUntil;
}
