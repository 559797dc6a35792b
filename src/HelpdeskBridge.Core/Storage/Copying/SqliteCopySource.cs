using System.Globalization;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Copying;

/// <summary>
/// The SQLite store that is copied. While it is open, no other process can read or write the store: what the service accepted meanwhile would not be
/// in the copy.
/// </summary>
internal sealed class SqliteCopySource : IDisposable
{
    /// <summary>SQLite leaves the write-ahead log only if no other process has the file open, whether it does something or not.</summary>
    private const string LeaveLog = "PRAGMA journal_mode = DELETE";

    /// <summary>A service that is started now can't turn the write-ahead log on again, and so does not start.</summary>
    private const string Lock = "BEGIN EXCLUSIVE";

    private const string SelectTables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'SchemaVersions'";

    private const int Busy = 5;
    private const int Locked = 6;

    private readonly SqliteConnection _connection;

    private SqliteCopySource(SqliteConnection connection, string fingerprint) => (_connection, Fingerprint) = (connection, fingerprint);

    /// <summary>Changes with the store: without the write-ahead log, each commit writes into the file, and so does turning the log on.</summary>
    public string Fingerprint { get; }

    /// <exception cref="SqliteException">The file can't be read, or is in use (<see cref="IsInUse"/>).</exception>
    /// <exception cref="StoreCopyException">The store has another schema.</exception>
    /// <exception cref="NewerStoreException">A newer version has written the store.</exception>
    public static SqliteCopySource Open(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 3 };
        var connection = new SqliteConnection(builder.ToString());
        try
        {
            connection.Open();
            CheckSchema(connection);
            connection.Execute(LeaveLog);
            connection.Execute(Lock);
            return new SqliteCopySource(connection, ReadFingerprint(builder.DataSource));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether another process has the store open.</summary>
    public static bool IsInUse(SqliteException failure) => failure.SqliteErrorCode is Busy or Locked;

    /// <summary>How many rows there are in all tables together.</summary>
    public long CountRows() => CopiedTables.All.Sum(table => CountRows(table, long.MaxValue));

    /// <summary>How many rows there are in a table up to one.</summary>
    public long CountRows(string table, long last)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table} WHERE rowid <= $last";
        command.Parameters.AddWithValue("$last", last);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads rows in the order in which they were written.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The last row that is not read; 0: from the beginning.</param>
    public IEnumerable<(long Row, object?[] Values)> Read(CopiedTable table, long after = 0)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT rowid, {table.ColumnList} FROM {table.Name} WHERE rowid > $after ORDER BY rowid";
        command.Parameters.AddWithValue("$after", after);
        using var reader = command.ExecuteReader();
        var values = new object?[table.Columns.Count];
        while (reader.Read())
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.IsDBNull(i + 1) ? null : table.Numbers[i] ? reader.GetInt64(i + 1) : reader.GetString(i + 1);
            yield return (reader.GetInt64(0), values);
        }
    }

    /// <summary>Closing releases the store.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>An older store is not migrated here: this command changes nothing in it, and an upgrade has its own way back.</summary>
    private static void CheckSchema(SqliteConnection connection)
    {
        var executed = ReadNames(connection, SqliteStoreReader.SelectMigrations);
        if (DbUpMigrations.FindUnknown(executed) is { } unknown)
            throw new NewerStoreException(unknown);
        if (executed.Count < DbUpMigrations.Known.Count(name => name.Contains(SqliteMigrator.EmbeddedScripts, StringComparison.Ordinal)))
        {
            throw new StoreCopyException(
                "An older version wrote the SQLite store. Start this version on it once, which migrates it, and stop it again.");
        }

        if (ReadNames(connection, SelectTables).Except(CopiedTables.All).FirstOrDefault() is { } other)
            throw new StoreCopyException($"The SQLite store has the table {other}, which is not one of the bridge's.");
    }

    private static List<string> ReadNames(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>The file is not opened for it: closing it again would take away the lock that SQLite has on it (POSIX).</summary>
    private static string ReadFingerprint(string path)
    {
        var file = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc:O} {file.Length}");
    }
}
