using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>States of a message. Each one has a reader: Pending and Sending the lane, Delivered the echo check, Dead the dead-letter list, all the timeline.</summary>
internal enum MessageState
{
    /// <summary>Not sent, or refused in a way that says it was not taken.</summary>
    Pending,

    /// <summary>Being sent, or sent with the answer lost: the other side is asked before it is sent again.</summary>
    Sending,

    /// <summary>The other side has it.</summary>
    Delivered,

    /// <summary>Refused for good or given up: a dead letter.</summary>
    Dead,

    /// <summary>A dead letter that an operator put aside.</summary>
    Discarded,
}

/// <summary>A message waiting in a lane.</summary>
internal sealed record StoredMessage(
    string Id, string ConversationId, Direction Direction, long Sequence, MessageBody Body, MessageState State, int Attempts, DateTimeOffset AcceptedAt, DateTimeOffset DueAt)
{
    /// <summary>When its batch was first claimed; null until then.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Since when it waits: its acceptance, or an operator's order to send it again.</summary>
    public DateTimeOffset WaitsSince { get; init; } = AcceptedAt;

    /// <summary>Goes out alone, because the batch it was in was refused.</summary>
    public bool Alone { get; init; }

    /// <summary>The head of the batch it was last claimed in; null until then.</summary>
    public string? BatchId { get; init; }
}

/// <summary>One conversation in one direction: messages of a lane are sent one after another.</summary>
internal readonly record struct LaneId(string ConversationId, Direction Direction);

internal sealed partial class StoreSession
{
    private const string Waiting = "state IN ('Pending', 'Sending')";

    /// <summary>A source is unique within its conversation: an agent's comment may be for two chats that live in one ticket.</summary>
    private static string? StoredKey(string conversationId, string? sourceKey) => sourceKey is null ? null : $"{conversationId}/{sourceKey}";

    /// <summary>Whether the conversation has a message from any of these sources already.</summary>
    public async Task<bool> IsTakenAsync(string conversationId, IEnumerable<string> sourceKeys) =>
        await FirstAsync<long>(
            "SELECT COUNT(*) FROM messages WHERE source_key IN @keys", new { keys = sourceKeys.Select(key => StoredKey(conversationId, key)).ToList() }) > 0;

    /// <summary>Puts a message at the end of its lane. False: its source key is known, so it was accepted before.</summary>
    public async Task<bool> EnqueueAsync(string conversationId, Outgoing message, string id, DateTimeOffset now) =>
        await ExecuteAsync(
            """
            INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at)
            SELECT @id, @conversationId, @direction,
                   (SELECT COALESCE(MAX(sequence), 0) + 1 FROM messages WHERE conversation_id = @conversationId AND direction = @direction),
                   @kind, @body, @sourceKey, 'Pending', 0, @now, @due
            WHERE true
            ON CONFLICT (source_key) DO NOTHING
            """,
            new
            {
                id, conversationId, direction = message.Body.Direction.ToString(), kind = message.Body.GetType().Name, body = message.Body.ToJson(),
                sourceKey = StoredKey(conversationId, message.SourceKey), now = Stored(now), due = Stored(message.DueAt),
            }) > 0;

    /// <summary>A hand-over that waits for its first message need not wait any longer.</summary>
    public Task HastenOpeningAsync(string conversationId, DateTimeOffset now) =>
        ExecuteAsync(
            """
            UPDATE messages SET due_at = @now
            WHERE conversation_id = @conversationId AND kind = 'OpenTicket' AND state = 'Pending' AND attempts = 0 AND due_at > @now
            """,
            new { conversationId, now = Stored(now) });

