using System.Data.Common;
using System.Diagnostics;

namespace HelpdeskBridge.Storage;

/// <summary>A write that waits for the writer of its process (<see cref="StoreWriter"/>).</summary>
/// <param name="cancellationToken">Drops it until its turn has come.</param>
internal abstract class PendingWrite(CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is committed, or has failed.</summary>
    public Task Done => _done.Task;

    /// <summary>What is stored has the trace context of its caller.</summary>
    public Activity? Span { get; } = Activity.Current;

    /// <summary>Runs its statements. It may be called once more after it was undone.</summary>
    public abstract Task RunAsync(StoreTransaction store);

    /// <summary>It is committed.</summary>
    public void Complete() => _done.TrySetResult();

    /// <summary>It failed. Nothing of it was stored, unless the exception says that it may be.</summary>
    public void Fail(Exception e) => _done.TrySetException(e is DbException ? new StoreUnavailableException(e) : e);

    /// <summary>Ends it when nobody waits for it any more.</summary>
    public bool FailIfCancelled() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);
}

/// <summary>A write whose statements depend on what they find.</summary>
internal sealed class WorkWrite(Func<StoreTransaction, Task> work) : PendingWrite(CancellationToken.None)
{
    public override Task RunAsync(StoreTransaction store) => work(store);
}

/// <summary>A write whose statements are known before.</summary>
internal sealed class StatementsWrite(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken) : PendingWrite(cancellationToken)
{
    public IReadOnlyList<StoreStatement> Statements => statements;

    public IReadOnlyList<object?> Results { get; private set; } = [];

    /// <summary>Runs those of several writes in one go.</summary>
    public static async Task RunAsync(IReadOnlyList<StatementsWrite> writes, StoreTransaction store) =>
        SetResults(writes, await store.RunAsync([.. writes.SelectMany(write => write.Statements)]));

    /// <summary>Gives each write the results of its own statements.</summary>
    public static void SetResults(IReadOnlyList<StatementsWrite> writes, IReadOnlyList<object?> results)
    {
        var first = 0;
        foreach (var write in writes)
        {
            write.Results = [.. results.Skip(first).Take(write.Statements.Count)];
            first += write.Statements.Count;
        }
    }

    public override Task RunAsync(StoreTransaction store) => RunAsync([this], store);
}
