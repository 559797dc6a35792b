using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A store that can be read, and refuses writes.</summary>
/// <param name="inner">The store.</param>
/// <param name="refuse">Asked at each write. Null: it is taken.</param>
internal sealed class UnwritableDatabase(IDatabase inner, Func<StoreUnavailableException?> refuse) : IDatabase
{
    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        refuse() is { } refusal ? Task.FromException<T>(refusal) : inner.WriteAsync(work, cancellationToken);

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        inner.ReadAsync(work, cancellationToken);

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => inner.OverwriteErasedAsync(cancellationToken);
}
