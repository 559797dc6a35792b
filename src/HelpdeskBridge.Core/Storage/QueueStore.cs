using HelpdeskBridge.Conversations;
using HelpdeskBridge.Telemetry;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>What waits in a queue.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Messages">The first messages that wait, in order. There is at least one.</param>
internal sealed record WaitingMessages(Conversation Conversation, List<StoredMessage> Messages);

/// <summary>The outbound queues: the messages that wait, one queue per conversation and direction.</summary>
internal sealed class QueueStore(StoreConnection connection)
{
    /// <summary>Condition on a message that still has to be delivered.</summary>
    internal const string Waiting = "state IN ('Pending', 'Sending')";

    /// <summary>
    /// The same condition on a message that is found by its id, in words from which no planner concludes that an index of the waiting messages has
    /// it: PostgreSQL plans while nothing waits and that index is empty, and would read it whole for each message once thousands wait.
    /// </summary>
    internal const string WaitingById = "state NOT IN ('Delivered', 'Dead', 'Discarded')";

    /// <summary>A condition may follow.</summary>
    internal const string InsertMessage = $"""
        INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at,
            trace_context, behind)
        SELECT @id, @conversationId, @direction,
               (SELECT COALESCE(MAX(sequence), 0) + 1 FROM messages WHERE conversation_id = @conversationId AND direction = @direction),
               @kind, @body, @sourceKey, 'Pending', 0, @now, @due, @traceContext,
               CASE WHEN EXISTS (SELECT 1 FROM messages WHERE conversation_id = @conversationId AND direction = @direction AND {Waiting})
                   THEN 1 ELSE 0 END
        """;

    private const string Insert = $"{InsertMessage} WHERE true ON CONFLICT (source_key) DO NOTHING RETURNING behind";

    private const string CountBySource = "SELECT COUNT(*) FROM messages WHERE source_key = @key";

    private const string CountBySourceStart =
        "SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND substr(source_key, 1, @Length) = @start";

    internal const string UpdateTicketOpeningDue = $"""
        UPDATE messages SET due_at = @now
        WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND {Waiting} AND kind = 'OpenTicket' AND state = 'Pending'
            AND attempts = 0 AND due_at > @now
        """;

    /// <summary>
    /// The first waiting messages, as many as fit together; the first one is always taken. The conversation is with that one only, because it may
    /// be as large as all of them. In one statement, so that they belong together without a transaction.
    /// </summary>
    private const string SelectWaiting = $"""
        SELECT m.id AS Id, m.conversation_id AS ConversationId, m.direction AS Direction, m.sequence AS Sequence, m.body AS Body, m.state AS State,
               m.attempts AS Attempts, m.accepted_at AS AcceptedAt, m.due_at AS DueAt, m.claimed_at AS ClaimedAt, m.retried_at AS RetriedAt,
               m.alone AS Alone, m.batch_id AS BatchId, m.wakes AS Wakes, m.unanswered_since AS UnansweredSince,
               m.trace_context AS TraceContext, c.*
        FROM (SELECT sequence, ROW_NUMBER() OVER (ORDER BY sequence) AS place, SUM(bytes) OVER (ORDER BY sequence) AS total
            FROM (SELECT sequence, octet_length(body) AS bytes FROM messages
                WHERE conversation_id = @ConversationId AND direction = @direction AND {Waiting} ORDER BY sequence LIMIT @limit) sizes) waiting
        JOIN messages m ON m.conversation_id = @ConversationId AND m.direction = @direction AND m.sequence = waiting.sequence
        LEFT JOIN ({ConversationStore.Select} WHERE id = @ConversationId) c ON waiting.place = 1
        WHERE waiting.place = 1 OR waiting.total <= @maxBytes
        ORDER BY waiting.place
        """;

    /// <summary>
    /// The first waiting message of each queue. That it is not known to be behind another one leaves few to look at, however many wait. With its
    /// limit the inner statement is no join for PostgreSQL, which would compare each of these with all that wait
    /// (<see cref="WaitingById"/> says why).
    /// </summary>
    internal const string FromHeadsOfQueues = $"""
        FROM messages m WHERE m.{Waiting} AND m.behind = 0 AND NOT EXISTS (
            SELECT 1 FROM messages earlier WHERE earlier.conversation_id = m.conversation_id AND earlier.direction = m.direction
                AND earlier.{Waiting} AND earlier.sequence < m.sequence LIMIT 1 OFFSET 0)
        """;

    /// <summary>Puts a message at the end of its queue, with the trace context of the present span.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="message">The message.</param>
    /// <param name="body">Its body as JSON.</param>
    /// <param name="id">Its id.</param>
    /// <param name="now">The current time.</param>
    public async Task<EnqueueResult> EnqueueAsync(string conversationId, Outgoing message, string body, string id, DateTimeOffset now) =>
        ReadResult((await connection.RunAsync([new StoreStatement(Insert, GetParameters(conversationId, message, body, id, now))]))[0]);

