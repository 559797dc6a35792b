using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>How many chats of a channel are open.</summary>
internal sealed record OpenChats
{
    public string Channel { get; init; } = "";
    public string Helpdesk { get; init; } = "";
    public long Count { get; init; }
}

/// <summary>Conversations by id, client and age.</summary>
internal sealed class ConversationStore(StoreConnection connection)
{
    internal const string Select = $"""
        SELECT {ConversationRow.ColumnsWithoutContext}, attributes AS Attributes, hidden_attributes AS HiddenAttributes, custom_data AS CustomData,
               script_fields AS ScriptFields
        FROM conversations
        """;

    private const string SelectById = $"{Select} WHERE id = @id";

    private const string WhereCurrent = """
        WHERE channel = @Channel AND user_id = @UserId
        ORDER BY CASE phase WHEN 'Open' THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 1
        """;

    private const string SelectCurrent = $"{Select} {WhereCurrent}";

    private const string SelectVersion = "SELECT id AS Id, version AS Version, last_word_at AS LastMessageAt FROM conversations";

    private const string SelectVersionById = $"{SelectVersion} WHERE id = @id";

    private const string SelectCurrentVersion = $"{SelectVersion} {WhereCurrent}";

    private const string SelectTicketId = "SELECT ticket_id FROM conversations WHERE id = @id";

    private const string CountOpenOfClient =
        "SELECT COUNT(*) FROM conversations WHERE channel = @Channel AND user_id = @UserId AND phase = 'Open'";

    internal const string InsertColumns = """
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, attributes,
                                   hidden_attributes, custom_data, script_fields, ticket_id, ticket_status, tickets_opened, agent_id, assignee_id,
                                   last_word_at, answered_at, told_offline_at, ended_by, rating, rating_comment, rated_at, reopened_at,
                                   escalated_after, escalation_due_at, language, ignores_return_tag, names_another_person, version)
        """;

    internal const string InsertValues = """
        @Id, @Channel, @UserId, @Helpdesk, @Phase, @OpenedAt, @EndedAt, @DestinationId, @UserName, @Attributes,
        @HiddenAttributes, @CustomData, @ScriptFields, @TicketId, @TicketStatus, @TicketsOpened, @AgentId, @AssigneeId,
        @LastMessageAt, @FirstReplyAt, @OfflineNoticeAt, @EndedBy, @Rating, @RatingComment, @RatedAt, @ReopenedAt,
        @EscalatedAfter, @EscalationDueAt, @Language, @IgnoresReturnTag, @NamesAnotherPerson, @Version
        """;

    private const string Upsert = $"""
        {InsertColumns} VALUES ({InsertValues})
        ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, opened_at = excluded.opened_at, ended_at = excluded.ended_at,
            destination_id = excluded.destination_id, user_name = excluded.user_name, attributes = excluded.attributes,
            hidden_attributes = excluded.hidden_attributes, custom_data = excluded.custom_data,
            script_fields = excluded.script_fields, ticket_id = excluded.ticket_id,
            ticket_status = excluded.ticket_status, tickets_opened = excluded.tickets_opened, agent_id = excluded.agent_id,
            assignee_id = excluded.assignee_id, last_word_at = excluded.last_word_at, answered_at = excluded.answered_at,
            told_offline_at = excluded.told_offline_at, ended_by = excluded.ended_by, rating = excluded.rating,
            rating_comment = excluded.rating_comment, rated_at = excluded.rated_at, reopened_at = excluded.reopened_at,
            escalated_after = excluded.escalated_after, escalation_due_at = excluded.escalation_due_at, language = excluded.language,
            ignores_return_tag = excluded.ignores_return_tag, names_another_person = excluded.names_another_person,
            version = excluded.version
        RETURNING id
        """;

