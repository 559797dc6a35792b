using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A store in which something happens after the first read.</summary>
internal sealed class InterruptedDatabase(IDatabase inner, Func<Task> interruption) : IDatabase
{
    private Func<Task>? _interruption = interruption;

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        inner.WriteAsync(work, cancellationToken);

    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        var result = await inner.ReadAsync(work, cancellationToken);
        if (Interlocked.Exchange(ref _interruption, null) is { } interrupt)
            await interrupt();
        return result;
    }

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => inner.OverwriteErasedAsync(cancellationToken);
}
