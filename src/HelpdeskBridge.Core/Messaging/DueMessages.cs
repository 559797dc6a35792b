using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Outbound queues whose first message is due.</summary>
internal sealed class DueMessages(IDatabase database, WakeUps wakeUps) : IDueWork
{
    private const int QueuesPerPage = 1000;

    private readonly DuePages<DueQueue> _pages = new(DueWorkPoller.Interval);

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
        var isFull = due.Count == QueuesPerPage;

        // After the last page, what became due at the same time and was stored a moment later must be found too.
        _pages.Advance(isFull ? due[^1] : due is [.., var last] ? new DueQueue(default, last.DueAt - DueWorkPoller.Overlap) : null);
        return isFull ? now : next;
    }
}
