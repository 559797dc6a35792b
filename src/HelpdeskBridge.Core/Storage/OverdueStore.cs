using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Queues, or reads of tickets, that have waited long for the same reason.</summary>
/// <param name="Direction">The direction of the queues; for reads of tickets, from the helpdesk to JAICP.</param>
/// <param name="Name">The helpdesk account, or the channel whose webhook is called.</param>
/// <param name="IsRead">Whether tickets wait to be read.</param>
/// <param name="Reason">What they wait for; null: it is not their turn yet.</param>
/// <param name="Count">How many wait.</param>
/// <param name="Since">The oldest of them waits since then.</param>
internal sealed record Overdue(Direction Direction, string Name, bool IsRead, string? Reason, int Count, DateTimeOffset Since);

/// <summary>What has waited longer than operators should accept.</summary>
internal sealed class OverdueStore(StoreConnection connection)
{
    private const string SelectMessages = $"""
        SELECT direction AS Direction, name AS Name, reason AS Reason, COUNT(*) AS Count, MIN(since) AS Since
        FROM (
            SELECT m.direction AS direction, m.reason AS reason, COALESCE(m.retried_at, m.accepted_at) AS since,
                   (SELECT CASE m.direction WHEN 'ToJaicp' THEN c.channel ELSE c.helpdesk END
                    FROM conversations c WHERE c.id = m.conversation_id) AS name
            {QueueStore.FromHeadsOfQueues}) heads
        WHERE since <= @before
        GROUP BY direction, name, reason ORDER BY COUNT(*) DESC LIMIT @limit
        """;

    private const string SelectReads = """
        SELECT 'ToJaicp' AS Direction, helpdesk AS Name, reason AS Reason, COUNT(*) AS Count, MIN(noted_at) AS Since
        FROM noted_tickets WHERE noted_at > 0 AND noted_at <= @before
        GROUP BY helpdesk, reason ORDER BY COUNT(*) DESC LIMIT @limit
        """;

    /// <summary>Queues whose first message was accepted before <paramref name="before"/>, by reason, the most frequent reasons first.</summary>
    public async Task<List<Overdue>> ListMessagesAsync(DateTimeOffset before, int limit) =>
        (await connection.QueryAsync<Row>(SelectMessages, new { before = ToStored(before), limit })).ConvertAll(row => row.ToOverdue(isRead: false));

    /// <summary>Tickets that have been waiting to be read since before <paramref name="before"/>, by reason.</summary>
    public async Task<List<Overdue>> ListReadsAsync(DateTimeOffset before, int limit) =>
        (await connection.QueryAsync<Row>(SelectReads, new { before = ToStored(before), limit })).ConvertAll(row => row.ToOverdue(isRead: true));

    private sealed class Row
    {
        public string Direction { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Reason { get; init; }
        public long Count { get; init; }
        public long Since { get; init; }

        public Overdue ToOverdue(bool isRead) => new(ToEnum<Direction>(Direction), Name, isRead, Reason, (int)Count, ToTime(Since));
    }
}
