using DbUp;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A SQLite file as another version of the service left it.</summary>
internal sealed class OldVersionStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-old-store-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "bridge.db")}";

    /// <param name="lastMigration">Beginning of the last script's name, such as V001; later ones are not run.</param>
    public static OldVersionStore Create(string lastMigration)
    {
        var store = new OldVersionStore();
        var result = DeployChanges.To.SqliteDatabase(store.ConnectionString + ";Pooling=False")
            .WithScriptsEmbeddedInAssembly(
                typeof(SqliteDatabase).Assembly,
                name => name.Split(".Migrations.") is [_, var script] && string.CompareOrdinal(script[..lastMigration.Length], lastMigration) <= 0)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        result.Successful.ShouldBeTrue(result.Error?.Message);
        return store;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> ReadAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
