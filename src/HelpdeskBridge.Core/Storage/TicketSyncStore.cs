using HelpdeskBridge.Telemetry;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A ticket that is to be read, because it may have changed.</summary>
/// <param name="Helpdesk">The helpdesk account.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Generation">Goes up with each further wake-up, so that a read which began before it does not complete it.</param>
/// <param name="Attempts">Failed attempts to read it since the last success.</param>
/// <param name="DueAt">When it is read.</param>
/// <param name="MergedInto">The ticket it was merged into, according to a webhook; null: no webhook said so.</param>
internal sealed record PendingTicketSync(
    string Helpdesk, string TicketId, long Generation, int Attempts, DateTimeOffset DueAt, string? MergedInto = null)
{
    /// <summary>The trace context of what woke it last (<see cref="Tracing.CurrentContext"/>); null: it was not traced.</summary>
    public string? TraceContext { get; init; }

    /// <summary>The agent, where everything that woke it told only of public comments of this agent; otherwise null.</summary>
    public string? CommentsBy { get; init; }
}

/// <summary>The tickets that are to be read. Their table is called noted_tickets.</summary>
internal sealed class TicketSyncStore(StoreConnection connection)
{
    private const string Select = """
        SELECT helpdesk AS Helpdesk, ticket_id AS TicketId, generation AS Generation, attempts AS Attempts, due_at AS DueAt,
               merged_into AS MergedInto, trace_context AS TraceContext,
               CASE WHEN comments_generation = generation THEN comments_by END AS CommentsBy
        FROM noted_tickets
        """;

    private const string Upsert = """
        INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at, merged_into, noted_at, trace_context, comments_by,
            comments_generation)
        VALUES (@helpdesk, @ticketId, 1, 0, @now, @mergedInto, @now, @traceContext, @commentsBy, 1)
        ON CONFLICT (helpdesk, ticket_id) DO UPDATE SET generation = noted_tickets.generation + 1, due_at = excluded.due_at,
            merged_into = COALESCE(excluded.merged_into, noted_tickets.merged_into),
            trace_context = COALESCE(excluded.trace_context, noted_tickets.trace_context),
            comments_generation = CASE
                WHEN noted_tickets.comments_by = excluded.comments_by AND noted_tickets.comments_generation = noted_tickets.generation
                THEN noted_tickets.generation + 1 END
        """;

    private const string UpdateDue = """
        UPDATE noted_tickets SET generation = generation + 1, due_at = @now, attempts = 0
        WHERE helpdesk = @helpdesk AND ticket_id = @ticketId
        """;

    private const string SelectByTicket = $"{Select} WHERE helpdesk = @helpdesk AND ticket_id = @ticketId";

    private const string DeleteUnlessWoken = """
        DELETE FROM noted_tickets WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation
        """;

    private const string UpdateWokenBegun = """
        UPDATE noted_tickets SET noted_at = @now, attempts = 0, outage = 0, reason = NULL
        WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation > @Generation
        """;

    private const string CountEarlierTickets = """
        SELECT COUNT(*) FROM tickets here
            JOIN tickets former ON former.conversation_id = here.conversation_id AND former.opened_at < here.opened_at
            JOIN noted_tickets n ON n.helpdesk = former.helpdesk AND n.ticket_id = former.ticket_id
        WHERE here.helpdesk = @helpdesk AND here.ticket_id = @ticketId AND n.attempts < @maxAttempts
        """;

    /// <summary>The helpdesk is compared as an expression, so that no index is used that begins with it: that would read all its tickets.</summary>
    private const string UpdateLaterTicketsDue = """
        UPDATE noted_tickets SET generation = generation + 1, due_at = @now
        WHERE helpdesk = @Helpdesk AND ticket_id IN (
            SELECT later.ticket_id FROM tickets here
            JOIN tickets later ON later.conversation_id = here.conversation_id AND later.opened_at > here.opened_at
                AND later.helpdesk || '' = here.helpdesk
            WHERE here.helpdesk = @Helpdesk AND here.ticket_id = @TicketId)
        RETURNING ticket_id
        """;

    private const string UpdatePostponedUnlessWoken = """
        UPDATE noted_tickets SET due_at = @due, outage = @outage, reason = @reason
        WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation
        """;

    private const string UpdateFailedUnlessWoken = """
        UPDATE noted_tickets SET attempts = attempts + 1, due_at = @due, outage = @outage, reason = @reason
        WHERE helpdesk = @Helpdesk AND ticket_id = @TicketId AND generation = @Generation
        """;

    private const string SelectDue = $"""
        {Select} WHERE due_at <= @now AND (due_at, helpdesk, ticket_id) > (@afterDue, @afterHelpdesk, @afterTicket)
        ORDER BY due_at, helpdesk, ticket_id LIMIT @limit
        """;

    private const string UpdateEarlier = "UPDATE noted_tickets SET due_at = due_at - @by WHERE due_at > @now";

    private const string SelectNextDue = "SELECT MIN(due_at) FROM noted_tickets WHERE due_at > @now";

