using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>Reads a database's file without changing it, also while the service uses it.</summary>
internal static class SqliteStoreReader
{
    internal const string SelectMigrations = "SELECT ScriptName FROM SchemaVersions ORDER BY SchemaVersionID DESC";

    /// <summary>Runs <paramref name="work"/> if this version knows the schema.</summary>
    /// <returns>A migration that this version does not know; and what the work found, which is empty then.</returns>
    /// <exception cref="StoreUnavailableException">The file can't be read.</exception>
    public static async Task<(string? UnknownMigration, Dictionary<string, string?> Found)> ReadAsync(
        string path, Func<StoreTransaction, Task<Dictionary<string, string?>>> work)
    {
        try
        {
            await using var connection = new SqliteConnection(GetConnectionString(path));
            await connection.OpenAsync();
            connection.Execute("BEGIN");
            var store = new StoreConnection(connection);
            var unknown = DbUpMigrations.FindUnknown(await store.QueryAsync<string>(SelectMigrations));
            return unknown is null ? (null, await work(new StoreTransaction(store))) : (unknown, []);
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    /// <summary>
    /// Without a write-ahead log nobody uses the file, and it is opened as immutable: otherwise SQLite would create files beside it even for reading.
    /// </summary>
    private static string GetConnectionString(string path)
    {
        var isUnused = !File.Exists(path + "-wal") || new FileInfo(path + "-wal").Length == 0;
        return new SqliteConnectionStringBuilder
        {
            DataSource = isUnused ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 3,
        }.ToString();
    }
}
