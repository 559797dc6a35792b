using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>
/// What outages put off: messages and pending reads with the mark "outage". When the endpoint works again they become due, the oldest first and a
/// few at a time, each once. Messages have another mark if it is not known whether an outage put them off.
/// </summary>
internal sealed class OutageStore(StoreConnection connection)
{
    /// <summary>The mark of what an outage put off.</summary>
    public const int PutOffByOutage = 1;

    /// <summary>The mark of messages that an outage may have put off that could not be recognised.</summary>
    public const int PutOffPerhaps = 2;

    /// <summary>How many queues or reads become due together.</summary>
    public const int WokenTogether = 5;

    /// <summary>The time between two such groups.</summary>
    public static readonly TimeSpan WakeInterval = TimeSpan.FromMilliseconds(100);

    private const string OfChannel =
        "m.direction = 'ToJaicp' AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id AND c.channel = @name)";

    private const string OfHelpdesk =
        "m.direction = 'ToHelpdesk' AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id AND c.helpdesk = @name)";

    private const string UpdateEventsDue = $"{UpdateDueAtPace} AND {OfChannel}{EndOfPace}";

    private const string UpdateAllMessagesDue = $"{UpdateDueAtPace}{EndOfPace}";

    private const string UpdateHelpdeskMessagesDue = $"{UpdateDueAtPace} AND {OfHelpdesk}{EndOfPace}";

    /// <summary>All messages of a queue get the same time.</summary>
    private const string UpdateDueAtPace = $"""
        UPDATE messages SET outage = 0, wakes = messages.wakes + 1, due_at = woken.due_at
        FROM (SELECT id, @now + ((place - 1) / @together) * @interval AS due_at
        FROM (SELECT id, DENSE_RANK() OVER (ORDER BY since, conversation_id) AS place
        FROM (SELECT id, conversation_id, MIN(accepted_at) OVER (PARTITION BY conversation_id) AS since
        FROM messages m WHERE m.{QueueStore.Waiting} AND m.outage = @mark
        """;

    private const string CountPerhaps = $"""
        SELECT COUNT(*) FROM messages m WHERE m.{QueueStore.Waiting} AND m.direction = 'ToHelpdesk' AND m.outage = @mark
            AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id AND c.helpdesk = @helpdesk)
        """;

    private const string EndOfPace = ") waiting) ranked) woken WHERE messages.id = woken.id AND messages.due_at > woken.due_at";

    private const string UpdateEventProbeDue = $"{UpdateProbeDue} AND {OfChannel}{EndOfProbe}";

    private const string UpdateHelpdeskProbeDue = $"{UpdateProbeDue} AND {OfHelpdesk}{EndOfProbe}";

    private const string UpdateProbeDue = $"""
        UPDATE messages SET due_at = @now, wakes = wakes + 1
        WHERE id = (SELECT m.id {QueueStore.FromHeadsOfQueues} AND m.outage = 1 AND m.conversation_id <> @except
        """;

    private const string EndOfProbe =
        " ORDER BY m.attempts, m.due_at LIMIT 1) RETURNING conversation_id AS ConversationId, direction AS Direction";

    private const string UpdateMessageMark = $"""
        UPDATE messages SET outage = 1
        WHERE conversation_id = @ConversationId AND direction = @direction AND {QueueStore.Waiting} AND attempts > 0
        """;

    private const string UpdateReadsDue = $"{UpdateReadsDueAtPace} AND helpdesk = @name{EndOfReadPace}";

    private const string UpdateAllReadsDue = $"{UpdateReadsDueAtPace}{EndOfReadPace}";

    private const string UpdateReadsDueAtPace = """
        UPDATE noted_tickets SET outage = 0, due_at = woken.due_at
        FROM (SELECT helpdesk, ticket_id, @now + ((ROW_NUMBER() OVER (ORDER BY due_at, ticket_id) - 1) / @together) * @interval AS due_at
        FROM noted_tickets WHERE outage = 1
        """;

    private const string EndOfReadPace = """
        ) woken WHERE noted_tickets.helpdesk = woken.helpdesk AND noted_tickets.ticket_id = woken.ticket_id AND noted_tickets.due_at > woken.due_at
        """;

