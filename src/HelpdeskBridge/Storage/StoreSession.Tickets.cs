namespace HelpdeskBridge.Storage;

/// <summary>A ring: a ticket that is to be read.</summary>
internal sealed record NotedTicket(string Helpdesk, string TicketId, long Generation, int Attempts, DateTimeOffset DueAt);

/// <summary>A ticket whose changes are looked for.</summary>
internal sealed record WatchedTicket(string TicketId, DateTimeOffset? SeenUpdatedAt);

internal sealed partial class StoreSession
{
    private const string NoteColumns =
        "SELECT helpdesk AS Helpdesk, ticket_id AS TicketId, generation AS Generation, attempts AS Attempts, due_at AS DueAt FROM noted_tickets";

    public async Task<bool> IsTicketKnownAsync(string helpdesk, string ticketId) =>
        await FirstAsync<long>("SELECT COUNT(*) FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId", new { helpdesk, ticketId }) > 0;

    /// <summary>Newest comment time up to which the ticket's comments were taken.</summary>
    public async Task<DateTimeOffset?> FindReadUntilAsync(string helpdesk, string ticketId) =>
        Time(await FirstAsync<long?>("SELECT read_until FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId", new { helpdesk, ticketId }));

    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="readUntil">Time of the newest comment taken; null leaves what was known.</param>
    /// <param name="seenUpdatedAt">The ticket's change time; null: to be read again at the next sweep.</param>
    /// <param name="now">When it was read.</param>
    public Task SaveReadingAsync(string helpdesk, string ticketId, DateTimeOffset? readUntil, DateTimeOffset? seenUpdatedAt, DateTimeOffset now) =>
        ExecuteAsync(
            """
            UPDATE tickets SET read_until = COALESCE(@readUntil, read_until), seen_updated_at = @seenUpdatedAt, last_read_at = @now
            WHERE helpdesk = @helpdesk AND ticket_id = @ticketId
            """,
            new { helpdesk, ticketId, readUntil = Stored(readUntil), seenUpdatedAt = Stored(seenUpdatedAt), now = Stored(now) });

    /// <summary>Current tickets of conversations that are open, or ended only lately; those not read for the longest time first.</summary>
    public async Task<List<WatchedTicket>> FindWatchedTicketsAsync(string helpdesk, DateTimeOffset endedSince) =>
        (await QueryAsync<WatchedRow>(
            """
            SELECT t.ticket_id AS TicketId, t.seen_updated_at AS SeenUpdatedAt
            FROM conversations c JOIN tickets t ON t.helpdesk = c.helpdesk AND t.ticket_id = c.ticket_id
            WHERE c.helpdesk = @helpdesk AND c.ticket_status <> 'Gone' AND (c.phase = 'Open' OR c.ended_at > @endedSince)
            ORDER BY COALESCE(t.last_read_at, 0), t.opened_at
            """,
            new { helpdesk, endedSince = Stored(endedSince) })).ConvertAll(row => new WatchedTicket(row.TicketId, Time(row.SeenUpdatedAt)));

    public Task NoteTicketAsync(string helpdesk, string ticketId, DateTimeOffset now) =>
        ExecuteAsync(
            """
            INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at) VALUES (@helpdesk, @ticketId, 1, 0, @now)
            ON CONFLICT (helpdesk, ticket_id) DO UPDATE SET generation = noted_tickets.generation + 1, due_at = excluded.due_at
            """,
            new { helpdesk, ticketId, now = Stored(now) });

    /// <summary>
    /// What a reading of the ticket waited for has happened (the ticket became known, the client's words were written): rings that came before
    /// are followed now. Counts as a ring, so that a look that is just going on can't put it off again.
    /// </summary>
    /// <returns>Whether there was a ring.</returns>
    public async Task<bool> WakeNoteAsync(string helpdesk, string ticketId, DateTimeOffset now) =>
        await ExecuteAsync(
            "UPDATE noted_tickets SET generation = generation + 1, due_at = @now, attempts = 0 WHERE helpdesk = @helpdesk AND ticket_id = @ticketId",
            new { helpdesk, ticketId, now = Stored(now) }) > 0;

    public async Task<NotedTicket?> FindNoteAsync(string helpdesk, string ticketId) =>
        (await FirstAsync<NoteRow>($"{NoteColumns} WHERE helpdesk = @helpdesk AND ticket_id = @ticketId", new { helpdesk, ticketId }))?.ToNote();

    /// <summary>The ticket was read; a ring that came meanwhile stays.</summary>
    public Task ClearNoteAsync(NotedTicket note) =>
        ExecuteAsync(
            "DELETE FROM noted_tickets WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation",
            new { note.Helpdesk, note.TicketId, note.Generation });

    public Task PutOffNoteAsync(NotedTicket note, DateTimeOffset dueAt) =>
        ExecuteAsync(
            """
            UPDATE noted_tickets SET attempts = attempts + 1, due_at = @due
            WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation
            """,
            new { note.Helpdesk, note.TicketId, note.Generation, due = Stored(dueAt) });

    public async Task<List<NotedTicket>> FindDueNotesAsync(DateTimeOffset now, int most) =>
        (await QueryAsync<NoteRow>($"{NoteColumns} WHERE due_at <= @now ORDER BY due_at LIMIT @most", new { now = Stored(now), most }))
        .ConvertAll(row => row.ToNote());

    /// <summary>How far the helpdesk's feed of changes was read; null when that was before <paramref name="since"/> or never.</summary>
    public Task<string?> FindFeedCursorAsync(string helpdesk, DateTimeOffset since) =>
        FirstAsync<string>("SELECT cursor FROM feed_cursors WHERE helpdesk = @helpdesk AND saved_at >= @since", new { helpdesk, since = Stored(since) });

    public Task SaveFeedCursorAsync(string helpdesk, string cursor, DateTimeOffset now) =>
        ExecuteAsync(
            """
            INSERT INTO feed_cursors (helpdesk, cursor, saved_at) VALUES (@helpdesk, @cursor, @now)
            ON CONFLICT (helpdesk) DO UPDATE SET cursor = excluded.cursor, saved_at = excluded.saved_at
            """,
            new { helpdesk, cursor, now = Stored(now) });

    private sealed class WatchedRow
    {
        public string TicketId { get; init; } = "";
        public long? SeenUpdatedAt { get; init; }
    }

    private sealed class NoteRow
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
        public long Generation { get; init; }
        public long Attempts { get; init; }
        public long DueAt { get; init; }

        public NotedTicket ToNote() => new(Helpdesk, TicketId, Generation, (int)Attempts, Time(DueAt));
    }
}
