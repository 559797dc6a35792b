using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Which tickets belong to which conversations, and how far each ticket was read for each of them.</summary>
internal sealed class TicketStore(StoreConnection connection, ConversationStore conversations)
{
    private const string CountById = "SELECT COUNT(*) FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId";

    private const string InsertIfAbsent = """
        INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, hears_after, hears_after_comment)
        VALUES (@helpdesk, @ticketId, @conversationId, @openedAt, @startAfter, @CommentId)
        ON CONFLICT (helpdesk, ticket_id, conversation_id) DO NOTHING
        """;

    private const string SelectSubscriptions = """
        SELECT conversation_id AS ConversationId, read_until AS ReadUntil, hears_after AS StartAfter, hears_after_comment AS StartAfterComment
        FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId ORDER BY opened_at, conversation_id
        """;

    private const string SelectIdsOfConversation = "SELECT ticket_id FROM tickets WHERE conversation_id = @conversationId";

    /// <summary>The limit is for the reason that <see cref="QueueStore.FromHeadsOfQueues"/> names.</summary>
    private const string CountOtherOpenConversations = """
        SELECT COUNT(*) FROM tickets t
        WHERE t.helpdesk = @Helpdesk AND t.ticket_id = @TicketId AND t.conversation_id <> @Id AND EXISTS (
            SELECT 1 FROM conversations c
            WHERE c.id = t.conversation_id AND c.ticket_id = t.ticket_id AND c.phase = 'Open' LIMIT 1 OFFSET 0)
        """;

    private const string UpdateProgress = """
        UPDATE tickets SET read_until = COALESCE(@readUntil, read_until), seen_updated_at = @seenUpdatedAt, last_read_at = @now
        WHERE helpdesk = @helpdesk AND ticket_id = @ticketId AND conversation_id = @conversationId
        """;

    private const string SelectLastRead = """
        SELECT last_read_at FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId AND conversation_id = @conversationId
        """;

    private const string SelectWatched = """
        SELECT t.ticket_id AS TicketId, CASE WHEN COUNT(*) = COUNT(t.seen_updated_at) THEN MIN(t.seen_updated_at) END AS SeenUpdatedAt
        FROM (SELECT id, helpdesk, ticket_id, ticket_status FROM conversations WHERE helpdesk = @helpdesk AND phase = 'Open'
            UNION ALL SELECT id, helpdesk, ticket_id, ticket_status FROM conversations
                WHERE helpdesk = @helpdesk AND phase = 'Ended' AND ended_at > @endedSince) c
        JOIN tickets t ON t.helpdesk = c.helpdesk AND t.ticket_id = c.ticket_id AND t.conversation_id = c.id
        WHERE c.ticket_status <> 'Gone'
        GROUP BY t.ticket_id
        ORDER BY MIN(COALESCE(t.last_read_at, 0)), MIN(t.opened_at)
        """;

    /// <summary>The page is chosen before the tickets are looked up, so that PostgreSQL does not join all that ended with all tickets.</summary>
    private const string SelectEnded = """
        SELECT c.ended_at AS EndedAt, c.id AS ConversationId, c.ticket_id AS TicketId, t.seen_updated_at AS SeenUpdatedAt
        FROM (SELECT ended_at, id, helpdesk, ticket_id FROM conversations
            WHERE helpdesk = @helpdesk AND phase = 'Ended' AND ticket_id IS NOT NULL AND ticket_status NOT IN ('Closed', 'Gone')
                AND ended_at <= @endedBefore AND (ended_at, id) > (@afterTime, @afterId)
            ORDER BY ended_at, id LIMIT @limit) c
        LEFT JOIN tickets t ON t.helpdesk = c.helpdesk AND t.ticket_id = c.ticket_id AND t.conversation_id = c.id
        ORDER BY c.ended_at, c.id
        """;

    /// <summary>When the ticket was last read for the conversation; null: never.</summary>
    public async Task<DateTimeOffset?> FindLastReadAsync(string helpdesk, string ticketId, string conversationId) =>
        ToTime(await connection.FirstAsync<long?>(SelectLastRead, new { helpdesk, ticketId, conversationId }));

    /// <summary>Whether the ticket belongs to any conversation.</summary>
    public async Task<bool> IsKnownAsync(string helpdesk, string ticketId) =>
        await connection.FirstAsync<long>(CountById, new { helpdesk, ticketId }) > 0;

