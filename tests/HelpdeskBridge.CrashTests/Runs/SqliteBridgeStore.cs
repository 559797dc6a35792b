using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A SQLite store.</summary>
internal sealed class SqliteBridgeStore(string connectionString) : IBridgeStore
{
    private readonly string _path = new SqliteConnectionStringBuilder(connectionString).DataSource;

    /// <summary>Size of the database file and its log together.</summary>
    public long GetSize() => GetSize(_path) + GetSize($"{_path}-wal");

    public async Task<long> CountTicketsToReadAsync()
    {
        var source = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(source.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM noted_tickets";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static long GetSize(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
