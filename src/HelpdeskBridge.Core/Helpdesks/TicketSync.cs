using System.Diagnostics;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Reads a ticket that changed. What is new in it is processed in one transaction: the agents' comments first, then the status. However the bridge
/// learns of a change, it ends here.
/// </summary>
internal sealed partial class TicketSync(
    IDatabase database, HelpdeskRegistry helpdesks, TicketSyncRecorder recorder, TicketSyncSchedule schedule, EndpointHealth health,
    OutageRecovery recovery, BridgeClock clock, ILogger<TicketSync> log)
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
            await recorder.PostponeAsync(sync);
            return false;
        }

        // The answer to its creation is still on its way. Whoever records that answer wakes this ticket again.
        if (subscriptions.Count == 0)
        {
            await recorder.RecordUnknownTicketAsync(sync, forget: sync.Attempts >= MaxAttemptsForUnknownTicket);
            return false;
        }

        return await ReadAsync(sync, subscriptions, cancellationToken);
    }

    private async Task<bool> ReadAsync(PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, CancellationToken cancellationToken)
    {
        var attempt = new EndpointAttempt(EndpointUse.Reads(sync.Helpdesk), sync.TicketId, IsFirst: sync.Attempts == 0);
        if (await health.TryBeginAsync(attempt) is { } outage)
        {
            await recorder.HoldAsync(sync, outage);
            await recovery.AfterHoldAsync(attempt.Use);
            return false;
        }

        using var span = Tracing.Continue("read ticket", sync.TraceContext);
        span?.SetTag("bridge.helpdesk", sync.Helpdesk);
        span?.SetTag("bridge.ticket.id", sync.TicketId);
        try
        {
            var reading = await ReadTicketAsync(sync, subscriptions, cancellationToken);
            if (reading is TicketReading.Failed failed)
            {
                span?.SetStatus(ActivityStatusCode.Error, failed.Reason);
                return await RecordFailureAsync(sync, attempt, failed);
            }

            if (await health.ReportSuccessAsync(attempt.Use, attempt.ObjectId))
                await recovery.RecoverAsync(attempt.Use);
            return await recorder.RecordAsync(sync, subscriptions, reading as TicketReading.Found ?? TicketReading.Found.Gone);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            // Whatever is wrong with this ticket, it is tried again later and later, like after any other failure.
            Log.ReadFailed(log, e, sync.Helpdesk, sync.TicketId);
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            return await RecordFailureAsync(sync, attempt, new TicketReading.Failed(e.GetType().Name, null, FailureScope.Object));
        }
    }

    private async Task<TicketReading> ReadTicketAsync(
        PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions, CancellationToken cancellationToken)
    {
        if (helpdesks.Find(sync.Helpdesk)?.Helpdesk is not { } helpdesk)
            return new TicketReading.Failed(HelpdeskRegistry.GetMissingReason(sync.Helpdesk), null, FailureScope.Endpoint);
        var since = GetSince(subscriptions);
        return CanReadCommentsAlone(sync, subscriptions)
            ? await helpdesk.ReadCommentsAsync(sync.TicketId, since, cancellationToken)
            : await helpdesk.ReadTicketAsync(sync.TicketId, since, cancellationToken);
    }

    /// <summary>
    /// In the middle of a chat, the comments of its agent decide nothing but themselves. What else may have changed is read when the helpdesk tells
    /// of it, and at the next sweep at the latest (docs/decisions/0016-requests-per-message.md).
    /// </summary>
    private static bool CanReadCommentsAlone(PendingTicketSync sync, IReadOnlyList<TicketSubscription> subscriptions) =>
        sync is { CommentsBy: not null, MergedInto: null, Attempts: 0 }
        && subscriptions.All(subscription => subscription.Conversation is { IsOpen: true } conversation
            && conversation.TicketId == sync.TicketId && conversation.AssigneeId == sync.CommentsBy && !conversation.TicketStatus.IsOver());

    private async Task<bool> RecordFailureAsync(PendingTicketSync sync, EndpointAttempt attempt, TicketReading.Failed failed)
    {
        var putOff = await health.ReportFailureAsync(attempt, new EndpointFailure(failed.Scope, failed.Reason, failed.RetryAfter));
        await recorder.RecordFailureAsync(sync, failed.Reason, failed.RetryAfter, putOff);
        recovery.ScheduleProbe(attempt.Use);
        return false;
    }

    /// <summary>From where comments are new to at least one of the conversations; null: from the beginning.</summary>
    private static DateTimeOffset? GetSince(IReadOnlyList<TicketSubscription> subscriptions)
    {
        var since = subscriptions
            .Select(subscription =>
                subscription.ReadUntil > DateTimeOffset.UnixEpoch ? subscription.ReadUntil - Overlap : subscription.StartAfter?.At)
            .ToList();
        return since.Contains(null) ? null : since.Min();
    }

    private static partial class Log
    {
        [LoggerMessage(3008, LogLevel.Error, "Reading ticket {TicketId} of {Helpdesk} failed unexpectedly")]
        public static partial void ReadFailed(ILogger logger, Exception e, string helpdesk, string ticketId);
    }
}
