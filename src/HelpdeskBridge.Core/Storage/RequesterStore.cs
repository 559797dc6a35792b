using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>The helpdesk's user that stands for a client.</summary>
internal sealed record Requester(string RequesterId, string Name);

/// <summary>Who the requester of a conversation's ticket is, where the bot names the helpdesk's own user.</summary>
/// <param name="RequesterId">The helpdesk's user; empty: the bridge's own one.</param>
/// <param name="Note">The message that tells the agent why, as JSON; null: nothing is said.</param>
internal sealed record TicketRequester(string RequesterId, string? Note);

/// <summary>The helpdesk's user of each client, and the requester of the tickets that have another one.</summary>
internal sealed class RequesterStore(StoreConnection connection)
{
    private const string Select = """
        SELECT requester_id AS RequesterId, name AS Name
        FROM requesters WHERE helpdesk = @helpdesk AND channel = @Channel AND user_id = @UserId
        """;

    private const string Update = """
        UPDATE requesters SET requester_id = @RequesterId, name = @Name WHERE helpdesk = @helpdesk AND channel = @Channel AND user_id = @UserId
        """;

    private const string Insert = """
        INSERT INTO requesters (helpdesk, channel, user_id, requester_id, name)
        SELECT @helpdesk, @Channel, @UserId, @RequesterId, @Name
        WHERE EXISTS (SELECT 1 FROM conversations WHERE channel = @Channel AND user_id = @UserId)
        """;

    private const string SelectOfConversation = """
        SELECT requester_id AS RequesterId, note AS Note FROM ticket_requesters WHERE conversation_id = @conversationId
        """;

    private const string DeleteOfConversation = "DELETE FROM ticket_requesters WHERE conversation_id = @conversationId";

    private const string InsertOfConversation = """
        INSERT INTO ticket_requesters (conversation_id, requester_id, note)
        SELECT @conversationId, @RequesterId, @Note WHERE EXISTS (SELECT 1 FROM conversations WHERE id = @conversationId)
        """;

    public Task<Requester?> FindAsync(string helpdesk, ChannelUser client) =>
        connection.FirstAsync<Requester>(Select, new { helpdesk, client.Channel, client.UserId });

    /// <summary>Does nothing when the client was erased meanwhile.</summary>
    public async Task SaveAsync(string helpdesk, ChannelUser client, Requester requester)
    {
        var row = new { helpdesk, client.Channel, client.UserId, requester.RequesterId, requester.Name };
        if (await connection.ExecuteAsync(Update, row) == 0)
            await connection.ExecuteAsync(Insert, row);
    }

    public Task<TicketRequester?> FindOfConversationAsync(string conversationId) =>
        connection.FirstAsync<TicketRequester>(SelectOfConversation, new { conversationId });

    /// <summary>Null removes it. Does nothing when the conversation was erased meanwhile.</summary>
    public async Task SaveOfConversationAsync(string conversationId, TicketRequester? requester)
    {
        await connection.ExecuteAsync(DeleteOfConversation, new { conversationId });
        if (requester is not null)
            await connection.ExecuteAsync(InsertOfConversation, new { conversationId, requester.RequesterId, requester.Note });
    }
}
