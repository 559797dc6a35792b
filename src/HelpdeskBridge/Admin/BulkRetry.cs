using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Starts and cancels sending many dead letters again. <see cref="OperationRunner"/> does it, step by step.</summary>
internal sealed class BulkRetry(IDatabase database, OperationSignal signal, BridgeClock clock)
{
    /// <summary>The audit's name for starting and ending it. Each dead letter has an entry of its own.</summary>
    public const string AuditAction = "retryMany";

    /// <summary>How many dead letters there are of a channel and a reason; null: of any.</summary>
    public Task<long> CountAsync(string? channel, string? reason, CancellationToken cancellationToken) =>
        database.ReadAsync(store => store.DeadLetters.CountAsync(channel, reason), cancellationToken);

    public async Task<Operation> StartAsync(string? channel, string? reason, AdminCaller caller, CancellationToken cancellationToken)
    {
        var matching = await CountAsync(channel, reason, cancellationToken);
        var operation = new Operation(
            clock.NewId(), Operation.RetryDeadLetters, channel, reason, caller.Actor, caller.Address, clock.Now, matching);
        await database.WriteAsync(
            async store =>
            {
                await store.Operations.AddAsync(operation);
                await store.Audit.AddAsync(caller.CreateAuditEntry(clock, AuditAction, operation.Id, "started"));
            },
            CancellationToken.None);
        signal.Set();
        return operation;
    }

    /// <summary>The step that is being made is completed. What was sent again stays so.</summary>
    /// <returns>Whether it was still running; null: there is no such operation.</returns>
    public Task<bool?> CancelAsync(string id, AdminCaller caller, CancellationToken cancellationToken) => database.WriteAsync<bool?>(
        async store =>
        {
            if (await store.Operations.FindAsync(id) is null)
                return null;
            var wasRunning = await store.Operations.EndAsync(id, OperationState.Cancelled, clock.Now);
            if (wasRunning)
                await store.Audit.AddAsync(caller.CreateAuditEntry(clock, "cancel", id));
            return wasRunning;
        },
        cancellationToken);
}
