using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>When queues are due: which are now, when the next one will be, and what makes them due at other times.</summary>
internal sealed class DueQueueStore(StoreConnection connection)
{
    private const string SelectDue = $"""
        SELECT m.conversation_id AS ConversationId, m.direction AS Direction, m.due_at AS DueAt {QueueStore.FromHeadsOfQueues}
        AND m.due_at <= @now AND (m.due_at, m.conversation_id, m.direction) > (@afterDue, @afterConversation, @afterDirection)
        ORDER BY m.due_at, m.conversation_id, m.direction LIMIT @limit
        """;

    private const string SelectNextDue = $"SELECT MIN(m.due_at) {QueueStore.FromHeadsOfQueues} AND m.due_at > @now";

    private const string UpdateEarlier = $"UPDATE messages SET due_at = due_at - @by WHERE {QueueStore.Waiting} AND due_at > @now";

    private const string UpdateInterruptedDue =
        $"UPDATE messages SET due_at = @now, wakes = wakes + 1 WHERE {QueueStore.Waiting} AND state = 'Sending' AND due_at > @now";

    private const string UpdateEventsDue = $"""
        UPDATE messages SET due_at = @now, wakes = wakes + 1
        WHERE {QueueStore.Waiting} AND direction = 'ToJaicp'
            AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = messages.conversation_id AND c.channel = @channel)
        """;

    private const string UpdateHeadPostponed = $"""
        UPDATE messages SET due_at = @due, reason = @reason
        WHERE conversation_id = @ConversationId AND direction = @direction AND {QueueStore.Waiting} AND sequence = (
            SELECT MIN(sequence) FROM messages WHERE conversation_id = @ConversationId AND direction = @direction AND {QueueStore.Waiting})
        """;

    /// <summary>A page of the queues whose first message is due, the longest due first.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="after">The last queue of the page before; null: the first page.</param>
    /// <param name="limit">The size of the page.</param>
    public async Task<List<DueQueue>> ListDueAsync(DateTimeOffset now, DueQueue? after, int limit)
    {
        var position = new
        {
            now = ToStored(now),
            afterDue = after is null ? long.MinValue : ToStored(after.DueAt),
            afterConversation = after?.Queue.ConversationId ?? "",
            afterDirection = after?.Queue.Direction.ToString() ?? "",
            limit,
        };
        return (await connection.QueryAsync<QueueRow>(SelectDue, position)).ConvertAll(row => row.ToDueQueue());
    }

    /// <summary>When the next queue becomes due, after <paramref name="now"/>; null when none will.</summary>
    public async Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now) =>
        ToTime(await connection.FirstAsync<long?>(SelectNextDue, new { now = ToStored(now) }));

    /// <summary>The clock was set back: messages that wait for a time become due earlier by as much.</summary>
    public Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by) =>
        connection.ExecuteAsync(UpdateEarlier, new { now = ToStored(now), by = (long)by.TotalMilliseconds });

    /// <summary>After a start: what was being sent when the process ended is due now, not when it would have been tried again.</summary>
    public Task MakeInterruptedDueAsync(DateTimeOffset now) => connection.ExecuteAsync(UpdateInterruptedDue, new { now = ToStored(now) });

    /// <summary>A channel has a new webhook URL: each of its waiting events is due now, also one that is just being sent to the old URL.</summary>
    public Task MakeEventsDueAsync(string channel, DateTimeOffset now) =>
        connection.ExecuteAsync(UpdateEventsDue, new { channel, now = ToStored(now) });

    /// <summary>Puts off the first message of a queue, without looking at it.</summary>
    public Task PostponeHeadAsync(QueueId queue, DateTimeOffset dueAt, string reason) => connection.ExecuteAsync(
        UpdateHeadPostponed, new { queue.ConversationId, direction = queue.Direction.ToString(), due = ToStored(dueAt), reason });

    private sealed class QueueRow
    {
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";

        public long DueAt { get; init; }

        public DueQueue ToDueQueue() => new(new QueueId(ConversationId, ToEnum<Direction>(Direction)), ToTime(DueAt));
    }
}
