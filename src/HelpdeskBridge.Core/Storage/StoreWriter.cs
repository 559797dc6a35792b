using System.Collections.Concurrent;
using System.Diagnostics;

namespace HelpdeskBridge.Storage;

/// <summary>
/// The one writer of a process, with a thread of its own, because a database waits for the disk in the thread that calls it. Writes that arrive while
/// a commit is on its way to the disk share the next commit (group commit). Each can be undone by itself, so that one that fails leaves the others
/// untouched. No caller gets its result before the shared commit.
/// </summary>
/// <param name="open">
/// Opens the connection of all writes. It throws <see cref="System.Data.Common.DbException"/> when the database can't be reached.
/// </param>
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

    /// <inheritdoc cref="IDatabase.WriteAsync{T}"/>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        T result = default!;
        StoreTransaction transaction = null!;
        await EnqueueAsync(new WorkWrite(async store => result = await work(transaction = store)), cancellationToken);
        transaction.RunAfterCommit();
        return result;
    }

    /// <inheritdoc cref="IDatabase.WriteAsync(IReadOnlyList{StoreStatement}, CancellationToken)"/>
    public async Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken)
    {
        var write = new StatementsWrite(statements, cancellationToken);
        await EnqueueAsync(write, cancellationToken);
        return write.Results;
    }

    /// <summary>Waits for the writes that were begun.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        if (_thread is not null)
            await _ended.Task;
        _queue.Dispose();
    }

    private Task EnqueueAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Start();
        _queue.Add(write, CancellationToken.None);
        return write.Done;
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
        List<PendingWrite> written;
        try
        {
            var connection = _connection ??= open();
            connection.Begin();
            written = RunAll(batch, connection);
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

    /// <summary>Runs the writes in the order in which they came. Those whose statements are known are run together with their neighbours.</summary>
    /// <returns>The writes that succeeded. The others were undone.</returns>
    private static List<PendingWrite> RunAll(List<PendingWrite> batch, IWriteConnection connection)
    {
        var written = new List<PendingWrite>(batch.Count);
        var together = new List<StatementsWrite>(batch.Count);
        foreach (var write in batch)
        {
            if (write is StatementsWrite next)
            {
                if (!next.FailIfCancelled())
                    together.Add(next);
                continue;
            }

            RunTogether();
            RunAlone(write);
        }

        RunTogether();
        return written;

        void RunTogether()
        {
            if (together.Count > 1 && TryRun(store => StatementsWrite.RunAsync(together, store), null, connection) is null)
                written.AddRange(together);
            else
                together.ForEach(RunAlone);
            together.Clear();
        }

        void RunAlone(PendingWrite write)
        {
            if (TryRun(write.RunAsync, write.Span, connection) is { } failure)
                write.Fail(failure);
            else
                written.Add(write);
        }
    }

    /// <returns>Why it failed and was undone; null when it succeeded.</returns>
    private static Exception? TryRun(Func<StoreTransaction, Task> run, Activity? span, IWriteConnection connection)
    {
        // Not the span of whoever made this loop start.
        Activity.Current = span;
        connection.BeginWrite();
        try
        {
            run(new StoreTransaction(new StoreConnection(connection.Connection))).GetAwaiter().GetResult();
            connection.EndWrite();
            return null;
        }
        catch (Exception e) when (!connection.MayHaveEndedTransaction(e))
        {
            connection.UndoWrite();
            connection.EndWrite();
            return e;
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed. Nothing of it was stored; each caller gets an error")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);
    }
}
