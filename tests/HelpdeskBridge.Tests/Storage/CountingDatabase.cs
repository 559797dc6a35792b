using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A database that counts what is asked of it.</summary>
internal sealed class CountingDatabase(IDatabase inner) : IDatabase
{
    private int _reads;
    private int _writes;
    private int _statements;

    public int Reads => _reads;

    public int Writes => _writes;

    /// <summary>The statements of all reads and writes that are done.</summary>
    public int Statements => _statements;

    public void Reset() => (_reads, _writes, _statements) = (0, 0, 0);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return inner.WriteAsync(store => CountAsync(store, work), cancellationToken);
    }

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(store => CountAsync(store, work), cancellationToken);
    }

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => inner.OverwriteErasedAsync(cancellationToken);

    private async Task<T> CountAsync<T>(StoreTransaction store, Func<StoreTransaction, Task<T>> work)
    {
        var result = await work(store);
        Interlocked.Add(ref _statements, store.Statements);
        return result;
    }
}
