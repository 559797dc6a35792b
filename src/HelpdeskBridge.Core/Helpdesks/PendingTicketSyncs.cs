using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Wakes ticket syncs: at once after something told that a ticket changed, and from the store whatever is due.</summary>
internal sealed class PendingTicketSyncs(IDatabase database, WakeUps wakeUps, HelpdeskMetrics metrics) : ITicketSyncTrigger, IDueWork
{
    private const int TicketsPerPage = 1000;

    private readonly DuePages<PendingTicketSync> _pages = new(
        TicketsPerPage, DueWorkPoller.Interval, (sync, by) => sync with { DueAt = sync.DueAt - by });

    public void Wake(string helpdesk, string ticketId) =>
        wakeUps.Send(grains => grains.GetGrain<ITicketSyncGrain>(TicketSyncKey.Format(helpdesk, ticketId)).WakeAsync());

    /// <summary>Wakes what a reconcile sweep found changed.</summary>
    public void WakeFound(string helpdesk, IReadOnlyList<string> ticketIds)
    {
        metrics.RecordFound(helpdesk, ticketIds.Count);
        foreach (var ticketId in ticketIds)
            Wake(helpdesk, ticketId);
    }

    /// <summary>A read that was interrupted is still due: it is completed in the transaction that stores what it found.</summary>
    public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken) =>
        database.WriteAsync(store => store.TicketSyncs.MoveEarlierAsync(now, by), cancellationToken);

    public async Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = _pages.GetNext(now);
        var (due, next) = await database.ReadAsync(
            async store => (await store.TicketSyncs.ListDueAsync(now, after, TicketsPerPage), await store.TicketSyncs.FindNextDueAsync(now)),
            cancellationToken);
        foreach (var sync in due)
            Wake(sync.Helpdesk, sync.TicketId);
        return _pages.Advance(due) ? now : next;
    }
}