    /// <summary>Records that the ticket belongs to the conversation.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="openedAt">Since when it does.</param>
    /// <param name="startAfter">
    /// The position at which the conversation came into a ticket that existed before; null: the whole ticket is about this conversation.
    /// </param>
    public Task AddAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset openedAt, CommentPosition? startAfter = null) =>
        connection.ExecuteAsync(
            InsertIfAbsent,
            new
            {
                helpdesk,
                ticketId,
                conversationId,
                openedAt = ToStored(openedAt),
                startAfter = ToStored(startAfter?.At),
                startAfter?.CommentId,
            });

    /// <summary>The conversations that the ticket belongs or belonged to, oldest first. There is more than one only after a merge.</summary>
    public async Task<List<TicketSubscription>> ListSubscriptionsAsync(string helpdesk, string ticketId)
    {
        var rows = await connection.QueryAsync<SubscriptionRow>(SelectSubscriptions, new { helpdesk, ticketId });
        var subscriptions = new List<TicketSubscription>(rows.Count);
        foreach (var row in rows)
        {
            if (await conversations.FindAsync(row.ConversationId) is { } conversation)
                subscriptions.Add(row.ToSubscription(conversation));
        }

        return subscriptions;
    }

    /// <summary>The tickets that belong or belonged to the conversation.</summary>
    public async Task<HashSet<string>> ListIdsAsync(string conversationId) =>
        [.. await connection.QueryAsync<string>(SelectIdsOfConversation, new { conversationId })];

    /// <summary>Whether the conversation's ticket is also the ticket of another open conversation.</summary>
    public async Task<bool> IsSharedAsync(Conversation conversation) =>
        await connection.FirstAsync<long>(CountOtherOpenConversations, new { conversation.Helpdesk, conversation.TicketId, conversation.Id }) > 0;

    /// <summary>The ticket was read for the conversation.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="conversationId">The conversation it was read for.</param>
    /// <param name="readUntil">Time of the newest comment that was processed; null leaves what is stored.</param>
    /// <param name="seenUpdatedAt">When the ticket was last changed, as the helpdesk says; null: the next sweep reads it again.</param>
    /// <param name="now">When it was read.</param>
    public Task SaveProgressAsync(
        string helpdesk, string ticketId, string conversationId, DateTimeOffset? readUntil, DateTimeOffset? seenUpdatedAt, DateTimeOffset now) =>
        connection.ExecuteAsync(
            UpdateProgress,
            new
            {
                helpdesk,
                ticketId,
                conversationId,
                readUntil = ToStored(readUntil),
                seenUpdatedAt = ToStored(seenUpdatedAt),
                now = ToStored(now),
            });

    /// <summary>
    /// The current tickets of conversations that are open or ended after <paramref name="endedSince"/>. Those that were not read for the longest
    /// time come first.
    /// </summary>
    public async Task<List<WatchedTicket>> ListWatchedAsync(string helpdesk, DateTimeOffset endedSince) =>
        (await connection.QueryAsync<WatchedRow>(SelectWatched, new { helpdesk, endedSince = ToStored(endedSince) }))
        .ConvertAll(row => row.ToWatchedTicket());

    /// <summary>The tickets of conversations that ended until a time, as far as agents can still write into them, oldest end first.</summary>
    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="endedBefore">The time.</param>
    /// <param name="after">The last one of the page before; null: the first page.</param>
    /// <param name="limit">Size of a page.</param>
    public async Task<List<EndedTicket>> ListEndedAsync(string helpdesk, DateTimeOffset endedBefore, EndedTicket? after, int limit) =>
        (await connection.QueryAsync<EndedRow>(
            SelectEnded,
            new
            {
                helpdesk,
                endedBefore = ToStored(endedBefore),
                afterTime = ToStored(after?.EndedAt ?? DateTimeOffset.UnixEpoch),
                afterId = after?.ConversationId ?? "",
                limit,
            })).ConvertAll(row => row.ToEndedTicket());

    private sealed class EndedRow
    {
        public long EndedAt { get; init; }
        public string ConversationId { get; init; } = "";
        public string TicketId { get; init; } = "";
        public long? SeenUpdatedAt { get; init; }

        public EndedTicket ToEndedTicket() => new(ToTime(EndedAt), ConversationId, new WatchedTicket(TicketId, ToTime(SeenUpdatedAt)));
    }

    private sealed class WatchedRow
    {
        public string TicketId { get; init; } = "";
        public long? SeenUpdatedAt { get; init; }

        public WatchedTicket ToWatchedTicket() => new(TicketId, ToTime(SeenUpdatedAt));
    }

    private sealed class SubscriptionRow
    {
        public string ConversationId { get; init; } = "";
        public long? ReadUntil { get; init; }
        public long? StartAfter { get; init; }
        public string? StartAfterComment { get; init; }

        public TicketSubscription ToSubscription(Conversation conversation) =>
            new(conversation, ToTime(ReadUntil), ToTime(StartAfter) is { } at ? new CommentPosition(at, StartAfterComment) : null);
    }
}
