using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A queue whose first message waits.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="UserId">Its client.</param>
/// <param name="Helpdesk">Its helpdesk account.</param>
/// <param name="Direction">The direction of the queue.</param>
/// <param name="Kind">The kind of its first message.</param>
internal sealed record WaitingQueue(string ConversationId, string Channel, string UserId, string Helpdesk, Direction Direction, string Kind)
{
    public int Attempts { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset DueAt { get; init; }
}

/// <summary>A ticket that waits to be read.</summary>
internal sealed record WaitingRead(string Helpdesk, string TicketId, int Attempts, string? Reason, DateTimeOffset Since, DateTimeOffset DueAt);

/// <summary>How many tickets of a helpdesk account wait to be read.</summary>
internal sealed record WaitingReads(string Helpdesk, int Count, DateTimeOffset Since);

/// <summary>What waits, and for what. Each list begins with what is tried next.</summary>
internal sealed class WaitingStore(StoreConnection connection)
{
    private const string SelectQueues = $"""
        SELECT m.conversation_id AS ConversationId, c.channel AS Channel, c.user_id AS UserId, c.helpdesk AS Helpdesk, m.direction AS Direction,
               m.kind AS Kind, m.attempts AS Attempts, m.reason AS Reason, COALESCE(m.retried_at, m.accepted_at) AS Since, m.due_at AS DueAt
        FROM (SELECT m.id AS id {QueueStore.FromHeadsOfQueues} ORDER BY m.due_at LIMIT @limit) heads
        JOIN messages m ON m.id = heads.id JOIN conversations c ON c.id = m.conversation_id ORDER BY m.due_at, m.id
        """;

    private const string SelectReads = """
        SELECT helpdesk AS Helpdesk, ticket_id AS TicketId, attempts AS Attempts, reason AS Reason, noted_at AS Since, due_at AS DueAt
        FROM noted_tickets ORDER BY due_at, ticket_id LIMIT @limit
        """;

    /// <summary>An older version did not store since when a ticket waits. Such a ticket is read right after the upgrade.</summary>
    private const string CountReads = """
        SELECT helpdesk AS Helpdesk, COUNT(*) AS Count, MIN(noted_at) AS Since FROM noted_tickets WHERE noted_at > 0 GROUP BY helpdesk
        """;

    public async Task<List<WaitingQueue>> ListQueuesAsync(int limit) =>
        (await connection.QueryAsync<QueueRow>(SelectQueues, new { limit })).ConvertAll(row => row.ToQueue());

    public async Task<List<WaitingRead>> ListReadsAsync(int limit) =>
        (await connection.QueryAsync<ReadRow>(SelectReads, new { limit })).ConvertAll(row => new WaitingRead(
            row.Helpdesk, row.TicketId, (int)row.Attempts, row.Reason, ToTime(row.Since), ToTime(row.DueAt)));

    public async Task<List<WaitingReads>> CountReadsAsync() =>
        (await connection.QueryAsync<CountRow>(CountReads)).ConvertAll(row => new WaitingReads(row.Helpdesk, (int)row.Count, ToTime(row.Since)));

    private sealed class QueueRow
    {
        public string ConversationId { get; init; } = "";
        public string Channel { get; init; } = "";
        public string UserId { get; init; } = "";
        public string Helpdesk { get; init; } = "";
        public string Direction { get; init; } = "";
        public string Kind { get; init; } = "";
        public long Attempts { get; init; }
        public string? Reason { get; init; }
        public long Since { get; init; }
        public long DueAt { get; init; }

        public WaitingQueue ToQueue() => new(ConversationId, Channel, UserId, Helpdesk, ToEnum<Direction>(Direction), Kind)
        {
            Attempts = (int)Attempts,
            Reason = Reason,
            Since = ToTime(Since),
            DueAt = ToTime(DueAt),
        };
    }

    private sealed class ReadRow
    {
        public string Helpdesk { get; init; } = "";
        public string TicketId { get; init; } = "";
        public long Attempts { get; init; }
        public string? Reason { get; init; }
        public long Since { get; init; }
        public long DueAt { get; init; }
    }

    private sealed class CountRow
    {
        public string Helpdesk { get; init; } = "";
        public long Count { get; init; }
        public long Since { get; init; }
    }
}
