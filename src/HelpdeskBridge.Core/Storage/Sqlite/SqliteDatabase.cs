using System.Threading.Channels;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// SQLite with one writer. Writes that wait while a commit reaches the disk share the next one (group commit): each runs in a
/// savepoint of its own, so that one that fails takes no other with it, and nobody hears back before the shared commit.
/// </summary>
internal sealed partial class SqliteDatabase : IDatabase, IAsyncDisposable
{
    private const int MaxWritesPerCommit = 256;
    private const int MaxCheckpoints = 50;
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromMilliseconds(100);

    private readonly string _connectionString;
    private readonly string _file;
    private readonly ILogger<SqliteDatabase> _log;
    private readonly Channel<PendingWrite> _queue = Channel.CreateUnbounded<PendingWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _start = new();
    private Task? _writer;

    public SqliteDatabase(IOptions<StorageOptions> options, ILogger<SqliteDatabase> log)
    {
        // SQLite waits this long for a lock of another process before it says "busy".
        var builder = new SqliteConnectionStringBuilder(options.Value.ConnectionString) { DefaultTimeout = 3 };
        _connectionString = builder.ToString();
        _log = log;
        _file = builder.DataSource;
    }

    public Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetDirectoryName(_file) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using var connection = Open();
            Execute(connection, "PRAGMA journal_mode = WAL");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Task.FromException(new StoreUnavailableException(e));
        }

        var upgrade = DeployChanges.To.SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteDatabase).Assembly, name => name.Contains(".Storage.Migrations.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();

        var unknown = upgrade.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count > 0)
            throw new NewerStoreException(unknown[^1]);
        var result = upgrade.PerformUpgrade();
        return result.Successful ? Task.CompletedTask : Task.FromException(result.Error);
    }

    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = Open();
            await using var transaction = connection.BeginTransaction(deferred: true);
            return await work(new StoreTransaction(new StoreConnection(connection, transaction)));
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        lock (_start)
            _writer ??= Task.Run(WriteLoopAsync, CancellationToken.None);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        await _queue.Writer.WriteAsync(
            new PendingWrite(async store => result = await work(store), () => done.TrySetResult(result), error => done.TrySetException(error)),
            cancellationToken);
        return await done.Task;
    }

    /// <summary>
    /// Deleted rows are overwritten where they were (secure_delete), but the log of changes still has them as they were before: it is worked off
    /// and cut to nothing, which has to wait for whoever reads at the moment.
    /// </summary>
    public async Task OverwriteErasedAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var connection = Open();
                await using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                var isBusy = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) != 0;
                if (!isBusy || attempt == MaxCheckpoints)
                    return;
                await Task.Delay(BetweenCheckpoints, TimeProvider.System, cancellationToken);
            }
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_writer is { } writer)
            await writer;
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<PendingWrite>(MaxWritesPerCommit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxWritesPerCommit && _queue.Reader.TryRead(out var write))
                batch.Add(write);
            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> batch)
    {
        var written = new List<PendingWrite>(batch.Count);
        try
        {
            await using var connection = Open();
            await using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                if (await TryRunAsync(write, connection, transaction))
                    written.Add(write);
            }

            await transaction.CommitAsync();
        }
        catch (Exception e)
        {
            Log.CommitFailed(_log, e, batch.Count);
            foreach (var write in batch)
                write.Fail(e is SqliteException ? new StoreUnavailableException(e) : e);
            return;
        }

        foreach (var write in written)
            write.Complete();
    }

    private static async Task<bool> TryRunAsync(PendingWrite write, SqliteConnection connection, SqliteTransaction transaction)
    {
        Execute(connection, "SAVEPOINT one_write", transaction);
        try
        {
            await write.Run(new StoreTransaction(new StoreConnection(connection, transaction)));
            Execute(connection, "RELEASE one_write", transaction);
            return true;
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: SqliteErrors.Full or SqliteErrors.IoError or SqliteErrors.ReadOnly })
        {
            Execute(connection, "ROLLBACK TO one_write; RELEASE one_write", transaction);
            write.Fail(e is SqliteException ? new StoreUnavailableException(e) : e);
            return false;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private sealed record PendingWrite(Func<StoreTransaction, Task> Run, Action Complete, Action<Exception> Fail);

    /// <summary>Result codes after which SQLite may have rolled the whole transaction back (sqlite.org/rescode.html).</summary>
    private static class SqliteErrors
    {
        public const int ReadOnly = 8;
        public const int IoError = 10;
        public const int Full = 13;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed; the callers are told to come again")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);
    }
}
