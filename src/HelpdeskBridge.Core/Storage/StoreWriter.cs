using System.Collections.Concurrent;

namespace HelpdeskBridge.Storage;

/// <summary>
/// The one writer of a process, with a thread of its own, because a database waits for the disk in the thread that calls it. Writes that arrive while
/// a commit is on its way to the disk share the next commit (group commit). Each can be undone by itself, so that one that fails leaves the others
/// untouched (<see cref="GroupCommit"/>). No caller gets its result before the shared commit.
/// </summary>
/// <param name="open">
/// Opens the connection of all writes. It throws <see cref="System.Data.Common.DbException"/> when the database can't be reached.
/// </param>
/// <param name="maxWritesPerCommit">How many writes share a commit at most.</param>
/// <param name="log">The log.</param>
internal sealed class StoreWriter(Func<IWriteConnection> open, int maxWritesPerCommit, ILogger log) : IAsyncDisposable
{
    private readonly GroupCommit _commits = new(open, log);
    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _start = new();
    private Thread? _thread;

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
            _commits.Run(batch);
            batch.Clear();
        }

        _commits.Dispose();
        _ended.SetResult();
    }
}
