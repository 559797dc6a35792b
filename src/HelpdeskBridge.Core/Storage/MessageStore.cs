using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>What waits in one direction of one channel.</summary>
internal sealed record Backlog(string Channel, Direction Direction, long Messages, DateTimeOffset OldestSince);

/// <summary>Questions about messages and what became of them, for the rules, the admin page and the ticket sync. It changes nothing.</summary>
internal sealed class MessageStore(StoreConnection connection)
{
    private const string SelectState = "SELECT state FROM messages WHERE id = @id";

    private const string SelectWithHelpdesk = """
        SELECT c.helpdesk AS Helpdesk, m.body AS Body
        FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = @messageId
        """;

    private const string SelectTicketUpdates = $"""
        SELECT DISTINCT a.ended_at FROM attempts a JOIN messages m ON m.id = a.message_id
        WHERE m.conversation_id = @conversationId AND m.direction = 'ToHelpdesk' AND (m.settled_at IS NULL OR m.settled_at > @since)
            AND a.ended_at > @since AND a.outcome IN ('{AttemptOutcome.Delivered}', '{AttemptOutcome.Unknown}', '{AttemptOutcome.Failed}')
        ORDER BY a.ended_at
        """;

    private const string CountWaitingTurns = $"""
        SELECT COUNT(*) FROM messages
        WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND kind IN ('ClientText', 'ClientFile', 'MoveTicket')
            AND {QueueStore.Waiting}
        """;

    private const string CountWaitingWrites = $"""
        SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND {QueueStore.Waiting}
        """;

    private const string CountUnknownAttempts = $"""
        SELECT COUNT(*) FROM attempts a JOIN messages m ON m.id = a.message_id
        WHERE m.conversation_id = @conversationId AND m.direction = 'ToHelpdesk' AND m.state <> 'Delivered' AND a.outcome = '{AttemptOutcome.Unknown}'
        """;

    private const string CountBeingWritten = """
        SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND direction = 'ToHelpdesk' AND state = 'Sending'
        """;

    private const string CountWaiting = $"SELECT COUNT(*) FROM messages WHERE conversation_id = @conversationId AND {QueueStore.Waiting}";

    private const string SelectOwnComments = """
        SELECT remote_id FROM messages
        WHERE direction = 'ToHelpdesk' AND remote_id IS NOT NULL
            AND conversation_id IN (SELECT conversation_id FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId)
        """;

    private const string SelectBacklog = $"""
        SELECT c.channel AS Channel, m.direction AS Direction, COUNT(*) AS Messages, MIN(m.accepted_at) AS Oldest
        FROM messages m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.{QueueStore.Waiting} GROUP BY c.channel, m.direction ORDER BY c.channel, m.direction
        """;

    private const string SelectLastAgentMessage = """
        SELECT body FROM messages
        WHERE conversation_id = @conversationId AND direction = 'ToJaicp' AND kind IN ('AgentText', 'AgentFile') AND accepted_at >= @since
        ORDER BY sequence DESC LIMIT 1
        """;

    /// <summary>The agent who last answered in a conversation since a time; null: none has.</summary>
    public async Task<Employee?> FindLastAgentAsync(string conversationId, DateTimeOffset since) =>
        await connection.FirstAsync<string>(SelectLastAgentMessage, new { conversationId, since = ToStored(since) }) is not { } json ? null
            : MessageBody.Parse(json, Direction.ToJaicp) switch
            {
                AgentText text => text.Agent,
                AgentFile file => file.Agent,
                _ => null,
            };

    /// <summary>Null: there is no such message.</summary>
    public async Task<MessageState?> FindStateAsync(string id) =>
        await connection.FirstAsync<string>(SelectState, new { id }) is { } state ? ToEnum<MessageState>(state) : null;

    /// <summary>The file that a message to JAICP is about, and the helpdesk that has it; null: there is no such message.</summary>
    public async Task<(string Helpdesk, AttachedFile File)?> FindAgentFileAsync(string messageId) =>
        await connection.FirstAsync<BodyRow>(SelectWithHelpdesk, new { messageId }) is { } row
        && MessageBody.Parse(row.Body, Direction.ToJaicp) is AgentFile sent
            ? (row.Helpdesk, sent.File)
            : null;

    /// <summary>
    /// When the conversation's ticket was written since a time, oldest first. Every attempt counts that the helpdesk may have counted against
    /// its limit of updates.
    /// </summary>
    public async Task<List<DateTimeOffset>> ListTicketUpdatesAsync(string conversationId, DateTimeOffset since) =>
        (await connection.QueryAsync<long>(SelectTicketUpdates, new { conversationId, since = ToStored(since) })).ConvertAll(ToTime);

    /// <summary>Whether something that the client wrote or sent, or a new hand-over, is not in the ticket yet, or may not be.</summary>
    public async Task<bool> HasWaitingTurnAsync(string conversationId) =>
        await connection.FirstAsync<long>(CountWaitingTurns, new { conversationId }) > 0;

    /// <summary>Whether anything waits for the ticket: what the client did, a note, a rating or a field.</summary>
    public async Task<bool> HasWaitingWriteAsync(string conversationId) =>
        await connection.FirstAsync<long>(CountWaitingWrites, new { conversationId }) > 0;

    /// <summary>Whether a message is just being written to the helpdesk, or was written and the answer was lost.</summary>
    public async Task<bool> HasWriteInProgressAsync(string conversationId) =>
        await connection.FirstAsync<long>(CountBeingWritten, new { conversationId }) > 0;

    /// <summary>Whether a message waits, in either direction.</summary>
    public async Task<bool> HasWaitingAsync(string conversationId) => await connection.FirstAsync<long>(CountWaiting, new { conversationId }) > 0;

    /// <summary>The comments that the bridge itself wrote into a ticket, for any of its conversations.</summary>
    public async Task<HashSet<string>> ListOwnCommentIdsAsync(string helpdesk, string ticketId) =>
        [.. await connection.QueryAsync<string>(SelectOwnComments, new { helpdesk, ticketId })];

    public async Task<List<Backlog>> ListBacklogAsync() =>
        (await connection.QueryAsync<BacklogRow>(SelectBacklog)).ConvertAll(row => row.ToBacklog());

    /// <summary>Whether it is not known what became of an attempt to write something of the conversation that was not delivered since.</summary>
    public async Task<bool> HasUnknownAttemptAsync(string conversationId) =>
        await connection.FirstAsync<long>(CountUnknownAttempts, new { conversationId }) > 0;

    private sealed class BodyRow
    {
        public string Helpdesk { get; init; } = "";
        public string Body { get; init; } = "";
    }

    private sealed class BacklogRow
    {
        public string Channel { get; init; } = "";
        public string Direction { get; init; } = "";
        public long Messages { get; init; }
        public long Oldest { get; init; }

        public Backlog ToBacklog() => new(Channel, ToEnum<Direction>(Direction), Messages, ToTime(Oldest));
    }
}
