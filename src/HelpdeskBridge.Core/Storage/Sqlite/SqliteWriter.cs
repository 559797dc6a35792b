using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// The one writer of the database, with a thread of its own, because SQLite waits for the disk in the thread that calls it. Writes that arrive while
/// a commit is on its way to the disk share the next commit (group commit). Each runs in a savepoint of its own, so that one that fails leaves the
/// others untouched. No caller gets its result before the shared commit.
/// </summary>
internal sealed partial class SqliteWriter(SqliteConnections connections, ILogger log) : IAsyncDisposable
{
    private const int MaxWritesPerCommit = 256;
    private const string BeginBatch = "BEGIN IMMEDIATE";
    private const string CommitBatch = "COMMIT";
    private const string BeginWrite = "SAVEPOINT one_write";
    private const string EndWrite = "RELEASE one_write";
    private const string UndoWrite = "ROLLBACK TO one_write";

    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _start = new();
    private Thread? _thread;

    /// <summary>The connection of all writes; null: none is open, because none was needed yet, or because it failed.</summary>
    private PreparedConnection? _connection;

    /// <exception cref="StoreUnavailableException">The database can't be written now. Nothing was stored.</exception>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Start();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        StoreTransaction transaction = null!;
        _queue.Add(
            new PendingWrite(
                async store => result = await work(transaction = store),
                () => done.TrySetResult(),
                error => done.TrySetException(error is SqliteException ? new StoreUnavailableException(error) : error),
                Activity.Current),
            CancellationToken.None);
        await done.Task;
        transaction.RunAfterCommit();
        return result;
    }

    /// <summary>Waits for the writes that were begun.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        if (_thread is not null)
            await _ended.Task;
        _queue.Dispose();
    }

    private void Start()
    {
        if (_thread is not null)
            return;
        lock (_start)
        {
            if (_thread is not null)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "Store writer" };

            // Not with the context of the call that happens to be the first, which the log would name in every line of this thread.
            _thread.UnsafeStart();
        }
    }

    private void Run()
    {
        var batch = new List<PendingWrite>(MaxWritesPerCommit);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxWritesPerCommit && _queue.TryTake(out var write))
                batch.Add(write);
            Commit(batch);
            batch.Clear();
        }

        Close();
        _ended.SetResult();
    }

    private void Commit(List<PendingWrite> batch)
    {
        var written = new List<PendingWrite>(batch.Count);
        try
        {
            var connection = _connection ??= connections.OpenForWriting();
            connection.Run(BeginBatch);
            foreach (var write in batch)
            {
                if (TryRun(write, connection))
                    written.Add(write);
            }

            connection.Run(CommitBatch);
        }
        catch (Exception e)
        {
            // Closing rolls back what is left of the transaction. The next write finds out whether the store can be used again.
            Close();
            Log.CommitFailed(log, e, batch.Count);
            foreach (var write in batch)
                write.Fail(e);
            return;
        }

        foreach (var write in written)
            write.Complete();
    }

    /// <returns>False when the write failed and was undone.</returns>
    private static bool TryRun(PendingWrite write, PreparedConnection connection)
    {
        // What is stored has the trace context of its caller, not of whoever made this loop start.
        Activity.Current = write.Span;
        connection.Run(BeginWrite);
        try
        {
            write.Run(new StoreTransaction(new StoreConnection(connection))).GetAwaiter().GetResult();
            connection.Run(EndWrite);
            return true;
        }
        catch (Exception e) when (!MayHaveRolledBack(e))
        {
            connection.Run(UndoWrite);
            connection.Run(EndWrite);
            write.Fail(e);
            return false;
        }
    }

    /// <summary>Whether SQLite may have rolled back the whole transaction, with the other writes in it.</summary>
    private static bool MayHaveRolledBack(Exception e) =>
        e is SqliteException { SqliteErrorCode: SqliteErrorCodes.Full or SqliteErrorCodes.IoError or SqliteErrorCodes.ReadOnly };

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private sealed record PendingWrite(Func<StoreTransaction, Task> Run, Action Complete, Action<Exception> Fail, Activity? Span);

    /// <summary>Result codes of SQLite, see sqlite.org/rescode.html.</summary>
    private static class SqliteErrorCodes
    {
        public const int ReadOnly = 8;
        public const int IoError = 10;
        public const int Full = 13;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed. Nothing of it was stored; each caller gets an error")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);
    }
}
