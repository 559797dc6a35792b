using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The service's store, seen from outside.</summary>
internal sealed class BridgeStore(string path)
{
    /// <summary>Size of the database file and its log together.</summary>
    public long GetSize() => GetSize(path) + GetSize($"{path}-wal");

    /// <summary>Tickets that the service knows to have changed and has not read yet. The admin API does not tell of them.</summary>
    public async Task<long> CountTicketsToReadAsync()
    {
        var source = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(source.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM noted_tickets";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static long GetSize(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
