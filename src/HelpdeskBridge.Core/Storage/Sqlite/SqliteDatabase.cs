using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>The store in one SQLite file, for one process. Readers have a connection each; all writes go through one writer.</summary>
internal sealed class SqliteDatabase : IDatabase, IAsyncDisposable
{
    private readonly SqliteConnections _connections;
    private readonly SqliteMigrator _migrator;
    private readonly StoreWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteCheckpoint _checkpoint;

    /// <param name="options">Where the file is.</param>
    /// <param name="log">The log.</param>
    /// <param name="migrations">Gets each migration of a store that exists, before it runs.</param>
    public SqliteDatabase(IOptions<StorageOptions> options, ILogger<SqliteDatabase> log, IProgress<MigrationStep>? migrations = null)
    {
        _connections = new SqliteConnections(options.Value.ConnectionString);
        _migrator = new SqliteMigrator(_connections, migrations);
        _writer = new StoreWriter(
            () => new SqliteWriteConnection(_connections.OpenForWriting()), SqliteWriteConnection.MaxWritesPerCommit, log);
        _readers = new SqliteReaders(_connections);
        _checkpoint = new SqliteCheckpoint(_connections);
    }

    public Task MigrateAsync(CancellationToken cancellationToken)
    {
        _migrator.Migrate();
        return Task.CompletedTask;
    }

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.WriteAsync(work, cancellationToken);

    public Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken) =>
        _writer.WriteAsync(statements, cancellationToken);

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) => _readers.ReadAsync(work);

    public async Task OverwriteErasedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _checkpoint.RunAsync(cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _connections.ClearPool();
    }
}
