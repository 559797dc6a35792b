using System.Diagnostics;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Commits writes together. Each can be undone by itself, so that one that fails leaves the others untouched. All of them end only after the commit.
/// </summary>
/// <param name="open">
/// Opens the connection of all writes. It throws <see cref="System.Data.Common.DbException"/> when the database can't be reached.
/// </param>
/// <param name="log">The log.</param>
internal sealed partial class GroupCommit(Func<IWriteConnection> open, ILogger log) : IDisposable
{
    /// <summary>The connection of all writes; null: none is open, because none was needed yet, or because it failed.</summary>
    private IWriteConnection? _connection;

    /// <summary>Runs writes in the order in which they came, and commits them. Those that nobody waits for any more are dropped.</summary>
    public void Run(IReadOnlyList<PendingWrite> batch)
    {
        var pending = batch.Where(write => !write.FailIfCancelled()).ToList();
        if (pending.Count == 0)
            return;
        List<PendingWrite> written;
        try
        {
            var connection = _connection ??= open();
            written = Begin(pending, connection);
            RunAll(pending.Skip(written.Count), written, connection);
            connection.Commit();
        }
        catch (Exception e)
        {
            // Closing rolls back what is left of the transaction. The next write finds out whether the store can be used again.
            Dispose();
            var unknown = e as UnknownCommitException;
            if (unknown is null)
                Log.CommitFailed(log, e, pending.Count);
            else
                Log.OutcomeUnknown(log, unknown.Cause, pending.Count);
            foreach (var write in pending)
                write.Fail(new StoreUnavailableException(unknown?.Cause ?? e, mayBeStored: unknown is not null));
            return;
        }

        foreach (var write in written)
            write.Complete();
    }

    /// <summary>Closes the connection, which rolls back what is left of a transaction.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Begins the transaction together with the first writes, if their statements are known.</summary>
    /// <returns>The writes that are done.</returns>
    private static List<PendingWrite> Begin(List<PendingWrite> writes, IWriteConnection connection)
    {
        var first = writes.TakeWhile(write => write is StatementsWrite).Cast<StatementsWrite>().ToList();
        if (first.Count == 0)
        {
            connection.Begin();
            return [];
        }

        Activity.Current = first is [var single] ? single.Span : null;
        if (connection.Begin([.. first.SelectMany(write => write.Statements)]) is not { } results)
            return [];
        StatementsWrite.SetResults(first, results);
        return [.. first];
    }

    /// <summary>Runs writes in the order in which they came. Those whose statements are known are run together with their neighbours.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="written">Gets those that succeed. The others are undone.</param>
    /// <param name="connection">What they are run on.</param>
    private static void RunAll(IEnumerable<PendingWrite> writes, List<PendingWrite> written, IWriteConnection connection)
    {
        var together = new List<StatementsWrite>();
        foreach (var write in writes)
        {
            if (write is StatementsWrite next)
            {
                together.Add(next);
                continue;
            }

            RunTogether();
            RunAlone(write);
        }

        RunTogether();

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

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed. Nothing of it was stored; each caller gets an error")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);

        [LoggerMessage(
            1006, LogLevel.Error, "It is not known whether a commit of {Writes} write(s) has taken effect, or will; each caller gets an error")]
        public static partial void OutcomeUnknown(ILogger logger, Exception e, int writes);
    }
}