    /// <summary>The first waiting messages of a lane, in order.</summary>
    public async Task<List<StoredMessage>> FindWaitingAsync(LaneId lane, int most) =>
        (await QueryAsync<MessageRow>(
            $"""
            SELECT id AS Id, conversation_id AS ConversationId, direction AS Direction, sequence AS Sequence, body AS Body, state AS State,
                   attempts AS Attempts, accepted_at AS AcceptedAt, due_at AS DueAt, claimed_at AS ClaimedAt, retried_at AS RetriedAt, alone AS Alone,
                   batch_id AS BatchId
            FROM messages WHERE conversation_id = @ConversationId AND direction = @direction AND {Waiting} ORDER BY sequence LIMIT @most
            """,
            new { lane.ConversationId, direction = lane.Direction.ToString(), most })).ConvertAll(row => row.ToMessage());

    /// <summary>Notes durably that a message is about to be sent. Whoever finds it so later can't know whether it was.</summary>
    /// <param name="message">The message.</param>
    /// <param name="batchId">The head of the batch it is sent in; one sent again stays in the batch it was in.</param>
    /// <param name="now">Now.</param>
    public async Task<bool> ClaimAsync(StoredMessage message, string batchId, DateTimeOffset now) =>
        await ExecuteAsync(
            $"""
            UPDATE messages SET state = 'Sending', attempts = attempts + 1, claimed_at = CASE state WHEN 'Sending' THEN claimed_at ELSE @now END,
                batch_id = CASE state WHEN 'Sending' THEN batch_id ELSE @batchId END
            WHERE id = @Id AND attempts = @Attempts AND {Waiting}
            """,
            new { message.Id, message.Attempts, batchId, now = Stored(now) }) == 1;

    public Task SettleAsync(string id, MessageState state, string? remoteId, string? reason, DateTimeOffset now) =>
        ExecuteAsync(
            $"UPDATE messages SET state = @state, settled_at = @now, remote_id = @remoteId, reason = @reason WHERE id = @id AND {Waiting}",
            new { id, state = state.ToString(), remoteId, reason, now = Stored(now) });

    /// <summary>The batch was refused: each of its messages is tried alone, now.</summary>
    public Task IsolateAsync(string id, DateTimeOffset now) =>
        ExecuteAsync($"UPDATE messages SET state = 'Pending', alone = 1, due_at = @now WHERE id = @id AND {Waiting}", new { id, now = Stored(now) });

    /// <summary>Until <paramref name="dueAt"/>; unless the message was woken while it was being sent, which <see cref="StoredMessage.DueAt"/> as claimed shows.</summary>
    /// <param name="message">The message as claimed.</param>
    /// <param name="state">Pending: it was not taken. Sending: it may have been.</param>
    /// <param name="dueAt">When it is tried again.</param>
    /// <param name="reason">Why it waits.</param>
    /// <param name="outage">It waits for the other side as a whole (<see cref="WakeHelpdeskAsync"/>, <see cref="WakeEventsOfOutageAsync"/>).</param>
    public Task PutOffAsync(StoredMessage message, MessageState state, DateTimeOffset dueAt, string reason, bool outage) =>
        ExecuteAsync(
            $"""
            UPDATE messages SET state = @state, due_at = CASE WHEN due_at = @claimed THEN @due ELSE due_at END, reason = @reason, outage = @outage
            WHERE id = @Id AND {Waiting}
            """,
            new { message.Id, state = state.ToString(), claimed = Stored(message.DueAt), due = Stored(dueAt), reason, outage = outage ? 1 : 0 });

    /// <summary>Not of a message that was erased meanwhile.</summary>
    public Task RecordAttemptAsync(string messageId, int number, string outcome, string? detail, DateTimeOffset now) =>
        ExecuteAsync(
            """
            INSERT INTO attempts (message_id, number, ended_at, outcome, detail) SELECT @messageId, @number, @now, @outcome, @detail
            WHERE EXISTS (SELECT 1 FROM messages WHERE id = @messageId)
            ON CONFLICT (message_id, number) DO NOTHING
            """,
            new { messageId, number, outcome, detail, now = Stored(now) });

