using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>Opens connections to the database's file, each with the same settings. Closed connections stay in a pool.</summary>
internal sealed class SqliteConnections
{
    private const int BusyTimeoutSeconds = 3;

    /// <summary>
    /// A commit is on the disk when it returns, foreign keys are checked, and deleted rows are overwritten with zeros. SQLite keeps none of
    /// these in the file.
    /// </summary>
    private const string ConfigureConnection = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

    public SqliteConnections(string connectionString)
    {
        // SQLite waits this long for another process to release its lock before it reports "busy".
        ConnectionString = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = BusyTimeoutSeconds }.ToString();
    }

    public string ConnectionString { get; }

    /// <exception cref="SqliteException">The file can't be opened.</exception>
    public SqliteConnection Open() => Open(new SqliteConnection(ConnectionString));

    /// <summary>A connection that the caller keeps for many transactions.</summary>
    /// <exception cref="SqliteException">The file can't be opened.</exception>
    public PreparedConnection OpenPrepared() =>
        Open(new PreparedConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString()));

    private static T Open<T>(T connection)
        where T : SqliteConnection
    {
        try
        {
            connection.Open();
            connection.Execute(ConfigureConnection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections of the pool, so that the file is no longer in use.</summary>
    public void ClearPool()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