    private const string UpdateReadProbeDue = """
        UPDATE noted_tickets SET due_at = @now WHERE helpdesk = @helpdesk AND ticket_id = (
            SELECT ticket_id FROM noted_tickets WHERE helpdesk = @helpdesk AND outage = 1 AND ticket_id <> @except ORDER BY attempts, due_at LIMIT 1)
        RETURNING ticket_id
        """;

    private const string UpdateReadMark =
        "UPDATE noted_tickets SET outage = 1 WHERE helpdesk = @helpdesk AND ticket_id = @ticketId AND attempts > 0";

    /// <summary>Earlier failures of this queue turned out to be part of an outage.</summary>
    public Task MarkQueueAsync(QueueId queue) =>
        connection.ExecuteAsync(UpdateMessageMark, new { queue.ConversationId, direction = queue.Direction.ToString() });

    /// <summary>Earlier failures to read this ticket turned out to be part of an outage.</summary>
    public Task MarkReadAsync(string helpdesk, string ticketId) => connection.ExecuteAsync(UpdateReadMark, new { helpdesk, ticketId });

    /// <summary>A helpdesk, or the webhook of a channel, works again: what its outage put off becomes due.</summary>
    public Task MakeMessagesDueAsync(Direction direction, string name, DateTimeOffset now) =>
        MakeDueAsync(direction == Direction.ToJaicp ? UpdateEventsDue : UpdateHelpdeskMessagesDue, now, name);

    /// <summary>Whether messages wait that an outage of the helpdesk may have put off.</summary>
    public async Task<bool> HasPerhapsPutOffAsync(string helpdesk) =>
        await connection.FirstAsync<long>(CountPerhaps, new { helpdesk, mark = PutOffPerhaps }) > 0;

    /// <summary>A helpdesk turned out to have been down: messages that this may have put off become due.</summary>
    public Task MakePerhapsPutOffDueAsync(string helpdesk, DateTimeOffset now) =>
        MakeDueAsync(UpdateHelpdeskMessagesDue, now, helpdesk, PutOffPerhaps);

    /// <summary>A helpdesk can be read again: the reads that its outage put off become due.</summary>
    public Task MakeReadsDueAsync(string helpdesk, DateTimeOffset now) => MakeDueAsync(UpdateReadsDue, now, helpdesk);

    /// <summary>All messages that any outage put off become due.</summary>
    public Task MakeAllMessagesDueAsync(DateTimeOffset now) => MakeDueAsync(UpdateAllMessagesDue, now, name: "");

    /// <summary>All reads that any outage put off become due.</summary>
    public Task MakeAllReadsDueAsync(DateTimeOffset now) => MakeDueAsync(UpdateAllReadsDue, now, name: "");

    /// <summary>Makes one queue due that an outage put off, the one with the fewest attempts.</summary>
    /// <param name="direction">The direction of the queue.</param>
    /// <param name="name">The helpdesk account, or the channel whose webhook is called.</param>
    /// <param name="except">Not the queue of this conversation; null: any queue.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The queue; null when no queue waits for the endpoint.</returns>
    public async Task<QueueId?> MakeProbeDueAsync(Direction direction, string name, string? except, DateTimeOffset now) =>
        (await connection.QueryAsync<ProbeRow>(
            direction == Direction.ToJaicp ? UpdateEventProbeDue : UpdateHelpdeskProbeDue,
            new { name, except = except ?? "", now = ToStored(now) })) is [var row]
            ? new QueueId(row.ConversationId, ToEnum<Direction>(row.Direction))
            : null;

    /// <summary>Makes one read due that an outage put off, the one with the fewest attempts.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="except">Not this ticket; null: any ticket.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The ticket; null when no read waits for the helpdesk.</returns>
    public Task<string?> MakeReadProbeDueAsync(string helpdesk, string? except, DateTimeOffset now) =>
        connection.FirstAsync<string>(UpdateReadProbeDue, new { helpdesk, except = except ?? "", now = ToStored(now) });

    private Task<int> MakeDueAsync(string sql, DateTimeOffset now, string name, int mark = PutOffByOutage) => connection.ExecuteAsync(
        sql, new { name, mark, now = ToStored(now), together = WokenTogether, interval = (long)WakeInterval.TotalMilliseconds });

    private sealed class ProbeRow
    {
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";
    }
}
