using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A message that was given up, as operators see it: without its text.</summary>
internal sealed record DeadLetter(
    string Id, string Channel, string ConversationId, string UserId, Direction Direction, string Kind, string Reason, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset FailedAt);

/// <summary>Dead letters that have the same channel, direction and reason.</summary>
internal sealed record DeadLetterGroup(string Channel, Direction Direction, string Reason, int Count);

/// <summary>A dead letter's place in the order in which an operation goes through them.</summary>
internal sealed record DeadLetterPosition(string Id, DateTimeOffset FailedAt, string ConversationId, string Direction, long Sequence);

/// <summary>Messages that were given up.</summary>
internal sealed class DeadLetterStore(StoreConnection connection)
{
    private const string Select = """
        SELECT m.id AS Id, c.channel AS Channel, m.conversation_id AS ConversationId, c.user_id AS UserId, m.direction AS Direction,
               m.kind AS Kind, m.reason AS Reason, m.attempts AS Attempts, m.accepted_at AS AcceptedAt, m.settled_at AS SettledAt
        FROM messages m JOIN conversations c ON c.id = m.conversation_id
        """;

    private const string Matching = """
        WHERE m.state = 'Dead' AND (CAST(@channel AS TEXT) IS NULL OR c.channel = @channel)
            AND (CAST(@reason AS TEXT) IS NULL OR COALESCE(m.reason, '') = @reason)
        """;

    private const string SelectPage = $"""
        {Select}
        {Matching}
            AND (CAST(@afterTime AS BIGINT) IS NULL OR m.settled_at > @afterTime OR (m.settled_at = @afterTime AND m.id > @afterId))
        ORDER BY m.settled_at, m.id LIMIT @limit
        """;

    private const string CountMatching = $"SELECT COUNT(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id {Matching}";

    /// <summary>One that was sent again since, and failed again, is not among them.</summary>
    private const string SelectForOperation = $"""
        SELECT m.id AS Id, m.settled_at AS SettledAt, m.conversation_id AS ConversationId, m.direction AS Direction, m.sequence AS Sequence
        FROM messages m JOIN conversations c ON c.id = m.conversation_id
        {Matching} AND m.settled_at <= @before AND (m.retried_at IS NULL OR m.retried_at < @before)
            AND m.settled_at >= @afterTime
            AND (m.settled_at, m.conversation_id, m.direction, m.sequence) > (@afterTime, @afterConversation, @afterDirection, @afterSequence)
        ORDER BY m.settled_at, m.conversation_id, m.direction, m.sequence LIMIT @limit
        """;

    private const string SelectGroups = """
        SELECT channel AS Channel, direction AS Direction, reason AS Reason, COUNT(*) AS Count
        FROM (SELECT c.channel AS channel, m.direction AS direction, COALESCE(m.reason, '') AS reason
            FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.state = 'Dead' ORDER BY m.settled_at, m.id LIMIT @maxCounted) dead
        GROUP BY channel, direction, reason ORDER BY COUNT(*) DESC, channel, reason LIMIT @limit
        """;

    private const string CountAll = "SELECT COUNT(*) FROM messages WHERE state = 'Dead'";

    private const string SelectForRetry = """
        SELECT conversation_id AS ConversationId, direction AS Direction, batch_id AS BatchId, settled_at AS SettledAt
        FROM messages WHERE id = @id
        """;

    private const string CountDeliveredLater = """
        SELECT COUNT(*) FROM messages m JOIN messages later ON later.conversation_id = m.conversation_id AND later.direction = m.direction
            AND later.sequence > m.sequence AND later.state = 'Delivered'
        WHERE m.id = @id
        """;

    /// <summary>Condition on a message that the receiver may have, because the answer to its last attempt was lost.</summary>
    private const string MayHaveArrived = $"""
        (SELECT outcome FROM attempts WHERE message_id = messages.id ORDER BY number DESC LIMIT 1)
            IN ('{AttemptOutcome.Unknown}', '{AttemptOutcome.LookupFailed}', '{AttemptOutcome.NotFoundYet}')
        """;

    private const string UpdateForRetry = $"""
        UPDATE messages SET settled_at = NULL, due_at = @now, retried_at = @now, alone = 1,
            state = CASE WHEN {MayHaveArrived} THEN 'Sending' ELSE 'Pending' END
        WHERE state = 'Dead' AND (id = @id OR (batch_id = @BatchId AND settled_at = @SettledAt AND {MayHaveArrived}))
        """;

    private const string UpdateDiscarded = "UPDATE messages SET state = 'Discarded' WHERE id = @id AND state = 'Dead'";

