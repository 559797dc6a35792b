using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Where each channel's events go.</summary>
internal sealed class ChannelStore(StoreConnection connection)
{
    public Task<string?> FindWebhookUrlAsync(string channel) =>
        connection.FirstAsync<string>("SELECT webhook_url FROM channels WHERE name = @channel", new { channel });

    /// <param name="channel">The channel.</param>
    /// <param name="url">Verbatim; null: unset, events wait.</param>
    public Task SaveWebhookUrlAsync(string channel, string? url) =>
        connection.ExecuteAsync(
            "INSERT INTO channels (name, webhook_url) VALUES (@channel, @url) ON CONFLICT (name) DO UPDATE SET webhook_url = excluded.webhook_url",
            new { channel, url });
}
