using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>The helpdesk's user that stands for a client.</summary>
internal sealed record Requester(string RequesterId, string Name);

internal sealed partial class StoreSession
{
    public Task<string?> FindWebhookUrlAsync(string channel) =>
        FirstAsync<string>("SELECT webhook_url FROM channels WHERE name = @channel", new { channel });

    /// <param name="channel">The channel.</param>
    /// <param name="url">Verbatim; null: unset, events wait.</param>
    public Task SaveWebhookUrlAsync(string channel, string? url) =>
        ExecuteAsync(
            "INSERT INTO channels (name, webhook_url) VALUES (@channel, @url) ON CONFLICT (name) DO UPDATE SET webhook_url = excluded.webhook_url",
            new { channel, url });

    public Task<Requester?> FindRequesterAsync(string helpdesk, ChannelUser client) =>
        FirstAsync<Requester>(
            "SELECT requester_id AS RequesterId, name AS Name FROM requesters WHERE helpdesk = @helpdesk AND channel = @Channel AND user_id = @UserId",
            new { helpdesk, client.Channel, client.UserId });

    /// <summary>Not of a client who was erased meanwhile.</summary>
    public Task SaveRequesterAsync(string helpdesk, ChannelUser client, Requester requester) =>
        ExecuteAsync(
            """
            INSERT INTO requesters (helpdesk, channel, user_id, requester_id, name) SELECT @helpdesk, @Channel, @UserId, @RequesterId, @Name
            WHERE EXISTS (SELECT 1 FROM conversations WHERE channel = @Channel AND user_id = @UserId)
            ON CONFLICT (helpdesk, channel, user_id) DO UPDATE SET requester_id = excluded.requester_id, name = excluded.name
            """,
            new { helpdesk, client.Channel, client.UserId, requester.RequesterId, requester.Name });
}
