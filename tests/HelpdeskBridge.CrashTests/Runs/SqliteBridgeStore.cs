using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A SQLite store.</summary>
internal sealed class SqliteBridgeStore(string connectionString) : BridgeStore
{
    private readonly string _path = new SqliteConnectionStringBuilder(connectionString).DataSource;

    /// <summary>Size of the database file and its log together.</summary>
    public override long GetSize() => GetSize(_path) + GetSize($"{_path}-wal");

    protected override async Task<DbConnection> OpenAsync()
    {
        var source = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(source.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private static long GetSize(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
