using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>A ring: a ticket that is to be read. It may have told of another ticket this one was merged into.</summary>
internal sealed record NotedTicket(string Helpdesk, string TicketId, long Generation, int Attempts, DateTimeOffset DueAt, string? MergedInto = null);

/// <summary>A conversation and how far its ticket was read for it.</summary>
/// <param name="Conversation">As stored now.</param>
/// <param name="ReadUntil">Time of the newest comment taken.</param>
/// <param name="HearsAfter">Where it came into the ticket, for one that came by a merge: what was said there before is not for its client.</param>
internal sealed record TicketListener(Conversation Conversation, DateTimeOffset? ReadUntil, CommentMark? HearsAfter);

/// <summary>A place in a ticket.</summary>
/// <param name="At">Its time; a helpdesk may count whole seconds.</param>
/// <param name="CommentId">Within that time, the comment before it; null: all of that time is before it.</param>
internal sealed record CommentMark(DateTimeOffset At, string? CommentId)
{
    /// <summary>Whether a comment came after this place. Comments of one account are numbered upwards, in whichever ticket.</summary>
    public bool IsBefore(DateTimeOffset at, string commentId) => at > At || (at == At && CommentId is { } mark && IsHigher(commentId, mark));

    private static bool IsHigher(string id, string other) => id.Length != other.Length ? id.Length > other.Length : string.CompareOrdinal(id, other) > 0;
}

/// <summary>A ticket whose changes are looked for.</summary>
internal sealed record WatchedTicket(string TicketId, DateTimeOffset? SeenUpdatedAt);

internal sealed partial class StoreSession
{
    private const string NoteColumns =
        "SELECT helpdesk AS Helpdesk, ticket_id AS TicketId, generation AS Generation, attempts AS Attempts, due_at AS DueAt, merged_into AS MergedInto FROM noted_tickets";

    public async Task<bool> IsTicketKnownAsync(string helpdesk, string ticketId) =>
        await FirstAsync<long>("SELECT COUNT(*) FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId", new { helpdesk, ticketId }) > 0;

