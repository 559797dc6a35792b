using HelpdeskBridge.Storage.PostgreSql;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Storage;

/// <summary>What a look at the store shows, while the service runs or not. The store is neither created nor changed.</summary>
/// <param name="Name">The file, or the server's host and the database.</param>
/// <param name="Exists">Whether there is a store.</param>
/// <param name="UnknownMigration">A migration that this version does not know: a newer version has written the store.</param>
/// <param name="WebhookUrls">The webhook that JAICP has set, by channel.</param>
internal sealed record StoreInspection(
    string Name, bool Exists, string? UnknownMigration, IReadOnlyDictionary<string, string?> WebhookUrls)
{
    /// <summary>What the server says of itself; null: the store is a file.</summary>
    public PostgreSqlServerState? Server { get; private init; }

    /// <summary>Whether the store is the copy of another one that is not complete.</summary>
    public bool IsUnfinishedCopy { get; private init; }

    /// <param name="storage">Where the store is.</param>
    /// <param name="channels">The channels whose webhooks are read.</param>
    /// <exception cref="StoreUnavailableException">The store exists but can't be read.</exception>
    public static Task<StoreInspection> ReadAsync(StorageOptions storage, IReadOnlyList<string> channels)
    {
        return storage.Provider == StorageProvider.PostgreSql ? ReadServerAsync(storage, FindAsync) : ReadFileAsync(storage, FindAsync);

        async Task<Dictionary<string, string?>> FindAsync(StoreTransaction store)
        {
            var found = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var channel in channels)
                found[channel] = await store.Channels.FindWebhookUrlAsync(channel);
            return found;
        }
    }

    /// <summary>The file, or the server's host and the database.</summary>
    public static string GetName(StorageOptions storage) => storage.Provider == StorageProvider.PostgreSql
        ? PostgreSqlConnections.GetShownName(storage.ConnectionString)
        : Path.GetFullPath(SqliteStoreFile.GetPath(storage.ConnectionString));

    /// <summary>Whether there is a store already. Opening it would create one.</summary>
    /// <exception cref="StoreUnavailableException">The server can't be reached.</exception>
    public static async Task<bool> ExistsAsync(StorageOptions storage) => storage.Provider == StorageProvider.PostgreSql
        ? (await ReadAsync(storage, [])).Exists
        : SqliteStoreFile.Exists(storage.ConnectionString);

    private static async Task<StoreInspection> ReadFileAsync(
        StorageOptions storage, Func<StoreTransaction, Task<Dictionary<string, string?>>> find)
    {
        var path = GetName(storage);
        if (!File.Exists(path))
            return new StoreInspection(path, false, null, new Dictionary<string, string?>());
        var (unknown, urls) = await SqliteStoreReader.ReadAsync(path, find);
        return new StoreInspection(path, true, unknown, urls);
    }

    private static async Task<StoreInspection> ReadServerAsync(
        StorageOptions storage, Func<StoreTransaction, Task<Dictionary<string, string?>>> find)
    {
        var look = await PostgreSqlStoreReader.ReadAsync(storage.ConnectionString, find);
        return new StoreInspection(GetName(storage), look.HasStore, look.UnknownMigration, look.Found)
        {
            Server = look.Server,
            IsUnfinishedCopy = look.IsUnfinishedCopy,
        };
    }
}
