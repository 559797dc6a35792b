using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Outbound queues whose first message is due.</summary>
internal sealed class DueMessages(IDatabase database, WakeUps wakeUps) : IDueWork
{
    private const int MaxQueuesPerPoll = 1000;

    public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.Queues.MakeInterruptedDueAsync(now), cancellationToken);

    public async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (queues, next) = await database.ReadAsync(
            async store => (await store.Queues.ListDueAsync(now, MaxQueuesPerPoll), await store.Queues.FindNextDueAsync(now)), cancellationToken);
        wakeUps.Wake(queues);
        return next;
    }
}
