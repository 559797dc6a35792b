using HelpdeskBridge.Storage.PostgreSql;
using Npgsql;

namespace HelpdeskBridge.Storage;

/// <summary>
/// A database that runs work in transactions. Each engine has one implementation, in a folder of its own. The statements are the same for all
/// engines (<see cref="StoreTransaction"/>).
/// </summary>
internal interface IDatabase
{
    /// <summary>Brings the schema up to date. Called once, before anything else.</summary>
    /// <exception cref="NewerStoreException">A newer version of the service has written the store.</exception>
    /// <exception cref="StoreUnavailableException">The database can't be opened.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and returns only after it is durably committed and <see cref="StoreTransaction.AfterCommit"/>
    /// has done its part.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// The database can't be written now: it is locked, full or gone. Nothing was stored, unless <see cref="StoreUnavailableException.MayBeStored"/>.
    /// </exception>
    Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs statements in one transaction and returns only after it is durably committed. An engine may send those of many calls in one go.
    /// </summary>
    /// <param name="statements">The statements.</param>
    /// <param name="cancellationToken">Drops them until their turn has come.</param>
    /// <returns>The first value of the first row of each; null when it returned none.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database can't be written now. Nothing was stored, unless <see cref="StoreUnavailableException.MayBeStored"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">They were dropped. Nothing was stored.</exception>
    Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken) => WriteAsync(
        store =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return store.RunAsync(statements);
        },
        cancellationToken);

    /// <summary>Runs <paramref name="work"/> on a consistent snapshot.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="work"/> of one statement. It needs no transaction, which saves a server two more statements.</summary>
    /// <exception cref="InvalidOperationException">There were several statements, which did not see the same snapshot.</exception>
    /// <exception cref="StoreUnavailableException">The database can't be read now.</exception>
    Task<T> ReadStatementAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        ReadAsync(store => store.RunStatementAsync(work), cancellationToken);

    /// <summary>Removes deleted rows from the database's files as well, not only from its tables.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be used now.</exception>
    Task OverwriteErasedAsync(CancellationToken cancellationToken);
}

internal static class DatabaseExtensions
{
    /// <summary>As <see cref="IDatabase.WriteAsync"/>, for work without a result.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The database can't be written now. Nothing was stored, unless <see cref="StoreUnavailableException.MayBeStored"/>.
    /// </exception>
    public static Task WriteAsync(this IDatabase database, Func<StoreTransaction, Task> work, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async store =>
            {
                await work(store);
                return true;
            },
            cancellationToken);
}

/// <summary>The store can't be read or written now. The caller may try again later.</summary>
/// <param name="cause">What happened.</param>
/// <param name="mayBeStored">Whether it is not known what became of a write; otherwise nothing of it was stored.</param>
internal sealed class StoreUnavailableException(Exception cause, bool mayBeStored = false) : Exception(
    mayBeStored ? "The store can't be used now. It is not known whether it has kept what was written." : "The store can't be used now.", cause)
{
    /// <summary>Nobody knows whether the write is stored, or will be. If it is repeated, it may be there twice.</summary>
    public bool MayBeStored => mayBeStored;

    /// <summary>What is wrong, as an administrator reads it. It has no password in it.</summary>
    public string Reason => InnerException switch
    {
        null => Message,
        NpgsqlException e => PostgreSqlFailure.Describe(e),
        var other => other.Message,
    };
}

/// <summary>The store is not one that this version can work on. It needs a person to change that.</summary>
internal abstract class UnusableStoreException(string message) : Exception(message);

/// <summary>The store was written by a newer version, which this one can't read safely.</summary>
internal sealed class NewerStoreException(string migration) : UnusableStoreException(
    $"The store was written by a newer version of Helpdesk Bridge (it has the migration {migration}). "
    + "Start that version, or use another Storage:ConnectionString.");

/// <summary>The store is the copy of another one that is not complete. To work on it would lose the rest.</summary>
internal sealed class UnfinishedCopyException() : UnusableStoreException(
    "The copy of a SQLite store into this database is not complete. Run migrate-store again with the same --to; it goes on where it was. "
    + "Or use another Storage:ConnectionString.");

/// <summary>Another process works on the store, and the two know nothing of each other. Both would send the same messages.</summary>
internal sealed class StoreInUseException(bool isShared) : UnusableStoreException(
    isShared
        ? "A process with Cluster:Provider None works on this database (Storage:ConnectionString), and must be the only one. "
            + "Stop it, or set Cluster:Provider to the same value in all processes."
        : "Another process works on this database (Storage:ConnectionString), and with Cluster:Provider None there may be only one. "
            + "Stop the other one, set Cluster:Provider PostgreSql in all processes, or use another database.");