    /// <summary>One page of dead letters, oldest first.</summary>
    /// <param name="channel">Only those of this channel; null: of all.</param>
    /// <param name="reason">Only those with exactly this reason; null: with any.</param>
    /// <param name="after">The last one of the page before; null: the first page.</param>
    /// <param name="limit">Size of a page.</param>
    public async Task<List<DeadLetter>> ListAsync(string? channel, string? reason, (DateTimeOffset FailedAt, string Id)? after, int limit) =>
        (await connection.QueryAsync<Row>(
            SelectPage, new { channel, reason, afterTime = ToStored(after?.FailedAt), afterId = after?.Id, limit }))
        .ConvertAll(row => row.ToDeadLetter());

    /// <summary>How many dead letters a channel and a reason have; null: any.</summary>
    public Task<long> CountAsync(string? channel, string? reason) => connection.FirstAsync<long>(CountMatching, new { channel, reason });

    /// <summary>
    /// Dead letters that failed before an operation began and were not sent again since, oldest first, and in the order of their queues.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="after">The last one of the step before; null: begin with the first.</param>
    /// <param name="limit">How many.</param>
    public async Task<List<DeadLetterPosition>> ListForOperationAsync(Operation operation, DeadLetterPosition? after, int limit) =>
        (await connection.QueryAsync<StepRow>(
            SelectForOperation,
            new
            {
                channel = operation.Channel,
                reason = operation.Reason,
                before = ToStored(operation.StartedAt),
                afterTime = ToStored(after?.FailedAt) ?? -1,
                afterConversation = after?.ConversationId ?? "",
                afterDirection = after?.Direction ?? "",
                afterSequence = after?.Sequence ?? 0,
                limit,
            }))
        .ConvertAll(row => new DeadLetterPosition(row.Id, ToTime(row.SettledAt), row.ConversationId, row.Direction, row.Sequence));

    /// <summary>How many dead letters there are for each channel, direction and reason, the most frequent first.</summary>
    /// <param name="maxCounted">At most so many of the oldest dead letters are counted.</param>
    /// <param name="limit">How many groups.</param>
    public async Task<List<DeadLetterGroup>> ListGroupsAsync(int maxCounted, int limit) =>
        (await connection.QueryAsync<GroupRow>(SelectGroups, new { maxCounted, limit })).ConvertAll(row => row.ToGroup());

    public Task<long> CountAsync() => connection.FirstAsync<long>(CountAll);

    /// <summary>
    /// A dead letter waits again, in its old place in its queue. One that may have arrived is looked up before it is sent, as on any retry.
    /// Messages that were given up in one batch with it wait again as well, because the batch arrived as a whole or not at all.
    /// </summary>
    /// <returns>
    /// The queue, whether the old place still counts (false when a later message of the queue was delivered already), and how many messages
    /// wait again.
    /// </returns>
    public async Task<(QueueId Queue, bool KeptPlace, int Messages)> RetryAsync(string id, DateTimeOffset now)
    {
        var row = await connection.FirstAsync<RetryRow>(SelectForRetry, new { id })
            ?? throw new InvalidOperationException("The dead letter is no longer in the store.");
        var deliveredLater = await connection.FirstAsync<long>(CountDeliveredLater, new { id });
        var retried = await connection.ExecuteAsync(UpdateForRetry, new { id, row.BatchId, row.SettledAt, now = ToStored(now) });
        return (new QueueId(row.ConversationId, ToEnum<Direction>(row.Direction)), deliveredLater == 0, retried);
    }

    public Task DiscardAsync(string id) => connection.ExecuteAsync(UpdateDiscarded, new { id });

    private sealed class StepRow
    {
        public string Id { get; init; } = "";
        public long SettledAt { get; init; }
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Sequence { get; init; }
    }

    private sealed class GroupRow
    {
        public string Channel { get; init; } = "";
        public string Direction { get; init; } = "";
        public string Reason { get; init; } = "";
        public long Count { get; init; }

        public DeadLetterGroup ToGroup() => new(Channel, ToEnum<Direction>(Direction), Reason, (int)Count);
    }

    private sealed class RetryRow
    {
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";
        public string? BatchId { get; init; }
        public long? SettledAt { get; init; }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Channel { get; init; } = "";
        public string ConversationId { get; init; } = "";
        public string UserId { get; init; } = "";
        public string Direction { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Reason { get; init; }
        public long Attempts { get; init; }
        public long AcceptedAt { get; init; }
        public long SettledAt { get; init; }

        public DeadLetter ToDeadLetter() => new(
            Id, Channel, ConversationId, UserId, ToEnum<Direction>(Direction), Kind, Reason ?? "", (int)Attempts, ToTime(AcceptedAt),
            ToTime(SettledAt));
    }
}
