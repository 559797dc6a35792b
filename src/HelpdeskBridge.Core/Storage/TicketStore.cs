using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Which tickets carry which conversations, and how far each ticket was read for each of them.</summary>
internal sealed class TicketStore(StoreConnection connection, ConversationStore conversations)
{
    public async Task<bool> IsKnownAsync(string helpdesk, string ticketId) =>
        await connection.FirstAsync<long>("SELECT COUNT(*) FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId", new { helpdesk, ticketId }) > 0;

    /// <summary>Notes that the ticket carries the conversation.</summary>
    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="openedAt">When.</param>
    /// <param name="hearsAfter">Where the conversation came into a ticket that was there before; null: all of it is this conversation's.</param>
    public Task AddAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset openedAt, CommentPosition? hearsAfter = null) =>
        connection.ExecuteAsync(
            """
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, hears_after, hears_after_comment)
            VALUES (@helpdesk, @ticketId, @conversationId, @openedAt, @hearsAfter, @CommentId)
            ON CONFLICT (helpdesk, ticket_id, conversation_id) DO NOTHING
            """,
            new { helpdesk, ticketId, conversationId, openedAt = ToStored(openedAt), hearsAfter = ToStored(hearsAfter?.At), hearsAfter?.CommentId });

    /// <summary>The conversations the ticket carries or carried: one, or more after a merge; the first one first.</summary>
    public async Task<List<TicketSubscription>> ListSubscriptionsAsync(string helpdesk, string ticketId)
    {
        var rows = await connection.QueryAsync<ListenerRow>(
            """
            SELECT conversation_id AS ConversationId, read_until AS ReadUntil, hears_after AS StartAfter, hears_after_comment AS HearsAfterComment
            FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId ORDER BY opened_at, conversation_id
            """,
            new { helpdesk, ticketId });
        var listeners = new List<TicketSubscription>(rows.Count);
        foreach (var row in rows)
        {
            if (await conversations.FindAsync(row.ConversationId) is { } conversation)
                listeners.Add(new TicketSubscription(conversation, ToTime(row.ReadUntil), ToTime(row.StartAfter) is { } at ? new CommentPosition(at, row.HearsAfterComment) : null));
        }

        return listeners;
    }

    /// <summary>Tickets that carry or carried the conversation.</summary>
    public async Task<HashSet<string>> ListIdsAsync(string conversationId) =>
        [.. await connection.QueryAsync<string>("SELECT ticket_id FROM tickets WHERE conversation_id = @conversationId", new { conversationId })];

    /// <summary>Whether the conversation's ticket carries another open one as well.</summary>
    public async Task<bool> IsSharedAsync(Conversation conversation) =>
        await connection.FirstAsync<long>(
            """
            SELECT COUNT(*) FROM tickets t JOIN conversations c ON c.id = t.conversation_id
            WHERE t.helpdesk = @Helpdesk AND t.ticket_id = @TicketId AND t.conversation_id <> @Id AND c.ticket_id = t.ticket_id AND c.phase = 'Open'
            """,
            new { conversation.Helpdesk, conversation.TicketId, conversation.Id }) > 0;

    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation it was read for.</param>
    /// <param name="readUntil">Time of the newest comment taken; null leaves what was known.</param>
    /// <param name="seenUpdatedAt">The ticket's change time; null: to be read again at the next sweep.</param>
    /// <param name="now">When it was read.</param>
    public Task SaveProgressAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset? readUntil, DateTimeOffset? seenUpdatedAt, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            UPDATE tickets SET read_until = COALESCE(@readUntil, read_until), seen_updated_at = @seenUpdatedAt, last_read_at = @now
            WHERE helpdesk = @helpdesk AND ticket_id = @ticketId AND conversation_id = @conversationId
            """,
            new { helpdesk, ticketId, conversationId, readUntil = ToStored(readUntil), seenUpdatedAt = ToStored(seenUpdatedAt), now = ToStored(now) });

    /// <summary>Current tickets of conversations that are open, or ended only lately; those not read for the longest time first.</summary>
    public async Task<List<WatchedTicket>> ListWatchedAsync(string helpdesk, DateTimeOffset endedSince) =>
        (await connection.QueryAsync<WatchedRow>(
            """
            SELECT t.ticket_id AS TicketId, CASE WHEN COUNT(*) = COUNT(t.seen_updated_at) THEN MIN(t.seen_updated_at) END AS SeenUpdatedAt
            FROM conversations c JOIN tickets t ON t.helpdesk = c.helpdesk AND t.ticket_id = c.ticket_id AND t.conversation_id = c.id
            WHERE c.helpdesk = @helpdesk AND c.ticket_status <> 'Gone' AND (c.phase = 'Open' OR c.ended_at > @endedSince)
            GROUP BY t.ticket_id
            ORDER BY MIN(COALESCE(t.last_read_at, 0)), MIN(t.opened_at)
            """,
            new { helpdesk, endedSince = ToStored(endedSince) })).ConvertAll(row => new WatchedTicket(row.TicketId, ToTime(row.SeenUpdatedAt)));

    private sealed class WatchedRow
    {
        public string TicketId { get; init; } = "";
        public long? SeenUpdatedAt { get; init; }
    }

    private sealed class ListenerRow
    {
        public string ConversationId { get; init; } = "";
        public long? ReadUntil { get; init; }
        public long? StartAfter { get; init; }
        public string? HearsAfterComment { get; init; }
    }
}
