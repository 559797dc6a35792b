using System.Data;
using System.Data.Common;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>The readers of the database. Each has a connection of the pool for itself while it reads.</summary>
internal sealed class PostgreSqlReaders(PostgreSqlConnections connections)
{
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await ReadOnceAsync(work, cancellationToken);
            }
            catch (DbException e) when (isFirst && e.IsTransient)
            {
                // The server may have been restarted since the connection was last used.
            }
            catch (DbException e)
            {
                throw new StoreUnavailableException(e);
            }
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = new StoreDbConnection(await connections.OpenAsync(cancellationToken), isSynchronous: false);

        // All statements see the state at the first one.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var result = await work(new StoreTransaction(new StoreConnection(connection)));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