    /// <summary>Notes that the ticket carries the conversation.</summary>
    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="openedAt">When.</param>
    /// <param name="hearsAfter">Where the conversation came into a ticket that was there before; null: all of it is this conversation's.</param>
    public Task SaveTicketAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset openedAt, CommentMark? hearsAfter = null) =>
        ExecuteAsync(
            """
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, hears_after, hears_after_comment)
            VALUES (@helpdesk, @ticketId, @conversationId, @openedAt, @hearsAfter, @CommentId)
            ON CONFLICT (helpdesk, ticket_id, conversation_id) DO NOTHING
            """,
            new { helpdesk, ticketId, conversationId, openedAt = Stored(openedAt), hearsAfter = Stored(hearsAfter?.At), hearsAfter?.CommentId });

    /// <summary>The conversations the ticket carries or carried: one, or more after a merge; the first one first.</summary>
    public async Task<List<TicketListener>> FindListenersAsync(string helpdesk, string ticketId)
    {
        var rows = await QueryAsync<ListenerRow>(
            """
            SELECT conversation_id AS ConversationId, read_until AS ReadUntil, hears_after AS HearsAfter, hears_after_comment AS HearsAfterComment
            FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId ORDER BY opened_at, conversation_id
            """,
            new { helpdesk, ticketId });
        var listeners = new List<TicketListener>(rows.Count);
        foreach (var row in rows)
        {
            if (await FindConversationAsync(row.ConversationId) is { } conversation)
                listeners.Add(new TicketListener(conversation, Time(row.ReadUntil), Time(row.HearsAfter) is { } at ? new CommentMark(at, row.HearsAfterComment) : null));
        }

        return listeners;
    }

    /// <summary>Tickets that carry or carried the conversation.</summary>
    public async Task<HashSet<string>> FindTicketIdsAsync(string conversationId) =>
        [.. await QueryAsync<string>("SELECT ticket_id FROM tickets WHERE conversation_id = @conversationId", new { conversationId })];

    /// <summary>Whether the conversation's ticket carries another open one as well.</summary>
    public async Task<bool> IsTicketSharedAsync(Conversation conversation) =>
        await FirstAsync<long>(
            """
            SELECT COUNT(*) FROM tickets t JOIN conversations c ON c.id = t.conversation_id
            WHERE t.helpdesk = @Helpdesk AND t.ticket_id = @TicketId AND t.conversation_id <> @Id AND c.ticket_id = t.ticket_id AND c.phase = 'Open'
            """,
            new { conversation.Helpdesk, conversation.TicketId, conversation.Id }) > 0;

    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation it was read for.</param>
    /// <param name="readUntil">Time of the newest comment taken; null leaves what was known.</param>
    /// <param name="seenUpdatedAt">The ticket's change time; null: to be read again at the next sweep.</param>
    /// <param name="now">When it was read.</param>
    public Task SaveReadingAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset? readUntil, DateTimeOffset? seenUpdatedAt, DateTimeOffset now) =>
        ExecuteAsync(
            """
            UPDATE tickets SET read_until = COALESCE(@readUntil, read_until), seen_updated_at = @seenUpdatedAt, last_read_at = @now
            WHERE helpdesk = @helpdesk AND ticket_id = @ticketId AND conversation_id = @conversationId
            """,
            new { helpdesk, ticketId, conversationId, readUntil = Stored(readUntil), seenUpdatedAt = Stored(seenUpdatedAt), now = Stored(now) });

    /// <summary>Current tickets of conversations that are open, or ended only lately; those not read for the longest time first.</summary>
    public async Task<List<WatchedTicket>> FindWatchedTicketsAsync(string helpdesk, DateTimeOffset endedSince) =>
        (await QueryAsync<WatchedRow>(
            """
            SELECT t.ticket_id AS TicketId, CASE WHEN COUNT(*) = COUNT(t.seen_updated_at) THEN MIN(t.seen_updated_at) END AS SeenUpdatedAt
            FROM conversations c JOIN tickets t ON t.helpdesk = c.helpdesk AND t.ticket_id = c.ticket_id AND t.conversation_id = c.id
            WHERE c.helpdesk = @helpdesk AND c.ticket_status <> 'Gone' AND (c.phase = 'Open' OR c.ended_at > @endedSince)
            GROUP BY t.ticket_id
            ORDER BY MIN(COALESCE(t.last_read_at, 0)), MIN(t.opened_at)
            """,
            new { helpdesk, endedSince = Stored(endedSince) })).ConvertAll(row => new WatchedTicket(row.TicketId, Time(row.SeenUpdatedAt)));

    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket to be read.</param>
    /// <param name="now">When.</param>
    /// <param name="mergedInto">Another ticket it is said to be merged into; kept with the note until it is read.</param>
    public Task NoteTicketAsync(string helpdesk, string ticketId, DateTimeOffset now, string? mergedInto = null) =>
        ExecuteAsync(
            """
            INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at, merged_into) VALUES (@helpdesk, @ticketId, 1, 0, @now, @mergedInto)
            ON CONFLICT (helpdesk, ticket_id) DO UPDATE SET generation = noted_tickets.generation + 1, due_at = excluded.due_at,
                merged_into = COALESCE(excluded.merged_into, noted_tickets.merged_into)
            """,
            new { helpdesk, ticketId, now = Stored(now), mergedInto });

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

    /// <summary>Whether a ticket that carried one of this ticket's conversations before it was rung for and is not read yet.</summary>
    public async Task<bool> IsFormerTicketNotedAsync(string helpdesk, string ticketId, int mostLooks) =>
        await FirstAsync<long>(
            """
            SELECT COUNT(*) FROM tickets here
                JOIN tickets former ON former.conversation_id = here.conversation_id AND former.opened_at < here.opened_at
                JOIN noted_tickets n ON n.helpdesk = former.helpdesk AND n.ticket_id = former.ticket_id
            WHERE here.helpdesk = @helpdesk AND here.ticket_id = @ticketId AND n.attempts < @mostLooks
            """,
            new { helpdesk, ticketId, mostLooks }) > 0;

    /// <summary>The ticket was read: rings for the tickets that carried its conversations on are followed now.</summary>
    /// <returns>Those tickets.</returns>
    public Task<List<string>> WakeLaterTicketsAsync(NotedTicket read, DateTimeOffset now) =>
        QueryAsync<string>(
            """
            UPDATE noted_tickets SET generation = generation + 1, due_at = @now
            WHERE helpdesk = @Helpdesk AND ticket_id IN (
                SELECT later.ticket_id FROM tickets here
                JOIN tickets later ON later.helpdesk = here.helpdesk AND later.conversation_id = here.conversation_id AND later.opened_at > here.opened_at
                WHERE here.helpdesk = @Helpdesk AND here.ticket_id = @TicketId)
            RETURNING ticket_id
            """,
            new { read.Helpdesk, read.TicketId, now = Stored(now) });

    /// <summary>Nothing failed, but something the reading needs is not there yet.</summary>
    public Task LookAgainAsync(NotedTicket note, DateTimeOffset dueAt) =>
        ExecuteAsync(
            "UPDATE noted_tickets SET due_at = @due WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation",
            new { note.Helpdesk, note.TicketId, note.Generation, due = Stored(dueAt) });

    /// <summary>The reading failed; attempts count, so that the next one waits longer.</summary>
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

    private sealed class ListenerRow
    {
        public string ConversationId { get; init; } = "";
        public long? ReadUntil { get; init; }
        public long? HearsAfter { get; init; }
        public string? HearsAfterComment { get; init; }
    }

    private sealed class NoteRow
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
        public long Generation { get; init; }
        public long Attempts { get; init; }
        public long DueAt { get; init; }
        public string? MergedInto { get; init; }

        public NotedTicket ToNote() => new(Helpdesk, TicketId, Generation, (int)Attempts, Time(DueAt), MergedInto);
    }
}
