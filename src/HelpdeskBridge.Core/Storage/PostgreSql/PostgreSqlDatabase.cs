using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// The store in a PostgreSQL database, for one process or several. Readers have a connection each; all writes of a process go through one writer, and
/// the writers of all processes take turns.
/// </summary>
internal sealed class PostgreSqlDatabase : IDatabase, IAsyncDisposable
{
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlMigrator _migrator;
    private readonly StoreWriter _writer;
    private readonly PostgreSqlReaders _readers;
    private readonly PostgreSqlClientFiles _clientFiles;

    /// <param name="options">Where the database is.</param>
    /// <param name="log">The log.</param>
    /// <param name="migrations">Gets each migration of a store that exists, before it runs.</param>
    public PostgreSqlDatabase(IOptions<StorageOptions> options, ILogger<PostgreSqlDatabase> log, IProgress<MigrationStep>? migrations = null)
    {
        _connections = new PostgreSqlConnections(options.Value.ConnectionString);
        _migrator = new PostgreSqlMigrator(_connections, migrations);
        _writer = new StoreWriter(() => new PostgreSqlWriteConnection(_connections), PostgreSqlWriteConnection.MaxWritesPerCommit, log);
        _readers = new PostgreSqlReaders(_connections);
        _clientFiles = new PostgreSqlClientFiles(_connections);
    }

    public IClientFileArchive ClientFiles => _clientFiles;

    public Task MigrateAsync(CancellationToken cancellationToken) => _migrator.MigrateAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.WriteAsync(work, cancellationToken);

    public Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken) =>
        _writer.WriteAsync(statements, cancellationToken);

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _readers.ReadAsync(work, cancellationToken);

    public Task<T> ReadStatementAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _readers.ReadStatementAsync(work, cancellationToken);

    /// <summary>The server's own vacuum removes deleted rows.</summary>
    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _clientFiles.Dispose();
        await _connections.DisposeAsync();
    }
}
