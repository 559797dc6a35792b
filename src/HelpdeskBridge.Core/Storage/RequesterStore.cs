using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>The helpdesk's user that stands for a client.</summary>
internal sealed record Requester(string RequesterId, string Name);

/// <summary>The helpdesk's user of each client.</summary>
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

    public Task<Requester?> FindAsync(string helpdesk, ChannelUser client) =>
        connection.FirstAsync<Requester>(Select, new { helpdesk, client.Channel, client.UserId });

    /// <summary>Does nothing when the client was erased meanwhile.</summary>
    public async Task SaveAsync(string helpdesk, ChannelUser client, Requester requester)
    {
        var row = new { helpdesk, client.Channel, client.UserId, requester.RequesterId, requester.Name };
        if (await connection.ExecuteAsync(Update, row) == 0)
            await connection.ExecuteAsync(Insert, row);
    }
}
