using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Reads a ticket that changed and processes what is new in it, in one transaction: the agents' comments first, then the status. However the
/// bridge learns of a change, it ends here.
/// </summary>
internal sealed partial class TicketSync(
    IDatabase database, HelpdeskRegistry helpdesks, TicketUpdateProcessor processor, TicketSyncSchedule schedule, EndpointHealth health,
    PendingTicketSyncs pending, WakeUps wakeUps, BridgeClock clock, ILogger<TicketSync> log)
{
    /// <summary>
    /// Comments this much older than the newest known one are read again: times may be whole seconds, and the clocks of two servers differ.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>A ticket that carries the bridge's mark but never becomes known is forgotten after so many attempts.</summary>
    private const int MaxAttemptsForUnknownTicket = 10;

    /// <summary>A former ticket that could not be read so often is not waited for any longer.</summary>
    private const int MaxAttemptsForFormerTicket = 10;

    /// <returns>Whether it should be read once more at once.</returns>
    public async Task<bool> ReadNextAsync(string helpdesk, string ticketId, CancellationToken cancellationToken)
    {
        var (sync, subscriptions, isFormerUnread) = await database.ReadAsync(
            async store => (
                await store.TicketSyncs.FindAsync(helpdesk, ticketId),
                await store.Tickets.ListSubscriptionsAsync(helpdesk, ticketId),
                await store.TicketSyncs.IsFormerTicketPendingAsync(helpdesk, ticketId, MaxAttemptsForFormerTicket)),
            cancellationToken);
        if (sync is null)
            return false;
        if (sync.DueAt > clock.Now)
        {
            schedule.WakeAt(sync.DueAt);
            return false;
        }

        // What agents wrote in the ticket before this one comes before what they write here.
        if (isFormerUnread)
        {
            await database.WriteAsync(store => schedule.PostponeAsync(store, sync, UpdateProgress.Shortly, isFailure: false), CancellationToken.None);
            return false;
        }

        // The answer to its creation is still on its way. Whoever records that answer wakes this ticket again.
        if (subscriptions.Count == 0)
        {
            await PostponeAsync(sync, "the ticket is not known yet", retryAfter: null, forget: sync.Attempts >= MaxAttemptsForUnknownTicket);
            return false;
        }

        return await ReadAsync(sync, subscriptions, cancellationToken);
    }

    private async Task<bool> ReadAsync(PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, CancellationToken cancellationToken)
    {
        var reading = await helpdesks.Get(sync.Helpdesk).ReadTicketAsync(sync.TicketId, GetSince(subscriptions), cancellationToken);
        if (reading is TicketReading.Failed failed)
        {
            if (failed.Outage)
                health.ReportUnreached(DeliveryEndpoint.Helpdesk(sync.Helpdesk));
            await PostponeAsync(sync, failed.Reason, failed.RetryAfter, forget: false);
            return false;
        }

        await health.ReportReachedAsync(DeliveryEndpoint.Helpdesk(sync.Helpdesk));
        return await ProcessAsync(sync, subscriptions, reading as TicketReading.Found ?? TicketReading.Found.Gone);
    }

    private async Task<bool> ProcessAsync(PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, TicketReading.Found read)
    {
        var (processed, later) = await database.WriteAsync(
            async store =>
            {
                var result = await processor.ProcessAsync(store, sync, subscriptions, read);
                return (result, await schedule.StoreAsync(store, sync, result.Progress));
            },
            CancellationToken.None);
        wakeUps.Wake(processed.Queues);
        foreach (var ticketId in later)
            pending.Wake(sync.Helpdesk, ticketId);
        foreach (var target in processed.MovedTo)
        {
            pending.Wake(sync.Helpdesk, target);
            Log.Merged(log, sync.Helpdesk, sync.TicketId, target);
        }

        Log.Read(log, sync.Helpdesk, sync.TicketId, read.Status, processed.Queues.Count);
        return processed.Progress.Contains(UpdateProgress.Outdated);
    }

    /// <summary>From where comments are new to at least one of the conversations; null: from the beginning.</summary>
    private static DateTimeOffset? GetSince(IReadOnlyList<TicketSubscription> subscriptions)
    {
        var since = subscriptions.Select(subscription => subscription.ReadUntil - Overlap ?? subscription.StartAfter?.At).ToList();
        return since.Contains(null) ? null : since.Min();
    }

    private async Task PostponeAsync(PendingTicketSync sync, string reason, TimeSpan? retryAfter, bool forget)
    {
        var dueAt = await database.WriteAsync(store => schedule.StoreFailureAsync(store, sync, retryAfter, forget), CancellationToken.None);
        Log.Postponed(log, sync.Helpdesk, sync.TicketId, reason, dueAt);
    }

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was read: {Status}, {Messages} new message(s)")]
        public static partial void Read(ILogger logger, string helpdesk, string ticketId, TicketStatus status, int messages);

        [LoggerMessage(3006, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was merged: its chat goes on in {TargetId}")]
        public static partial void Merged(ILogger logger, string helpdesk, string ticketId, string targetId);

        [LoggerMessage(3003, LogLevel.Warning, "Ticket {TicketId} of {Helpdesk} could not be read ({Reason}); next attempt at {DueAt}")]
        public static partial void Postponed(ILogger logger, string helpdesk, string ticketId, string reason, DateTimeOffset dueAt);
    }
}
