using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>What waits in one direction of one channel.</summary>
internal sealed record Backlog(string Channel, Direction Direction, long Messages, DateTimeOffset OldestSince);

/// <summary>One entry of a conversation's timeline: a message and its last attempt, never its text.</summary>
internal sealed record TimelineEntry(
    string MessageId, Direction Direction, long Sequence, string Kind, MessageState State, int Attempts, DateTimeOffset AcceptedAt, DateTimeOffset? SettledAt, string? Reason,
    string? RemoteId);

internal sealed partial class StoreSession
{
    public async Task<List<Backlog>> FindBacklogAsync() =>
        (await QueryAsync<BacklogRow>(
            """
            SELECT c.channel AS Channel, m.direction AS Direction, COUNT(*) AS Messages, MIN(m.accepted_at) AS Oldest
            FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.state IN ('Pending', 'Sending') GROUP BY c.channel, m.direction ORDER BY c.channel, m.direction
            """,
            new { })).ConvertAll(row => new Backlog(row.Channel, Named<Direction>(row.Direction), row.Messages, Time(row.Oldest)));

    public Task<long> CountOpenConversationsAsync() => FirstAsync<long>("SELECT COUNT(*) FROM conversations WHERE phase = 'Open'", new { });

    /// <summary>Conversations, newest first.</summary>
    /// <param name="channel">Only this channel's.</param>
    /// <param name="userId">Only this client's.</param>
    /// <param name="ticketId">Only the one of this ticket, also a former one.</param>
    /// <param name="before">Id of the last one of the page before: ids are ordered by time.</param>
    /// <param name="most">Size of a page.</param>
    public async Task<List<Conversation>> FindConversationsAsync(string? channel, string? userId, string? ticketId, string? before, int most) =>
        (await QueryAsync<ConversationRow>(
            $"""
            {ConversationColumns} WHERE (CAST(@channel AS TEXT) IS NULL OR channel = @channel) AND (CAST(@userId AS TEXT) IS NULL OR user_id = @userId) AND (CAST(@before AS TEXT) IS NULL OR id < @before)
                AND (CAST(@ticketId AS TEXT) IS NULL OR id IN (SELECT conversation_id FROM tickets WHERE ticket_id = @ticketId))
            ORDER BY id DESC LIMIT @most
            """,
            new { channel, userId, ticketId, before, most })).ConvertAll(row => row.ToConversation());

    public async Task<List<TimelineEntry>> FindTimelineAsync(string conversationId) =>
        (await QueryAsync<TimelineRow>(
            """
            SELECT id AS Id, direction AS Direction, sequence AS Sequence, kind AS Kind, state AS State, attempts AS Attempts, accepted_at AS AcceptedAt,
                   settled_at AS SettledAt, reason AS Reason, remote_id AS RemoteId
            FROM messages WHERE conversation_id = @conversationId ORDER BY accepted_at, direction, sequence
            """,
            new { conversationId })).ConvertAll(row => row.ToEntry());

    private sealed class BacklogRow
    {
        public string Channel { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Messages { get; init; }
        public long Oldest { get; init; }
    }

    private sealed class TimelineRow
    {
        public string Id { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Sequence { get; init; }
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public long Attempts { get; init; }
        public long AcceptedAt { get; init; }
        public long? SettledAt { get; init; }
        public string? Reason { get; init; }
        public string? RemoteId { get; init; }

        public TimelineEntry ToEntry() => new(
            Id, Named<Direction>(Direction), Sequence, Kind, Named<MessageState>(State), (int)Attempts, Time(AcceptedAt), Time(SettledAt), Reason, RemoteId);
    }
}
