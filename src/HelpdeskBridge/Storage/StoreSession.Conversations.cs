using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

internal sealed partial class StoreSession
{
    private const string ConversationColumns = """
        SELECT id AS Id, channel AS Channel, user_id AS UserId, helpdesk AS Helpdesk, phase AS Phase, opened_at AS OpenedAt, ended_at AS EndedAt,
               destination_id AS DestinationId, user_name AS UserName, attributes AS Attributes, hidden_attributes AS HiddenAttributes,
               custom_data AS CustomData, ticket_id AS TicketId, ticket_status AS TicketStatus, tickets_opened AS TicketsOpened, version AS Version
        FROM conversations
        """;

    /// <summary>The client's open conversation, else the last one, else null.</summary>
    public async Task<Conversation?> FindCurrentConversationAsync(ChannelUser client) =>
        (await FirstAsync<ConversationRow>(
            $"{ConversationColumns} WHERE channel = @Channel AND user_id = @UserId ORDER BY CASE phase WHEN 'Open' THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 1",
            client))?.ToConversation();

    public async Task<Conversation?> FindConversationAsync(string id) =>
        (await FirstAsync<ConversationRow>($"{ConversationColumns} WHERE id = @id", new { id }))?.ToConversation();

    public async Task<Conversation?> FindConversationOfTicketAsync(string helpdesk, string ticketId) =>
        (await FirstAsync<ConversationRow>(
            $"{ConversationColumns} WHERE id = (SELECT conversation_id FROM tickets WHERE helpdesk = @helpdesk AND ticket_id = @ticketId)",
            new { helpdesk, ticketId }))?.ToConversation();

    /// <summary>Inserts or updates; the version goes up by one.</summary>
    public async Task<Conversation> SaveConversationAsync(Conversation c)
    {
        var saved = c with { Version = c.Version + 1 };
        await ExecuteAsync(
            """
            INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, attributes,
                                       hidden_attributes, custom_data, ticket_id, ticket_status, tickets_opened, version)
            VALUES (@Id, @Channel, @UserId, @Helpdesk, @Phase, @OpenedAt, @EndedAt, @DestinationId, @UserName, @Attributes,
                    @HiddenAttributes, @CustomData, @TicketId, @TicketStatus, @TicketsOpened, @Version)
            ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, ended_at = excluded.ended_at, destination_id = excluded.destination_id,
                user_name = excluded.user_name, attributes = excluded.attributes, hidden_attributes = excluded.hidden_attributes,
                custom_data = excluded.custom_data, ticket_id = excluded.ticket_id, ticket_status = excluded.ticket_status,
                tickets_opened = excluded.tickets_opened, version = excluded.version
            """,
            new
            {
                c.Id, c.Client.Channel, c.Client.UserId, c.Helpdesk, Phase = c.Phase.ToString(), OpenedAt = Stored(c.OpenedAt), EndedAt = Stored(c.EndedAt),
                c.DestinationId, c.UserName, c.Context.Attributes, c.Context.HiddenAttributes, c.Context.CustomData,
                c.TicketId, TicketStatus = c.TicketStatus.ToString(), c.TicketsOpened, saved.Version,
            });
        return saved;
    }

    public Task SaveTicketAsync(string helpdesk, string ticketId, string conversationId, DateTimeOffset openedAt) =>
        ExecuteAsync(
            """
            INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at) VALUES (@helpdesk, @ticketId, @conversationId, @openedAt)
            ON CONFLICT (helpdesk, ticket_id) DO NOTHING
            """,
            new { helpdesk, ticketId, conversationId, openedAt = Stored(openedAt) });

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
            Version = Version,
        };
    }
}
