using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;

namespace HelpdeskBridge.Storage;

/// <summary>
/// The one writer of a process, with a thread of its own, because a database waits for the disk in the thread that calls it. Writes that arrive while
/// a commit is on its way to the disk share the next commit (group commit). Each can be undone by itself, so that one that fails leaves the others
/// untouched. No caller gets its result before the shared commit.
/// </summary>
/// <param name="open">Opens the connection of all writes. It throws <see cref="DbException"/> when the database can't be reached.</param>
/// <param name="maxWritesPerCommit">How many writes share a commit at most.</param>
/// <param name="log">The log.</param>
internal sealed partial class StoreWriter(Func<IWriteConnection> open, int maxWritesPerCommit, ILogger log) : IAsyncDisposable
{
    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _start = new();
    private Thread? _thread;

    /// <summary>The connection of all writes; null: none is open, because none was needed yet, or because it failed.</summary>
    private IWriteConnection? _connection;

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
                error => done.TrySetException(error is DbException ? new StoreUnavailableException(error) : error),
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
        var batch = new List<PendingWrite>(maxWritesPerCommit);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < maxWritesPerCommit && _queue.TryTake(out var write))
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
            var connection = _connection ??= open();
            connection.Begin();
            foreach (var write in batch)
            {
                if (TryRun(write, connection))
                    written.Add(write);
            }

            connection.Commit();
        }
        catch (Exception e)
        {
            // Closing rolls back what is left of the transaction. The next write finds out whether the store can be used again.
            Close();
            Log.CommitFailed(log, e, batch.Count);
            foreach (var write in batch)
                write.Fail(new StoreUnavailableException(e));
            return;
        }

        foreach (var write in written)
            write.Complete();
    }

    /// <returns>False when the write failed and was undone.</returns>
    private static bool TryRun(PendingWrite write, IWriteConnection connection)
    {
        // What is stored has the trace context of its caller, not of whoever made this loop start.
        Activity.Current = write.Span;
        connection.BeginWrite();
        try
        {
            write.Run(new StoreTransaction(new StoreConnection(connection.Connection))).GetAwaiter().GetResult();
            connection.EndWrite();
            return true;
        }
        catch (Exception e) when (!connection.MayHaveEndedTransaction(e))
        {
            connection.UndoWrite();
            connection.EndWrite();
            write.Fail(e);
            return false;
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private sealed record PendingWrite(Func<StoreTransaction, Task> Run, Action Complete, Action<Exception> Fail, Activity? Span);

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed. Nothing of it was stored; each caller gets an error")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);
    }
}
