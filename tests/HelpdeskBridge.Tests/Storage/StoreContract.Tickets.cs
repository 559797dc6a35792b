using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_noted_ticket_is_there_until_it_is_cleared()
    {
        await NoteAsync("7");
        var note = await FindNoteAsync("7");

        note.ShouldBe(new NotedTicket("main", "7", 1, 0, Now));
        await WriteAsync(session => session.ClearNoteAsync(note!));
        (await FindNoteAsync("7")).ShouldBeNull();
    }

    [Fact]
    public async Task A_ring_during_a_reading_stays_when_the_reading_is_done()
    {
        await NoteAsync("7");
        var read = await FindNoteAsync("7");
        await NoteAsync("7", Now + TimeSpan.FromSeconds(1));

        await WriteAsync(session => session.ClearNoteAsync(read!));
        await WriteAsync(session => session.PutOffNoteAsync(read!, Now + TimeSpan.FromHours(1)));

        (await FindNoteAsync("7")).ShouldBe(new NotedTicket("main", "7", 2, 0, Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_reading_put_off_counts_and_waits()
    {
        await NoteAsync("7");
        var note = await FindNoteAsync("7");
        await WriteAsync(session => session.PutOffNoteAsync(note!, Now + TimeSpan.FromSeconds(3)));

        (await FindNoteAsync("7")).ShouldBe(new NotedTicket("main", "7", 1, 1, Now + TimeSpan.FromSeconds(3)));
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
        (await DueNotesAsync(Now, most: 1)).ShouldBe(["8"]);
    }

    [Fact]
    public async Task Tickets_of_two_helpdesks_with_one_id_are_two()
    {
        await NoteAsync("7");
        await WriteAsync(session => session.NoteTicketAsync("other", "7", Now));
        var note = await FindNoteAsync("7");
        await WriteAsync(session => session.ClearNoteAsync(note!));

        (await ReadAsync(session => session.FindNoteAsync("other", "7"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task How_far_a_ticket_was_read_is_kept_with_the_ticket()
    {
        await OpenChatAsync("c1");
        await WriteAsync(session => session.SaveTicketAsync("main", "7", "c1", Now));
        (await ReadUntilAsync("7")).ShouldBeNull();

        await WriteAsync(session => session.SaveReadingAsync("main", "7", "c1", Now, null, Now));
        (await ReadUntilAsync("7")).ShouldBe(Now);
    }

    [Fact]
    public async Task What_a_ring_told_of_a_merge_stays_until_the_ticket_was_read()
    {
        await WriteAsync(session => session.NoteTicketAsync("main", "7", Now, mergedInto: "9"));
        await NoteAsync("7");

        (await FindNoteAsync("7"))!.MergedInto.ShouldBe("9");
    }

    private Task NoteAsync(string ticketId, DateTimeOffset? at = null) => WriteAsync(session => session.NoteTicketAsync("main", ticketId, at ?? Now));

    private Task<NotedTicket?> FindNoteAsync(string ticketId) => ReadAsync(session => session.FindNoteAsync("main", ticketId));

    private async Task<IEnumerable<string>> DueNotesAsync(DateTimeOffset now, int most = 100) =>
        (await ReadAsync(session => session.FindDueNotesAsync(now, most))).Select(note => note.TicketId);

    private async Task<DateTimeOffset?> ReadUntilAsync(string ticketId) =>
        (await ReadAsync(session => session.FindListenersAsync("main", ticketId))).ShouldHaveSingleItem().ReadUntil;
}
