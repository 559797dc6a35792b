using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The store's file without the writer's thread: all work is done in the thread of the caller, so that its memory can be counted.</summary>
internal sealed class SameThreadDatabase(string connectionString) : IDatabase, IDisposable
{
    private readonly PreparedConnection _connection = new SqliteConnections(connectionString).OpenForWriting();

    public Task MigrateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        _connection.Run("BEGIN IMMEDIATE");
        var store = new StoreTransaction(new StoreConnection(_connection));
        var result = work(store);
        result.IsCompletedSuccessfully.ShouldBeTrue();
        _connection.Run("COMMIT");
        store.RunAfterCommit();
        return result;
    }

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        work(new StoreTransaction(new StoreConnection(_connection)));

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => _connection.Dispose();
}
