namespace HelpdeskBridge.Storage;

/// <summary>The webhook URL of each channel, to which its events are sent.</summary>
internal sealed class ChannelStore(StoreConnection connection)
{
    private const string SelectWebhookUrl = "SELECT webhook_url FROM channels WHERE name = @channel";

    private const string UpsertWebhookUrl = """
        INSERT INTO channels (name, webhook_url) VALUES (@channel, @url)
        ON CONFLICT (name) DO UPDATE SET webhook_url = excluded.webhook_url
        """;

    public Task<string?> FindWebhookUrlAsync(string channel) => connection.FirstAsync<string>(SelectWebhookUrl, new { channel });

    /// <param name="channel">The channel.</param>
    /// <param name="url">The URL exactly as JAICP sent it; null: there is none, and events wait.</param>
    public Task SaveWebhookUrlAsync(string channel, string? url) => connection.ExecuteAsync(UpsertWebhookUrl, new { channel, url });
}
