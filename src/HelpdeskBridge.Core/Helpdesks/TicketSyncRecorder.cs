using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Records what came of an attempt to read a ticket: what is new in it and when it is read again, in one transaction. Afterwards it wakes the
/// queues and the other tickets that have something to do.
/// </summary>
internal sealed partial class TicketSyncRecorder(
    IDatabase database, TicketUpdateProcessor processor, TicketSyncSchedule schedule, PendingTicketSyncs pending, WakeUps wakeUps,
    HelpdeskMetrics metrics, ILogger<TicketSyncRecorder> log)
{
    /// <returns>Whether it should be read once more at once.</returns>
    public async Task<bool> RecordAsync(PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, TicketReading.Found read)
    {
        var (processed, later) = await database.WriteAsync(
            async store =>
            {
                var result = await processor.ProcessAsync(store, sync, subscriptions, read);
                return (result, await schedule.StoreAsync(store, sync, result.Progress));
            },
            CancellationToken.None);
        wakeUps.Wake(processed.Queues);
        foreach (var comment in read.Comments.Where(comment => processed.NewComments.Contains(comment.Id)))
            metrics.RecordComment(sync.Helpdesk, comment.CreatedAt);
        foreach (var ticketId in later)
            pending.Wake(sync.Helpdesk, ticketId);
        foreach (var target in processed.MovedTo)
        {
            pending.Wake(sync.Helpdesk, target);
            Log.Merged(log, sync.Helpdesk, sync.TicketId, target);
        }

        if (read.Status is { } status)
            Log.Read(log, sync.Helpdesk, sync.TicketId, status, processed.Queues.Count);
        else
            Log.CommentsRead(log, sync.Helpdesk, sync.TicketId, processed.Queues.Count);
        return processed.Progress.Contains(UpdateProgress.Outdated);
    }

    /// <summary>The ticket could not be read.</summary>
    /// <param name="sync">The pending read.</param>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="retryAfter">What the helpdesk asked for.</param>
    /// <param name="putOff">Whether it waits for the end of an outage, and the other tickets whose failures showed it.</param>
    public async Task RecordFailureAsync(PendingTicketSync sync, string reason, TimeSpan? retryAfter, PutOff putOff)
    {
        var dueAt = await database.WriteAsync(
            async store =>
            {
                foreach (var ticketId in putOff.OtherObjects)
                    await store.Outages.MarkReadAsync(sync.Helpdesk, ticketId);
                return await schedule.StoreFailureAsync(store, sync, reason, retryAfter, putOff.IsOutage);
            },
            CancellationToken.None);
        Log.Postponed(log, sync.Helpdesk, sync.TicketId, reason, dueAt);
    }

    /// <summary>No conversation has the ticket.</summary>
    /// <param name="sync">The pending read.</param>
    /// <param name="forget">It is not tried again.</param>
    public async Task RecordUnknownTicketAsync(PendingTicketSync sync, bool forget)
    {
        const string Reason = "the ticket is not known yet";
        var dueAt = await database.WriteAsync(store => schedule.StoreUnknownAsync(store, sync, Reason, forget), CancellationToken.None);
        Log.Postponed(log, sync.Helpdesk, sync.TicketId, Reason, dueAt);
    }

    /// <summary>The helpdesk is unavailable. The read waits, without an attempt, until it is available again.</summary>
    /// <param name="sync">The pending read.</param>
    /// <param name="outage">The outage.</param>
    public Task HoldAsync(PendingTicketSync sync, EndpointOutage outage) =>
        database.WriteAsync(store => schedule.HoldAsync(store, sync, outage.Reason), CancellationToken.None);

    /// <summary>Another ticket must be read first.</summary>
    /// <param name="sync">The pending read.</param>
    public Task PostponeAsync(PendingTicketSync sync) => database.WriteAsync(
        store => schedule.PostponeAsync(store, sync, UpdateProgress.RetrySoon, isFailure: false), CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was read: {Status}, {Messages} new message(s)")]
        public static partial void Read(ILogger logger, string helpdesk, string ticketId, TicketStatus status, int messages);

        [LoggerMessage(3013, LogLevel.Information, "The comments of ticket {TicketId} of {Helpdesk} were read: {Messages} new message(s)")]
        public static partial void CommentsRead(ILogger logger, string helpdesk, string ticketId, int messages);

        [LoggerMessage(3006, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was merged: its chat goes on in {TargetId}")]
        public static partial void Merged(ILogger logger, string helpdesk, string ticketId, string targetId);

        [LoggerMessage(3003, LogLevel.Warning, "Ticket {TicketId} of {Helpdesk} could not be read ({Reason}); next attempt at {DueAt}")]
        public static partial void Postponed(ILogger logger, string helpdesk, string ticketId, string reason, DateTimeOffset dueAt);
    }
}
