using System.Globalization;
using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A message of the last hours: between whom, and what became of it when.</summary>
internal readonly record struct RecentMessage(
    string Channel, string Helpdesk, Direction Direction, MessageState State, DateTimeOffset AcceptedAt, DateTimeOffset? SettledAt);

/// <summary>What happened lately, for the operators' overview.</summary>
internal sealed class ActivityStore(StoreConnection connection)
{
    private const string SelectRecent = """
        SELECT c.channel AS Channel, c.helpdesk AS Helpdesk, m.direction AS Direction, m.state AS State, m.accepted_at AS AcceptedAt,
               m.settled_at AS SettledAt
        FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id >= @from ORDER BY m.id DESC LIMIT @limit
        """;

    private const string CountDeadByChannel = """
        SELECT c.channel AS Channel, COUNT(*) AS Count
        FROM (SELECT conversation_id FROM messages WHERE state = 'Dead' ORDER BY settled_at, id LIMIT @limit) dead
        JOIN conversations c ON c.id = dead.conversation_id GROUP BY c.channel
        """;

    private const string SelectStamp = $"""
        SELECT COALESCE((SELECT MAX(id) FROM messages), '')
            || '/' || (SELECT COUNT(*) FROM messages WHERE {QueueStore.Waiting})
            || '/' || COALESCE((SELECT MAX(due_at) FROM messages WHERE {QueueStore.Waiting}), 0)
            || '/' || (SELECT COUNT(*) FROM messages WHERE state = 'Dead')
            || '/' || (SELECT COUNT(*) FROM noted_tickets)
            || '/' || COALESCE((SELECT MAX(id) FROM audit), '')
            || '/' || (SELECT COALESCE(SUM(done), 0) FROM operations)
        """;

    /// <summary>
    /// The messages that were accepted since a time, the newest first. Ids begin with the time, so their index finds them, and no index by time is
    /// needed.
    /// </summary>
    public async Task<List<RecentMessage>> ListRecentAsync(DateTimeOffset since, int limit) =>
        (await connection.QueryAsync<Row>(SelectRecent, new { from = GetFirstId(since), limit })).ConvertAll(row => row.ToMessage());

    /// <summary>Dead letters by channel. Of very many, only the oldest are counted.</summary>
    public async Task<Dictionary<string, long>> CountDeadLettersAsync(int limit) =>
        (await connection.QueryAsync<CountRow>(CountDeadByChannel, new { limit }))
            .ToDictionary(row => row.Channel, row => row.Count, StringComparer.Ordinal);

    /// <summary>Differs from an earlier one when something happened that the operators' page shows.</summary>
    public async Task<string> GetStampAsync() => await connection.FirstAsync<string>(SelectStamp) ?? "";

    /// <summary>An id of version 7 begins with the milliseconds of its time as twelve hexadecimal digits (RFC 9562).</summary>
    private static string GetFirstId(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public string Channel { get; init; } = "";
        public string Helpdesk { get; init; } = "";
        public string Direction { get; init; } = "";
        public string State { get; init; } = "";
        public long AcceptedAt { get; init; }
        public long? SettledAt { get; init; }

        public RecentMessage ToMessage() => new(
            Channel, Helpdesk, ToEnum<Direction>(Direction), ToEnum<MessageState>(State), ToTime(AcceptedAt), ToTime(SettledAt));
    }

    private sealed class CountRow
    {
        public string Channel { get; init; } = "";
        public long Count { get; init; }
    }
}