    /// <summary>Without what the bot handed over: it may be a megabyte, and most changes leave it as it is.</summary>
    private const string UpdateWithoutContext = """
        UPDATE conversations SET phase = @Phase, opened_at = @OpenedAt, ended_at = @EndedAt, destination_id = @DestinationId,
            user_name = @UserName, ticket_id = @TicketId, ticket_status = @TicketStatus, tickets_opened = @TicketsOpened, agent_id = @AgentId,
            assignee_id = @AssigneeId, last_word_at = @LastMessageAt, answered_at = @FirstReplyAt, told_offline_at = @OfflineNoticeAt,
            ended_by = @EndedBy, rating = @Rating, rating_comment = @RatingComment, rated_at = @RatedAt, reopened_at = @ReopenedAt,
            escalated_after = @EscalatedAfter, escalation_due_at = @EscalationDueAt, language = @Language, ignores_return_tag = @IgnoresReturnTag,
            names_another_person = @NamesAnotherPerson, version = @Version
        WHERE id = @Id
        RETURNING id
        """;

    private const string UpdateLastMessage = "UPDATE conversations SET last_word_at = @LastMessageAt WHERE id = @Id";

    /// <summary>Only what the index <c>conversations_idle</c> has as perhaps idle is looked at.</summary>
    private const string FromPerhapsIdle =
        "FROM conversations c WHERE c.phase = 'Open' AND c.channel = @channel AND COALESCE(c.active_at, c.opened_at) <= @since";

    private const string HasRecentMessage =
        $"EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND (m.{QueueStore.Waiting} OR m.settled_at > @since))";

    private const string SelectIdle = $"""
        SELECT c.id {FromPerhapsIdle} AND COALESCE(c.last_word_at, c.opened_at) <= @since AND NOT {HasRecentMessage}
        ORDER BY COALESCE(c.active_at, c.opened_at) LIMIT @limit
        """;

    private const string SelectNotIdle = $"""
        SELECT c.id {FromPerhapsIdle} AND (COALESCE(c.last_word_at, c.opened_at) > @since OR {HasRecentMessage})
        ORDER BY COALESCE(c.active_at, c.opened_at) LIMIT @limit
        """;

    /// <summary>What waits now is settled later, and until then it waits.</summary>
    private const string UpdateActive = $"""
        UPDATE conversations SET active_at = CASE
            WHEN COALESCE(last_word_at, opened_at) > @since THEN COALESCE(last_word_at, opened_at)
            ELSE COALESCE(
                (SELECT MAX(CASE WHEN m.{QueueStore.Waiting} THEN @now ELSE m.settled_at END) FROM messages m
                    WHERE m.conversation_id = conversations.id),
                active_at) END
        WHERE id = @id
        """;

    /// <summary>The limit is for the reason that <see cref="QueueStore.FromHeadsOfQueues"/> names.</summary>
    private const string SelectEndedBefore = $"""
        SELECT c.id FROM conversations c
        WHERE c.phase <> 'Open' AND c.ended_at < @time
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.{QueueStore.Waiting} LIMIT 1 OFFSET 0)
        ORDER BY c.ended_at LIMIT @limit
        """;

    private const string SelectIdsOfClient = """
        SELECT id FROM conversations WHERE channel = @Channel AND user_id = @UserId ORDER BY id LIMIT @limit
        """;

    /// <summary>A ticket that is pending or on hold waits for somebody else than its agent.</summary>
    private const string CountInHand = """
        SELECT COUNT(*) FROM conversations
        WHERE phase = 'Open' AND helpdesk = @helpdesk AND destination_id = @groupId AND ticket_status NOT IN ('Pending', 'Hold')
        """;

    private const string CountOpen = "SELECT COUNT(*) FROM conversations WHERE phase = 'Open'";

    private const string SelectOpen = """
        SELECT channel AS Channel, helpdesk AS Helpdesk, COUNT(*) AS Count FROM conversations WHERE phase = 'Open' GROUP BY channel, helpdesk
        """;

    /// <summary>The client's open conversation, otherwise the latest one; null when there is none.</summary>
    public async Task<Conversation?> FindCurrentAsync(ChannelUser client) =>
        (await connection.FirstAsync<Row>(SelectCurrent, client))?.ToConversation();

    /// <summary>The version of the conversation that <see cref="FindCurrentAsync"/> finds.</summary>
    public async Task<ConversationVersion?> FindCurrentVersionAsync(ChannelUser client) =>
        (await connection.FirstAsync<VersionRow>(SelectCurrentVersion, client))?.ToVersion();

