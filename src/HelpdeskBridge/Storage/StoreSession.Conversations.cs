using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

internal sealed partial class StoreSession
{
    private const string ConversationColumns = """
        SELECT id AS Id, channel AS Channel, user_id AS UserId, helpdesk AS Helpdesk, phase AS Phase, opened_at AS OpenedAt, ended_at AS EndedAt,
               destination_id AS DestinationId, user_name AS UserName, attributes AS Attributes, hidden_attributes AS HiddenAttributes,
               custom_data AS CustomData, ticket_id AS TicketId, ticket_status AS TicketStatus, tickets_opened AS TicketsOpened, agent_id AS AgentId, assignee_id AS AssigneeId,
               last_word_at AS LastWordAt, answered_at AS AnsweredAt, told_offline_at AS ToldOfflineAt, version AS Version
        FROM conversations
        """;

    /// <summary>The client's open conversation, else the last one, else null.</summary>
    public async Task<Conversation?> FindCurrentConversationAsync(ChannelUser client) =>
        (await FirstAsync<ConversationRow>(
            $"{ConversationColumns} WHERE channel = @Channel AND user_id = @UserId ORDER BY CASE phase WHEN 'Open' THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 1",
            client))?.ToConversation();

    public async Task<Conversation?> FindConversationAsync(string id) =>
        (await FirstAsync<ConversationRow>($"{ConversationColumns} WHERE id = @id", new { id }))?.ToConversation();

    /// <summary>Open conversations of a channel that began before a time and wait for a first answer, without having been told so.</summary>
    public Task<List<string>> FindUnansweredAsync(string channel, DateTimeOffset openedBefore, int most) =>
        QueryAsync<string>(
            """
            SELECT c.id FROM conversations c
            WHERE c.phase = 'Open' AND c.channel = @channel AND c.answered_at IS NULL AND c.opened_at <= @before
                AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.source_key = c.id || '/waiting')
            ORDER BY c.opened_at LIMIT @most
            """,
            new { channel, before = Stored(openedBefore), most });

    /// <summary>Open conversations of a channel in which nobody has said anything since a time, and no message has arrived since or still waits.</summary>
    public Task<List<string>> FindSilentAsync(string channel, DateTimeOffset since, int most) =>
        QueryAsync<string>(
            $"""
            SELECT c.id FROM conversations c
            WHERE c.phase = 'Open' AND c.channel = @channel AND COALESCE(c.last_word_at, c.opened_at) <= @since
                AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND (m.{Waiting} OR m.settled_at > @since))
            ORDER BY c.opened_at LIMIT @most
            """,
            new { channel, since = Stored(since), most });

    /// <summary>Inserts or updates.</summary>
    /// <param name="c">The conversation.</param>
    /// <param name="isNews">More than a word changed: the version goes up by one.</param>
    public async Task<Conversation> SaveConversationAsync(Conversation c, bool isNews = true)
    {
        var saved = isNews ? c with { Version = c.Version + 1 } : c;
        await ExecuteAsync(
            """
            INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, attributes,
                                       hidden_attributes, custom_data, ticket_id, ticket_status, tickets_opened, agent_id, assignee_id,
                                       last_word_at, answered_at, told_offline_at, version)
            VALUES (@Id, @Channel, @UserId, @Helpdesk, @Phase, @OpenedAt, @EndedAt, @DestinationId, @UserName, @Attributes,
                    @HiddenAttributes, @CustomData, @TicketId, @TicketStatus, @TicketsOpened, @AgentId, @AssigneeId,
                    @LastWordAt, @AnsweredAt, @ToldOfflineAt, @Version)
            ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, ended_at = excluded.ended_at, destination_id = excluded.destination_id,
                user_name = excluded.user_name, attributes = excluded.attributes, hidden_attributes = excluded.hidden_attributes,
                custom_data = excluded.custom_data, ticket_id = excluded.ticket_id, ticket_status = excluded.ticket_status,
                tickets_opened = excluded.tickets_opened, agent_id = excluded.agent_id, assignee_id = excluded.assignee_id,
                last_word_at = excluded.last_word_at, answered_at = excluded.answered_at,
                told_offline_at = excluded.told_offline_at, version = excluded.version
            """,
            new
            {
                c.Id, c.Client.Channel, c.Client.UserId, c.Helpdesk, Phase = c.Phase.ToString(), OpenedAt = Stored(c.OpenedAt), EndedAt = Stored(c.EndedAt),
                c.DestinationId, c.UserName, c.Context.Attributes, c.Context.HiddenAttributes, c.Context.CustomData,
                c.TicketId, TicketStatus = c.TicketStatus.ToString(), c.TicketsOpened, c.AgentId, c.AssigneeId,
                LastWordAt = Stored(c.LastWordAt), AnsweredAt = Stored(c.AnsweredAt), ToldOfflineAt = Stored(c.ToldOfflineAt), saved.Version,
            });
        return saved;
    }

    private sealed class ConversationRow
    {
        public string Id { get; init; } = "";
        public string Channel { get; init; } = "";
        public string UserId { get; init; } = "";
        public string Helpdesk { get; init; } = "";
        public string Phase { get; init; } = "";
        public long OpenedAt { get; init; }
        public long? EndedAt { get; init; }
        public string DestinationId { get; init; } = "";
        public string? UserName { get; init; }
        public string? Attributes { get; init; }
        public string? HiddenAttributes { get; init; }
        public string? CustomData { get; init; }
        public string? TicketId { get; init; }
        public string TicketStatus { get; init; } = "";
        public long TicketsOpened { get; init; }
        public string? AgentId { get; init; }
        public string? AssigneeId { get; init; }
        public long? LastWordAt { get; init; }
        public long? AnsweredAt { get; init; }
        public long? ToldOfflineAt { get; init; }
        public long Version { get; init; }

        public Conversation ToConversation() => new()
        {
            Id = Id,
            Client = new ChannelUser(Channel, UserId),
            Helpdesk = Helpdesk,
            Phase = Named<Phase>(Phase),
            OpenedAt = Time(OpenedAt),
            EndedAt = Time(EndedAt),
            DestinationId = DestinationId,
            UserName = UserName,
            Context = new HandOverContext(Attributes, HiddenAttributes, CustomData),
            TicketId = TicketId,
            TicketStatus = Named<TicketStatus>(TicketStatus),
            TicketsOpened = (int)TicketsOpened,
            AgentId = AgentId,
            AssigneeId = AssigneeId,
            LastWordAt = Time(LastWordAt),
            AnsweredAt = Time(AnsweredAt),
            ToldOfflineAt = Time(ToldOfflineAt),
            Version = Version,
        };
    }
}
