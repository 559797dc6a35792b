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

    /// <summary>Runs writes in the order in which they came, and commits them.</summary>
    public void Run(IReadOnlyList<PendingWrite> batch)
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
            Dispose();
            Log.CommitFailed(log, e, batch.Count);
            foreach (var write in batch)
                write.Fail(new StoreUnavailableException(e));
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

    /// <summary>Runs the writes in the order in which they came. Those whose statements are known are run together with their neighbours.</summary>
    /// <returns>The writes that succeeded. The others were undone.</returns>
    private static List<PendingWrite> RunAll(IReadOnlyList<PendingWrite> batch, IWriteConnection connection)
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

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "A commit of {Writes} write(s) failed. Nothing of it was stored; each caller gets an error")]
        public static partial void CommitFailed(ILogger logger, Exception e, int writes);
    }
}
