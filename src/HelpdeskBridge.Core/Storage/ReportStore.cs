using System.Security.Cryptography;
using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>What reports need to know about a chat.</summary>
internal sealed record ChatFacts
{
    /// <summary>The conversation, while it is stored and this is its last chat. For any other chat a random id.</summary>
    public required string Id { get; init; }

    /// <summary>Of a chat whose conversation is no longer stored, the beginning of the quarter of an hour.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    public required string Channel { get; init; }

    public required string Helpdesk { get; init; }

    /// <summary>The group that it was last handed over to.</summary>
    public required string DestinationId { get; init; }

    /// <summary>The agent who last took it over or answered; null: none has.</summary>
    public string? AgentId { get; init; }

    public bool IsOpen { get; init; }

    /// <summary>Null while it is open, and where it is not known.</summary>
    public EndedBy? EndedBy { get; init; }

    /// <summary>From the opening to the first answer of an agent.</summary>
    public TimeSpan? FirstReply { get; init; }

    /// <summary>From that answer to the end.</summary>
    public TimeSpan? Handling { get; init; }

    /// <summary>From the opening to the end.</summary>
    public TimeSpan? Duration { get; init; }

    public int? Score { get; init; }
}

/// <summary>The facts of chats for reports: of those that are stored, and of those whose conversation is erased.</summary>
internal sealed class ReportStore(StoreConnection connection)
{
    private const string SelectChats = """
        SELECT id AS Id, opened_at AS OpenedAt, channel AS Channel, helpdesk AS Helpdesk, destination_id AS DestinationId, agent_id AS AgentId,
               CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END AS IsOpen, ended_by AS EndedBy, rating AS Rating,
               answered_at - opened_at AS FirstReply, ended_at - answered_at AS Handling, ended_at - opened_at AS Duration
        FROM conversations WHERE (opened_at, id) > (@afterTime, @afterId) AND opened_at < @before ORDER BY opened_at, id LIMIT @limit
        """;

    private const string SelectPastChats = """
        SELECT id AS Id, opened_at AS OpenedAt, channel AS Channel, helpdesk AS Helpdesk, destination_id AS DestinationId, agent_id AS AgentId,
               0 AS IsOpen, ended_by AS EndedBy, rating AS Rating, first_reply_seconds * 1000 AS FirstReply, handling_seconds * 1000 AS Handling,
               duration_seconds * 1000 AS Duration
        FROM past_chats WHERE (opened_at, id) > (@afterTime, @afterId) AND opened_at < @before ORDER BY opened_at, id LIMIT @limit
        """;

    private const string InsertPastChat = """
        INSERT INTO past_chats (id, opened_at, channel, helpdesk, destination_id, agent_id, ended_by, rating, first_reply_seconds,
                                handling_seconds, duration_seconds)
        SELECT @randomId, opened_at - opened_at % 900000, channel, helpdesk, destination_id, agent_id, ended_by, rating,
               (answered_at - opened_at) / 1000, (ended_at - answered_at) / 1000, (ended_at - opened_at) / 1000
        FROM conversations WHERE id = @conversationId
        """;

    private const string DeletePastChatsBefore =
        "DELETE FROM past_chats WHERE id IN (SELECT id FROM past_chats WHERE opened_at < @time ORDER BY opened_at LIMIT @limit)";

    /// <summary>A page of the chats that were opened in a time, in this order, by their conversations.</summary>
    /// <param name="from">The beginning of the time, which is before the first one.</param>
    /// <param name="before">The end of the time.</param>
    /// <param name="last">The last chat of the page before; null: the first page.</param>
    /// <param name="limit">The size of a page.</param>
    public Task<List<ChatFacts>> ListAsync(DateTimeOffset from, DateTimeOffset before, ChatFacts? last, int limit) =>
        ListAsync(SelectChats, from, before, last, limit);

    /// <summary>As <see cref="ListAsync(DateTimeOffset, DateTimeOffset, ChatFacts?, int)"/>, chats that no conversation has any more.</summary>
    public Task<List<ChatFacts>> ListPastAsync(DateTimeOffset from, DateTimeOffset before, ChatFacts? last, int limit) =>
        ListAsync(SelectPastChats, from, before, last, limit);

    /// <summary>Keeps what reports need to know about a conversation's last chat, before it is erased or another chat begins in it.</summary>
    public Task KeepPastChatAsync(string conversationId) =>
        connection.ExecuteAsync(InsertPastChat, new { randomId = RandomNumberGenerator.GetHexString(32, lowercase: true), conversationId });

    /// <summary>Deletes the oldest chats that were opened before a time and that no conversation has any more.</summary>
    /// <param name="time">The time.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeletePastChatsBeforeAsync(DateTimeOffset time, int limit) =>
        connection.ExecuteAsync(DeletePastChatsBefore, new { time = ToStored(time), limit });

    private async Task<List<ChatFacts>> ListAsync(string sql, DateTimeOffset from, DateTimeOffset before, ChatFacts? last, int limit) =>
        (await connection.QueryAsync<Row>(
            sql, new { afterTime = ToStored(last?.OpenedAt ?? from), afterId = last?.Id ?? "", before = ToStored(before), limit }))
        .ConvertAll(row => row.ToFacts());

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public long OpenedAt { get; init; }
        public string Channel { get; init; } = "";
        public string Helpdesk { get; init; } = "";
        public string DestinationId { get; init; } = "";
        public string? AgentId { get; init; }
        public long IsOpen { get; init; }
        public string? EndedBy { get; init; }
        public long? Rating { get; init; }
        public long? FirstReply { get; init; }
        public long? Handling { get; init; }
        public long? Duration { get; init; }

        public ChatFacts ToFacts() => new()
        {
            Id = Id,
            OpenedAt = ToTime(OpenedAt),
            Channel = Channel,
            Helpdesk = Helpdesk,
            DestinationId = DestinationId,
            AgentId = AgentId,
            IsOpen = IsOpen != 0,
            EndedBy = EndedBy is null ? null : ToEnum<EndedBy>(EndedBy),
            Score = (int?)Rating,
            FirstReply = ToDuration(FirstReply),
            Handling = ToDuration(Handling),
            Duration = ToDuration(Duration),
        };

        private static TimeSpan? ToDuration(long? milliseconds) =>
            milliseconds is { } known ? TimeSpan.FromMilliseconds(Math.Max(0, known)) : null;
    }
}
