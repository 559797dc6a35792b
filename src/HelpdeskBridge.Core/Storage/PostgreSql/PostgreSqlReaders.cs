using System.Data;
using System.Data.Common;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>The readers of the database. Each has a connection of the pool for itself while it reads.</summary>
internal sealed class PostgreSqlReaders(PostgreSqlConnections connections)
{
    /// <summary>All statements see the state at the first one.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var result = await work(new StoreTransaction(new StoreConnection(connection)));
            await transaction.CommitAsync(cancellationToken);
            return result;
        },
        cancellationToken);

    /// <inheritdoc cref="IDatabase.ReadStatementAsync"/>
    public Task<T> ReadStatementAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) => RunAsync(
        connection => new StoreTransaction(new StoreConnection(connection)).RunStatementAsync(work), cancellationToken);

    private async Task<T> RunAsync<T>(Func<StoreDbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await using var connection = new StoreDbConnection(await connections.OpenAsync(cancellationToken), isSynchronous: false);
                return await read(connection);
            }
            catch (DbException e) when (isFirst && e is { IsTransient: true, InnerException: not TimeoutException })
            {
                // The server may have been restarted since the connection was last used. One that is slow is not asked for the same once more.
            }
            catch (DbException e)
            {
                throw new StoreUnavailableException(e);
            }
        }
    }
}
