using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Outbound queues whose first message is due.</summary>
internal sealed class DueMessages(IDatabase database, WakeUps wakeUps) : IDueWork
{
    private const int QueuesPerPage = 1000;

    private readonly DuePages<DueQueue> _pages = new(DueWorkPoller.Interval);

    public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.Queues.MakeInterruptedDueAsync(now), cancellationToken);

    public async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = _pages.GetNext(now);
        var (due, next) = await database.ReadAsync(
            async store => (await store.Queues.ListDueAsync(now, after, QueuesPerPage), await store.Queues.FindNextDueAsync(now)),
            cancellationToken);
        _pages.Advance(due.LastOrDefault());
        wakeUps.Wake(due.Select(queue => queue.Queue));
        return due.Count == QueuesPerPage ? now : next;
    }
}
