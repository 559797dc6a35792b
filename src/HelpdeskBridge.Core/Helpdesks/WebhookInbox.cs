using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Stores durably that a ticket is to be read, because a webhook told of it, and wakes its sync.</summary>
internal sealed class WebhookInbox(
    IDatabase database, HelpdeskRegistry helpdesks, PendingTicketSyncs pending, TicketSyncSchedule schedule, HelpdeskMetrics metrics,
    BridgeClock clock)
{
    /// <summary>A busy account also reports the tickets of everybody else: these are ignored.</summary>
    public async Task AcceptAsync(string helpdesk, WebhookReading.AboutTicket webhook, CancellationToken cancellationToken)
    {
        var isOurs = webhook.IsOurs
            || await database.ReadStatementAsync(store => store.Tickets.IsKnownAsync(helpdesk, webhook.TicketId), cancellationToken);
        metrics.RecordWebhook(helpdesk, isOurs);
        if (!isOurs)
            return;
        var delay = helpdesks.Get(helpdesk).WebhookReadDelay;
        var dueAt = clock.Now + delay;
        await database.WriteAsync(
            store => store.TicketSyncs.AddAsync(helpdesk, webhook.TicketId, dueAt, webhook.MergedInto, webhook.CommentBy), cancellationToken);
        if (delay > TimeSpan.Zero)
            schedule.WakeAt(dueAt);
        else
            pending.Wake(helpdesk, webhook.TicketId);
    }
}