    /// <summary>When the conversation's ticket was written since a time, oldest first. Every attempt counts that Zendesk may have counted.</summary>
    public async Task<List<DateTimeOffset>> FindTicketUpdatesAsync(string conversationId, DateTimeOffset since) =>
        (await QueryAsync<long>(
            """
            SELECT DISTINCT a.ended_at FROM attempts a JOIN messages m ON m.id = a.message_id
            WHERE m.conversation_id = @conversationId AND m.direction = 'ToHelpdesk' AND (m.settled_at IS NULL OR m.settled_at > @since) AND a.ended_at > @since AND a.outcome IN ('Delivered', 'Unsure', 'Dead')
            ORDER BY a.ended_at
            """,
            new { conversationId, since = Stored(since) })).ConvertAll(Time);

    /// <summary>Whether something the client said is not in the ticket yet, or may not be.</summary>
    public async Task<bool> IsClientWaitingAsync(string conversationId) =>
        await FirstAsync<long>(
            $"SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND kind IN ('ClientText', 'ClientFile') AND {Waiting}",
            new { conversationId }) > 0;

    /// <summary>Whether a write to the helpdesk is under way, or its answer was lost.</summary>
    public async Task<bool> IsBeingWrittenAsync(string conversationId) =>
        await FirstAsync<long>(
            "SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND state = 'Sending'", new { conversationId }) > 0;

    /// <summary>Whether a message of either side waits.</summary>
    public async Task<bool> IsAnythingWaitingAsync(string conversationId) =>
        await FirstAsync<long>($"SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND {Waiting}", new { conversationId }) > 0;

    /// <summary>Lanes whose first waiting message is due.</summary>
    public async Task<List<LaneId>> FindDueLanesAsync(DateTimeOffset now, int most) =>
        (await QueryAsync<LaneRow>(
            $"SELECT m.conversation_id AS ConversationId, m.direction AS Direction {HeadsOfLanes} AND m.due_at <= @now ORDER BY m.due_at LIMIT @most",
            new { now = Stored(now), most })).ConvertAll(row => new LaneId(row.ConversationId, Named<Direction>(row.Direction)));

    /// <summary>When the next first-in-lane message will be due, after <paramref name="now"/>.</summary>
    public async Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now) =>
        Time(await FirstAsync<long?>(
            $"SELECT MIN(due) FROM (SELECT m.due_at AS due {HeadsOfLanes} AND m.due_at > @now UNION ALL SELECT due_at FROM noted_tickets WHERE due_at > @now) AS waiting",
            new { now = Stored(now) }));

    /// <summary>Comments that deliveries of the ticket's conversations made.</summary>
    public async Task<HashSet<string>> FindOwnCommentsAsync(string helpdesk, string ticketId) =>
        [.. await QueryAsync<string>(
            """
            SELECT remote_id FROM messages
            WHERE direction = 'ToHelpdesk' AND remote_id IS NOT NULL
                AND conversation_id IN (SELECT conversation_id FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId)
            """,
            new { helpdesk, ticketId })];

    private const string HeadsOfLanes = """
        FROM messages m WHERE m.state IN ('Pending', 'Sending') AND NOT EXISTS (
            SELECT 1 FROM messages earlier WHERE earlier.conversation_id = m.conversation_id AND earlier.direction = m.direction
                AND earlier.state IN ('Pending', 'Sending') AND earlier.sequence < m.sequence)
        """;

    private sealed class LaneRow
    {
        public string ConversationId { get; init; } = "";
        public string Direction { get; init; } = "";
    }

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

        public StoredMessage ToMessage() => new(
            Id, ConversationId, Named<Direction>(Direction), Sequence, MessageBody.Parse(Body), Named<MessageState>(State), (int)Attempts, Time(AcceptedAt), Time(DueAt))
        {
            ClaimedAt = Time(ClaimedAt),
            WaitsSince = Time(RetriedAt ?? AcceptedAt),
            Alone = Alone != 0,
            BatchId = BatchId,
        };
    }
}
