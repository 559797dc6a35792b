using System.Data.Common;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>
/// The store as one process sees it. When a read or a commit happens is a choice of the scheduler, and so is when the caller learns of it. What was
/// not committed at the end of the process never happens.
/// </summary>
/// <param name="connection">The connection of all reads and writes. It outlives the process.</param>
/// <param name="faults">Chooses which commits fail.</param>
/// <param name="scheduler">Chooses when something happens.</param>
/// <param name="life">The life of the process.</param>
/// <param name="log">The log of the process.</param>
internal sealed class SimulatedDatabase(
    PreparedConnection connection, IStoreFaults faults, Scheduler scheduler, Life life, ILogger<SimulatedDatabase> log)
    : IDatabase, IDisposable
{
    private readonly List<PendingWrite> _waiting = [];
    private GroupCommit? _commits;
    private KeptConnection? _kept;

    /// <summary>The connection as the stores see it.</summary>
    public required DbConnection Statements { get; init; }

    /// <summary>A planted fault: so long after it was answered, a write is durable. Null: before.</summary>
    public (TimeProvider Clock, TimeSpan Time)? CommitDelay { get; init; }

    public Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        T result = default!;
        StoreTransaction transaction = null!;
        await CommitAsync(new WorkWrite(async store => result = await work(transaction = store)), cancellationToken);
        transaction.RunAfterCommit();
        return result;
    }

    public async Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken)
    {
        var write = new StatementsWrite(statements, cancellationToken);
        await CommitAsync(write, cancellationToken);
        return write.Results;
    }

    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await scheduler.StepAsync(life, GetName(work));
        if (_kept is { HasUncommitted: true })
            return await work(new StoreTransaction(new StoreConnection(Statements)));
        connection.Run("BEGIN");
        try
        {
            var reading = work(new StoreTransaction(new StoreConnection(Statements)));
            return reading.IsCompleted
                ? await reading
                : throw new InvalidOperationException("A read waits for something else than the store.");
        }
        finally
        {
            connection.Run("COMMIT");
        }
    }

    /// <summary>The process has ended. What it had not committed is gone.</summary>
    public void Dispose() => _kept?.Dispose();

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The type that reads, for the history.</summary>
    private static string GetName(Delegate work)
    {
        var closure = work.Target?.GetType();
        return $"read {(closure?.DeclaringType ?? closure)?.Name}";
    }

    private async Task CommitAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _waiting.Add(write);

        // Writes that come until then share the commit.
        if (_waiting.Count == 1)
            scheduler.Add(life, "commit", RunWaiting);
        try
        {
            await write.Done;
        }
        finally
        {
            await scheduler.StepAsync(life, "committed");
        }
    }

    private void RunWaiting()
    {
        PendingWrite[] batch = [.. _waiting];
        _waiting.Clear();
        _commits ??= new GroupCommit(() => _kept = new KeptConnection(connection, Statements, faults, CommitDelay), log);
        _commits.Run(batch);
    }
}
