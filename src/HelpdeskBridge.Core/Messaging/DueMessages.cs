using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Outbound queues whose first message is due.</summary>
internal sealed class DueMessages(IDatabase database, WakeUps wakeUps) : IDueWork
{
    private const int QueuesPerPage = 1000;

    private readonly DuePages<DueQueue> _pages = new(
        QueuesPerPage, DueWorkPoller.Interval, (queue, by) => queue with { DueAt = queue.DueAt - by });

    public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.DueQueues.MakeInterruptedDueAsync(now), cancellationToken);

    public Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.DueQueues.MoveEarlierAsync(now, by), cancellationToken);

    public async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = _pages.GetNext(now);
        var (due, next) = await database.ReadAsync(
            async store => (await store.DueQueues.ListDueAsync(now, after, QueuesPerPage), await store.DueQueues.FindNextDueAsync(now)),
            cancellationToken);
        wakeUps.Wake(due.Select(queue => queue.Queue));
        return _pages.Advance(due) ? now : next;
    }
}