    /// <summary>Has a ticket read.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="now">Now; the read is due at once.</param>
    /// <param name="mergedInto">The ticket it was merged into, according to a webhook; kept until the ticket was read.</param>
    /// <param name="commentsBy">The agent, if all that is known is that this agent wrote a public comment; null: anything may have changed.</param>
    public Task AddAsync(string helpdesk, string ticketId, DateTimeOffset now, string? mergedInto = null, string? commentsBy = null) =>
        connection.ExecuteAsync(
            Upsert, new { helpdesk, ticketId, now = ToStored(now), mergedInto, traceContext = Tracing.CurrentContext, commentsBy });

    /// <summary>
    /// What a pending read waited for has happened: the ticket became known, or the client's message was written. The read is due now, and a
    /// read in progress can't postpone it.
    /// </summary>
    /// <returns>Whether a read was pending.</returns>
    public async Task<bool> MakeDueAsync(string helpdesk, string ticketId, DateTimeOffset now) =>
        await connection.ExecuteAsync(UpdateDue, new { helpdesk, ticketId, now = ToStored(now) }) > 0;

    public async Task<PendingTicketSync?> FindAsync(string helpdesk, string ticketId) =>
        (await connection.FirstAsync<Row>(SelectByTicket, new { helpdesk, ticketId }))?.ToSync();

    /// <summary>The ticket was read. A wake-up that came meanwhile stays, as a new read that waits since now.</summary>
    public async Task CompleteAsync(PendingTicketSync sync, DateTimeOffset now)
    {
        if (await connection.ExecuteAsync(DeleteUnlessWoken, new { sync.Helpdesk, sync.TicketId, sync.Generation }) == 0)
            await connection.ExecuteAsync(UpdateWokenBegun, new { sync.Helpdesk, sync.TicketId, sync.Generation, now = ToStored(now) });
    }

    /// <summary>Whether an earlier ticket of one of this ticket's conversations is still to be read.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="maxAttempts">An earlier ticket whose read failed this often is not waited for any longer.</param>
    public async Task<bool> IsFormerTicketPendingAsync(string helpdesk, string ticketId, int maxAttempts) =>
        await connection.FirstAsync<long>(CountEarlierTickets, new { helpdesk, ticketId, maxAttempts }) > 0;

    /// <summary>A ticket was read, so pending reads of the later tickets of its conversations are due now.</summary>
    /// <returns>Those tickets.</returns>
    public Task<List<string>> MakeLaterTicketsDueAsync(PendingTicketSync read, DateTimeOffset now) =>
        connection.QueryAsync<string>(UpdateLaterTicketsDue, new { read.Helpdesk, read.TicketId, now = ToStored(now) });

    /// <summary>Nothing failed, but something that the read needs is not there yet. A wake-up that came meanwhile stays.</summary>
    /// <param name="sync">The pending read.</param>
    /// <param name="dueAt">When it is tried.</param>
    /// <param name="reason">What it waits for.</param>
    /// <param name="outage">It waits for the end of an outage.</param>
    public Task PostponeAsync(PendingTicketSync sync, DateTimeOffset dueAt, string reason, bool outage = false) => connection.ExecuteAsync(
        UpdatePostponedUnlessWoken,
        new { sync.Helpdesk, sync.TicketId, sync.Generation, due = ToStored(dueAt), reason, outage = outage ? 1 : 0 });

    /// <summary>The read failed. Failures are counted, so that the next attempt waits longer. A wake-up that came meanwhile stays.</summary>
    /// <param name="sync">The pending read.</param>
    /// <param name="dueAt">When it is tried again.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="outage">It waits for the end of an outage.</param>
    public Task PostponeAfterFailureAsync(PendingTicketSync sync, DateTimeOffset dueAt, string reason, bool outage = false) =>
        connection.ExecuteAsync(
            UpdateFailedUnlessWoken,
            new { sync.Helpdesk, sync.TicketId, sync.Generation, due = ToStored(dueAt), reason, outage = outage ? 1 : 0 });

    /// <summary>The clock was set back: reads that wait for a time become due earlier by as much.</summary>
    public Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by) =>
        connection.ExecuteAsync(UpdateEarlier, new { now = ToStored(now), by = (long)by.TotalMilliseconds });

    /// <summary>A page of the reads that are due, the longest due first.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="after">The last read of the page before; null: the first page.</param>
    /// <param name="limit">The size of the page.</param>
    public async Task<List<PendingTicketSync>> ListDueAsync(DateTimeOffset now, PendingTicketSync? after, int limit)
    {
        var position = new
        {
            now = ToStored(now),
            afterDue = after is null ? long.MinValue : ToStored(after.DueAt),
            afterHelpdesk = after?.Helpdesk ?? "",
            afterTicket = after?.TicketId ?? "",
            limit,
        };
        return (await connection.QueryAsync<Row>(SelectDue, position)).ConvertAll(row => row.ToSync());
    }

    /// <summary>When the next read becomes due, after <paramref name="now"/>; null when none will.</summary>
    public async Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now) =>
        ToTime(await connection.FirstAsync<long?>(SelectNextDue, new { now = ToStored(now) }));

    private sealed class Row
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
        public long Generation { get; init; }
        public long Attempts { get; init; }
        public long DueAt { get; init; }
        public string? MergedInto { get; init; }
        public string? TraceContext { get; init; }
        public string? CommentsBy { get; init; }

        public PendingTicketSync ToSync() =>
            new(Helpdesk, TicketId, Generation, (int)Attempts, ToTime(DueAt), MergedInto) { TraceContext = TraceContext, CommentsBy = CommentsBy };
    }
}
