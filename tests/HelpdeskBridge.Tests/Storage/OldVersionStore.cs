using DbUp;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A SQLite file as another version of the service left it.</summary>
internal sealed class OldVersionStore : IDisposable
{
    /// <summary>Makes a store one of a version that does not exist yet.</summary>
    public const string InsertFutureMigration =
        "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('HelpdeskBridge.Storage.Migrations.V999_Future.sql', '2027-01-01')";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-old-store-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "bridge.db")}";

    /// <summary>Where the service keeps clients' files that are not in a ticket yet.</summary>
    public string ClientFiles => Path.Combine(_folder, "client-files");

    /// <summary>An empty store with an older schema.</summary>
    /// <param name="lastMigration">Beginning of the last script's name, such as V001. Later scripts are not run.</param>
    public static OldVersionStore Create(string lastMigration)
    {
        var store = new OldVersionStore();
        var result = DeployChanges.To.SqliteDatabase(store.ConnectionString + ";Pooling=False")
            .WithScriptsEmbeddedInAssembly(
                typeof(SqliteDatabase).Assembly,
                name => name.Split(".Storage.Migrations.") is [_, var script]
                    && string.CompareOrdinal(script[..lastMigration.Length], lastMigration) <= 0)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        result.Successful.ShouldBeTrue(result.Error?.Message);
        return store;
    }

    /// <summary>A store that an older version of the service wrote. See Assets/README.md.</summary>
    /// <param name="dump">Name of a SQL dump in Assets.</param>
    public static async Task<OldVersionStore> LoadAsync(string dump)
    {
        await using var stream = typeof(OldVersionStore).Assembly.GetManifestResourceStream(dump).ShouldNotBeNull(dump);
        using var reader = new StreamReader(stream);
        var store = new OldVersionStore();
        await store.ExecuteAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        return store;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first column of each row.</summary>
    public async Task<List<string>> ReadAsync(string sql) => [.. (await ReadRowsAsync(sql)).Select(row => row[0])];

    public async Task<List<string[]>> ReadRowsAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