    /// <summary>The parameters of <see cref="InsertMessage"/>.</summary>
    internal static IReadOnlyList<StoreParameter> GetParameters(
        string conversationId, Outgoing message, string body, string id, DateTimeOffset now) =>
    [
        StoreParameter.From("id", id),
        StoreParameter.From("conversationId", conversationId),
        StoreParameter.From("direction", message.Body.Direction.ToString()),
        StoreParameter.From("kind", message.Body.Kind),
        StoreParameter.From("body", body),
        StoreParameter.From("sourceKey", message.SourceKey is { } key ? GetStoredKey(conversationId, key) : null),
        StoreParameter.From("now", ToStored(now)),
        StoreParameter.From("due", ToStored(message.DueAt)),
        StoreParameter.From("traceContext", Tracing.CurrentContext),
    ];

    /// <param name="behind">Whether the message that was put in is behind another one; null: none was put in.</param>
    internal static EnqueueResult ReadResult(object? behind) => behind switch
    {
        null => EnqueueResult.Duplicate,
        0L => EnqueueResult.First,
        _ => EnqueueResult.Behind,
    };

    /// <summary>Whether the conversation already has a message from any of these sources.</summary>
    public async Task<bool> HasAnySourceAsync(string conversationId, IEnumerable<string> sourceKeys)
    {
        foreach (var key in sourceKeys)
        {
            if (await connection.FirstAsync<long>(CountBySource, new { key = GetStoredKey(conversationId, key) }) > 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether the conversation already has a message from a source whose key begins so.</summary>
    public async Task<bool> HasSourceBelowAsync(string conversationId, string keyStart)
    {
        var start = GetStoredKey(conversationId, keyStart);
        return await connection.FirstAsync<long>(CountBySourceStart, new { conversationId, start, start.Length }) > 0;
    }

    /// <summary>The first message of the client has arrived, so the ticket is opened without waiting for one any longer.</summary>
    /// <returns>Whether it waited for that.</returns>
    public async Task<bool> HastenTicketOpeningAsync(string conversationId, DateTimeOffset now) =>
        await connection.ExecuteAsync(UpdateTicketOpeningDue, new { conversationId, now = ToStored(now) }) > 0;

    /// <summary>The first waiting messages of a queue, in order, with their conversation. It is one statement.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="maxBytes">How many bytes their stored bodies have together at most. The first message is listed whatever its size.</param>
    /// <returns>Null: nothing waits.</returns>
    public async Task<WaitingMessages?> FindWaitingAsync(QueueId queue, int limit, int maxBytes = int.MaxValue)
    {
        var rows = await connection.QueryAsync<MessageRow, ConversationStore.Row?, (MessageRow Message, ConversationStore.Row? Conversation)>(
            SelectWaiting, (message, conversation) => (message, conversation),
            new { queue.ConversationId, direction = queue.Direction.ToString(), limit, maxBytes });
        return rows is [{ Conversation: { } conversation }, ..]
            ? new WaitingMessages(conversation.ToConversation(), rows.ConvertAll(row => row.Message.ToMessage()))
            : null;
    }

    /// <summary>A source is unique within its conversation only: one agent's comment may be for two conversations that share a ticket.</summary>
    private static string GetStoredKey(string conversationId, string sourceKey) => $"{conversationId}/{sourceKey}";

    private sealed class MessageRow
    {
        public string Id { get; init; } = "";
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Sequence { get; init; }
        public string Body { get; init; } = "";
        public string State { get; init; } = "";
        public long Attempts { get; init; }
        public long AcceptedAt { get; init; }
        public long DueAt { get; init; }
        public long? ClaimedAt { get; init; }
        public long? RetriedAt { get; init; }
        public long Alone { get; init; }
        public string? BatchId { get; init; }
        public long Wakes { get; init; }
        public long? UnansweredSince { get; init; }
        public string? TraceContext { get; init; }

        public StoredMessage ToMessage()
        {
            var direction = ToEnum<Direction>(Direction);
            return new StoredMessage(
                Id, ConversationId, direction, Sequence, MessageBody.Parse(Body, direction), ToEnum<MessageState>(State), (int)Attempts,
                ToTime(AcceptedAt), ToTime(DueAt))
            {
                ClaimedAt = ToTime(ClaimedAt),
                WaitsSince = ToTime(RetriedAt ?? AcceptedAt),
                Alone = Alone != 0,
                BatchId = BatchId,
                Wakes = Wakes,
                UnansweredSince = ToTime(UnansweredSince),
                TraceContext = TraceContext,
            };
        }
    }
}
