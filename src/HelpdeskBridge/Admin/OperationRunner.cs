using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Runs the operations that operators have started, a few dead letters at a time. Everything about them is in the store: if the process dies, it
/// goes on after the next start, or in another process. A dead letter is sent again once: one that failed again meanwhile is left alone.
/// </summary>
internal sealed partial class OperationRunner(
    IDatabase database, OperationSignal signal, WakeUps wakeUps, BridgeClock clock, ILogger<OperationRunner> log) : BackgroundService
{
    /// <summary>So many are sent again in one transaction.</summary>
    public const int StepSize = 20;

    /// <summary>The pause between two steps leaves the store and the helpdesk to live messages.</summary>
    public static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How often operations are looked for that another process has started and not ended.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    /// <summary>Where the last step of each operation ended. Whoever does not know it begins anew, and finds what is left.</summary>
    private readonly Dictionary<string, DeadLetterPosition> _positions = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await signal.WaitAsync(await TryStepAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <returns>How long to wait for the next step. After a failure this is long, because the store may take no writes for a while.</returns>
    private async Task<TimeSpan> TryStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StepAsync(cancellationToken) ? StepInterval : await FindNextDelayAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.StepFailed(log, e);
            return PollInterval;
        }
    }

    /// <summary>Another process may be busy with an operation whose next step is due soon.</summary>
    private async Task<TimeSpan> FindNextDelayAsync(CancellationToken cancellationToken)
    {
        var next = await database.ReadAsync(store => store.Operations.FindNextStepAsync(), cancellationToken);
        return next is { } at && at - clock.Now is var delay && delay < PollInterval
            ? TimeSpan.FromTicks(Math.Max(delay.Ticks, StepInterval.Ticks))
            : PollInterval;
    }

    /// <returns>False: no operation has a step that is due.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (await database.ReadAsync(store => store.Operations.FindNextStepAsync(), cancellationToken) is not { } at || at > now)
            return false;
        if (await database.WriteAsync(store => store.Operations.BeginStepAsync(now, now + StepInterval), cancellationToken) is not { } operation)
            return false;
        var after = _positions.GetValueOrDefault(operation.Id);
        var letters = await database.ReadAsync(store => store.DeadLetters.ListForOperationAsync(operation, after, StepSize), cancellationToken);
        var queues = await database.WriteAsync(store => RetryAsync(store, operation, letters), cancellationToken);
        if (letters.Count == StepSize && queues.Count > 0)
            _positions[operation.Id] = letters[^1];
        else
            _positions.Remove(operation.Id);
        wakeUps.Wake(queues);
        return true;
    }

    private async Task<List<QueueId>> RetryAsync(StoreTransaction store, Operation operation, List<DeadLetterPosition> letters)
    {
        var queues = new List<QueueId>();
        if (await store.Operations.FindAsync(operation.Id) is not { State: OperationState.Running })
            return queues;
        foreach (var id in letters.Select(letter => letter.Id))
        {
            // It may have been handled since it was listed, or together with one before it, because a batch is sent again as a whole.
            if (await store.Messages.FindStateAsync(id) != MessageState.Dead)
                continue;
            var (queue, _, messages) = await store.DeadLetters.RetryAsync(id, clock.Now);
            await store.Operations.AddDoneAsync(operation.Id, messages);
            await store.Audit.AddAsync(CreateEntry(operation, "retry", id));
            queues.Add(queue);
        }

        if (letters.Count < StepSize && await store.Operations.EndAsync(operation.Id, OperationState.Done, clock.Now))
            await store.Audit.AddAsync(CreateEntry(operation, BulkRetry.AuditAction, operation.Id));
        return queues;
    }

    private AuditEntry CreateEntry(Operation operation, string action, string subject) =>
        new(clock.NewId(), clock.Now, operation.StartedBy, operation.Address, action, subject, "done");

    private static partial class Log
    {
        [LoggerMessage(9101, LogLevel.Warning, "A step of an operation that an operator started failed; it is tried again")]
        public static partial void StepFailed(ILogger logger, Exception e);
    }
}