    /// <summary>Null when there is no such conversation.</summary>
    public async Task<ConversationVersion?> FindVersionAsync(string id) =>
        (await connection.FirstAsync<VersionRow>(SelectVersionById, new { id }))?.ToVersion();

    /// <summary>The current ticket of a conversation; null when there is none.</summary>
    public Task<string?> FindTicketIdAsync(string id) => connection.FirstAsync<string>(SelectTicketId, new { id });

    public async Task<bool> HasOpenAsync(ChannelUser client) => await connection.FirstAsync<long>(CountOpenOfClient, client) > 0;

    public async Task<Conversation?> FindAsync(string id) => (await connection.FirstAsync<Row>(SelectById, new { id }))?.ToConversation();

    /// <summary>
    /// Open conversations of a channel in which nobody has written since a time, no message was delivered or given up since, and none waits.
    /// </summary>
    public Task<List<string>> ListIdleAsync(string channel, DateTimeOffset since, int limit) =>
        connection.QueryAsync<string>(SelectIdle, new { channel, since = ToStored(since), limit });

    /// <summary>
    /// Conversations that <see cref="ListIdleAsync"/> looks at in vain, until it is noted that they were active (<see cref="SaveActiveAsync"/>).
    /// </summary>
    public Task<List<string>> ListNotIdleAsync(string channel, DateTimeOffset since, int limit) =>
        connection.QueryAsync<string>(SelectNotIdle, new { channel, since = ToStored(since), limit });

    /// <summary>Notes when a conversation was last active, as far as that was after a time.</summary>
    public Task SaveActiveAsync(string id, DateTimeOffset since, DateTimeOffset now) =>
        connection.ExecuteAsync(UpdateActive, new { id, since = ToStored(since), now = ToStored(now) });

    /// <summary>Inserts or updates.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="hasStoredContext">Whether it is stored already with this context, which is then not written again.</param>
    /// <returns>It with its version, which went up by one. Decisions that were made on the version before are then repeated.</returns>
    public async Task<Conversation> SaveAsync(Conversation conversation, bool hasStoredContext = false)
    {
        var saved = conversation with { Version = conversation.Version + 1 };
        var statement = hasStoredContext
            ? new StoreStatement(UpdateWithoutContext, ConversationParameters.GetWithoutContext(saved))
            : new StoreStatement(Upsert, ConversationParameters.Get(saved));
        var result = await connection.RunAsync([statement]);
        return result[0] is not null ? saved : throw new InvalidOperationException($"There is no conversation {saved.Id} whose context is stored.");
    }

    /// <summary>Saves only when somebody last wrote. The version stays.</summary>
    public Task SaveLastMessageAsync(Conversation conversation) =>
        connection.ExecuteAsync(UpdateLastMessage, new { conversation.Id, LastMessageAt = ToStored(conversation.LastMessageAt) });

    /// <summary>Conversations that ended before a time, and none of whose messages waits.</summary>
    public Task<List<string>> ListEndedBeforeAsync(DateTimeOffset time, int limit) =>
        connection.QueryAsync<string>(SelectEndedBefore, new { time = ToStored(time), limit });

    /// <summary>All conversations of a client.</summary>
    public Task<List<string>> ListIdsAsync(ChannelUser client, int limit) =>
        connection.QueryAsync<string>(SelectIdsOfClient, new { client.Channel, client.UserId, limit });

    /// <summary>The open chats of a group on which its agents work, or that wait for one of them.</summary>
    public Task<long> CountInHandAsync(string helpdesk, string groupId) => connection.FirstAsync<long>(CountInHand, new { helpdesk, groupId });

    public Task<long> CountOpenAsync() => connection.FirstAsync<long>(CountOpen);

    public Task<List<OpenChats>> ListOpenAsync() => connection.QueryAsync<OpenChats>(SelectOpen);

    /// <summary>A row of <see cref="Select"/>.</summary>
    internal sealed class Row : ConversationRow;

    private sealed class VersionRow
    {
        public string Id { get; init; } = "";
        public long Version { get; init; }
        public long? LastMessageAt { get; init; }

        public ConversationVersion ToVersion() => new(Id, Version, ToTime(LastMessageAt));
    }
}
