namespace HelpdeskBridge.Storage;

/// <summary>A database that runs work in transactions. Each product is one class; the statements are shared (<see cref="StoreTransaction"/>).</summary>
internal interface IDatabase
{
    /// <summary>Brings the schema up to date. Called once, before anything else.</summary>
    /// <exception cref="NewerStoreException">A newer version of the service has written the store.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="work"/> in a transaction and returns only after it is durably committed.</summary>
    /// <exception cref="StoreUnavailableException">The database can't take it now: locked, full, gone. Nothing was stored.</exception>
    Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="work"/> on a consistent reading.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>What was deleted is gone from the database's files as well, not only from its tables.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be used now.</exception>
    Task OverwriteErasedAsync(CancellationToken cancellationToken);
}

internal static class DatabaseExtensions
{
    /// <summary>As <see cref="IDatabase.WriteAsync"/>, for work that gives nothing back.</summary>
    /// <exception cref="StoreUnavailableException">The database can't take it now. Nothing was stored.</exception>
    public static Task WriteAsync(this IDatabase database, Func<StoreTransaction, Task> work, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async store =>
            {
                await work(store);
                return true;
            },
            cancellationToken);
}

/// <summary>The store can't take or give anything now; the caller may come again.</summary>
internal sealed class StoreUnavailableException(Exception cause) : Exception("The store can't be used now.", cause);

/// <summary>The store was written by a newer version; this one would not understand it.</summary>
internal sealed class NewerStoreException(string migration) : Exception(
    $"The store was written by a newer version of Helpdesk Bridge (it has the migration {migration}). Start that version, or use another Storage:ConnectionString.");
