using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>The readers of the database. Each has a connection for itself while it reads, and the next one takes it over.</summary>
internal sealed class SqliteReaders(SqliteConnections connections) : IDisposable
{
    /// <summary>So many connections are kept when nobody reads.</summary>
    private const int MaxIdle = 8;

    private const string Begin = "BEGIN";
    private const string End = "COMMIT";

    private readonly ConcurrentStack<PreparedConnection> _idle = [];

    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work)
    {
        PreparedConnection? connection = null;
        try
        {
            if (!_idle.TryPop(out connection))
                connection = connections.OpenPrepared();
            connection.Run(Begin);
            var result = await work(new StoreTransaction(new StoreConnection(connection)));
            connection.Run(End);
            Keep(connection);
            return result;
        }
        catch (Exception e)
        {
            // It may be in a transaction still, or the file may be another one by now.
            connection?.Dispose();
            if (e is SqliteException)
                throw new StoreUnavailableException(e);
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }

    private void Keep(PreparedConnection connection)
    {
        if (_idle.Count < MaxIdle)
            _idle.Push(connection);
        else
            connection.Dispose();
    }
}
