using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>A message as operators see it: what became of it, and what it waits for. Its text is only in <see cref="Body"/>.</summary>
internal sealed record TimelineMessage(string Id, Direction Direction, long Sequence, string Kind, MessageState State, int Attempts)
{
    public DateTimeOffset AcceptedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>When an operator last sent it again.</summary>
    public DateTimeOffset? RetriedAt { get; init; }

    public string? Reason { get; init; }

    public string? RemoteId { get; init; }

    /// <summary>Null unless it was asked for.</summary>
    public string? Body { get; init; }

    public bool IsWaiting => State is MessageState.Pending or MessageState.Sending;

    /// <summary>As they were accepted; those of one moment in the order of their queues.</summary>
    public static IEnumerable<TimelineMessage> InOrder(IEnumerable<TimelineMessage> messages) =>
        messages.OrderBy(message => message.AcceptedAt).ThenBy(message => message.Direction).ThenBy(message => message.Sequence);
}

/// <summary>An attempt to deliver a message.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Number">Attempts are counted from 1.</param>
/// <param name="EndedAt">When its outcome was recorded.</param>
/// <param name="Outcome">One of <see cref="AttemptOutcome"/>.</param>
/// <param name="Detail">What the receiver answered, or why there was no answer.</param>
internal sealed record TimelineAttempt(string MessageId, int Number, DateTimeOffset EndedAt, string Outcome, string? Detail);

/// <summary>The timeline of a conversation in pages, with each message's attempts.</summary>
internal sealed class TimelineStore(StoreConnection connection)
{
    private const string SelectPage = """
        SELECT id AS Id, direction AS Direction, sequence AS Sequence, kind AS Kind, state AS State, attempts AS Attempts,
               accepted_at AS AcceptedAt, due_at AS DueAt, settled_at AS SettledAt, retried_at AS RetriedAt, reason AS Reason, remote_id AS RemoteId,
               CASE WHEN @withTexts THEN body END AS Body
        FROM messages WHERE conversation_id = @conversationId
        """;

    private const string Before = " AND id < @before";
    private const string End = " ORDER BY id DESC LIMIT @limit";

    private const string SelectAttempts = """
        SELECT message_id AS MessageId, number AS Number, ended_at AS EndedAt, outcome AS Outcome, detail AS Detail
        FROM attempts WHERE message_id IN @ids ORDER BY message_id, number DESC LIMIT @limit
        """;

    private const string SelectStamp = """
        SELECT COUNT(*) || '/' || COALESCE(SUM(attempts), 0) || '/' || COUNT(settled_at) || '/' || COALESCE(MAX(due_at), 0)
        FROM messages WHERE conversation_id = @conversationId
        """;

    /// <summary>One page of messages, the newest first.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="before">Id of the last one of the page before; null: the newest. Ids rise with time.</param>
    /// <param name="limit">Size of a page.</param>
    /// <param name="withTexts">Whether to read the messages' bodies.</param>
    public async Task<List<TimelineMessage>> ListAsync(string conversationId, string? before, int limit, bool withTexts) =>
        (await connection.QueryAsync<Row>(
            SelectPage + (before is null ? "" : Before) + End, new { conversationId, before, limit, withTexts }))
        .ConvertAll(row => row.ToMessage());

    /// <summary>The attempts to deliver these messages, by message, each one's latest first.</summary>
    public async Task<ILookup<string, TimelineAttempt>> ListAttemptsAsync(IEnumerable<string> messageIds, int limit) =>
        (await connection.QueryAsync<AttemptRow>(SelectAttempts, new { ids = messageIds.ToList(), limit }))
        .Select(row => new TimelineAttempt(row.MessageId, (int)row.Number, ToTime(row.EndedAt), row.Outcome, row.Detail))
        .ToLookup(attempt => attempt.MessageId);

    /// <summary>Differs from an earlier one when something happened to the conversation's messages in between.</summary>
    public async Task<string> GetStampAsync(string conversationId) => await connection.FirstAsync<string>(SelectStamp, new { conversationId }) ?? "";

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Sequence { get; init; }
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public long Attempts { get; init; }
        public long AcceptedAt { get; init; }
        public long DueAt { get; init; }
        public long? SettledAt { get; init; }
        public long? RetriedAt { get; init; }
        public string? Reason { get; init; }
        public string? RemoteId { get; init; }
        public string? Body { get; init; }

        public TimelineMessage ToMessage() => new(Id, ToEnum<Direction>(Direction), Sequence, Kind, ToEnum<MessageState>(State), (int)Attempts)
        {
            AcceptedAt = ToTime(AcceptedAt),
            DueAt = ToTime(DueAt),
            SettledAt = ToTime(SettledAt),
            RetriedAt = ToTime(RetriedAt),
            Reason = Reason,
            RemoteId = RemoteId,
            Body = Body,
        };
    }

    private sealed class AttemptRow
    {
        public string MessageId { get; init; } = "";
        public long Number { get; init; }
        public long EndedAt { get; init; }
        public string Outcome { get; init; } = "";
        public string? Detail { get; init; }
    }
}
