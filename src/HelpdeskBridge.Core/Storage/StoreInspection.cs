using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Storage;

/// <summary>What a look at the store shows, while the service runs or not. The store is neither created nor changed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Exists">Whether there is a store.</param>
/// <param name="UnknownMigration">A migration that this version does not know: a newer version has written the store.</param>
/// <param name="WebhookUrls">The webhook that JAICP has set, by channel.</param>
internal sealed record StoreInspection(
    string Path, bool Exists, string? UnknownMigration, IReadOnlyDictionary<string, string?> WebhookUrls)
{
    /// <param name="storage">Where the store is.</param>
    /// <param name="channels">The channels whose webhooks are read.</param>
    /// <exception cref="StoreUnavailableException">The store exists but can't be read.</exception>
    public static async Task<StoreInspection> ReadAsync(StorageOptions storage, IReadOnlyList<string> channels)
    {
        var path = System.IO.Path.GetFullPath(SqliteStoreFile.GetPath(storage.ConnectionString));
        if (!File.Exists(path))
            return new StoreInspection(path, false, null, new Dictionary<string, string?>());
        var (unknown, urls) = await SqliteStoreReader.ReadAsync(
            path,
            async store =>
            {
                var found = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
                foreach (var channel in channels)
                    found[channel] = await store.Channels.FindWebhookUrlAsync(channel);
                return found;
            });
        return new StoreInspection(path, true, unknown, urls);
    }
}
