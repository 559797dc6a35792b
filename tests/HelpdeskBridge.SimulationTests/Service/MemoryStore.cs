using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>Stores in memory. The first one is made as the service makes its file; the others are copies of it.</summary>
internal static class MemoryStore
{
    private static SqliteConnection? _empty;

    public static PreparedConnection Create()
    {
        var store = new PreparedConnection("Data Source=:memory:");
        store.Open();
        (_empty ??= CreateEmpty()).BackupDatabase(store);
        store.Run("PRAGMA foreign_keys = ON");
        return store;
    }

    private static SqliteConnection CreateEmpty()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-simulation-").FullName;
        var text = $"Data Source={Path.Combine(folder, "bridge.db")};Pooling=False";
        var database = new SqliteDatabase(
            Microsoft.Extensions.Options.Options.Create(new StorageOptions { ConnectionString = text }), NullLogger<SqliteDatabase>.Instance);
        database.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        var empty = new SqliteConnection("Data Source=:memory:");
        empty.Open();
        using (var file = new SqliteConnection(text))
        {
            file.Open();
            file.BackupDatabase(empty);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return empty;
    }
}
