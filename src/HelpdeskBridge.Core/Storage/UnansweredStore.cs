using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Open chats that no agent has answered yet.</summary>
internal sealed class UnansweredStore(StoreConnection connection)
{
    private const string CountBefore = """
        SELECT COUNT(*) FROM conversations
        WHERE phase = 'Open' AND answered_at IS NULL AND helpdesk = @Helpdesk AND destination_id = @DestinationId
            AND (opened_at < @openedAt OR (opened_at = @openedAt AND id < @Id))
        """;

    private const string SelectNotTold = """
        SELECT c.id FROM conversations c
        WHERE c.phase = 'Open' AND c.channel = @channel AND c.answered_at IS NULL AND c.opened_at <= @before
            AND NOT EXISTS (
                SELECT 1 FROM messages m
                WHERE m.source_key IN (c.id || '/waiting', c.id || '/waiting:' || c.opened_at) AND m.accepted_at > c.opened_at)
        ORDER BY c.opened_at LIMIT @limit
        """;

    /// <summary>
    /// The conditions are those of the index <c>conversations_escalations</c>. A chat whose ticket is to be read is looked at after that.
    /// </summary>
    private const string SelectEscalations = """
        SELECT c.id FROM conversations c
        WHERE c.phase = 'Open' AND (c.answered_at IS NULL OR c.reopened_at IS NOT NULL) AND c.ticket_id IS NOT NULL
            AND c.channel = @channel AND COALESCE(c.escalation_due_at, c.opened_at) <= @now
            AND NOT EXISTS (SELECT 1 FROM noted_tickets n WHERE n.helpdesk = c.helpdesk AND n.ticket_id = c.ticket_id)
        ORDER BY COALESCE(c.escalation_due_at, c.opened_at) LIMIT @limit
        """;

    /// <summary>The client's place among the open chats of the group that no agent has answered yet, beginning with 1.</summary>
    public async Task<long> GetPositionAsync(Conversation conversation) => 1 + await connection.FirstAsync<long>(
        CountBefore,
        new { conversation.Helpdesk, conversation.DestinationId, openedAt = ToStored(conversation.OpenedAt), conversation.Id });

    /// <summary>Chats of a channel that began before a time, and whose clients were not told yet that they have to wait.</summary>
    public Task<List<string>> ListNotToldAsync(string channel, DateTimeOffset openedBefore, int limit) =>
        connection.QueryAsync<string>(SelectNotTold, new { channel, before = ToStored(openedBefore), limit });

    /// <summary>Chats of a channel for which a step of <c>Escalations</c> may be due.</summary>
    public Task<List<string>> ListEscalationsAsync(string channel, DateTimeOffset now, int limit) =>
        connection.QueryAsync<string>(SelectEscalations, new { channel, now = ToStored(now), limit });
}
