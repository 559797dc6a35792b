using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>When a ticket is read again, after a read could not be processed to its end.</summary>
internal sealed class TicketSyncSchedule(DueTimer timer, RetryPolicy retryPolicy, BridgeClock clock)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ScanDelay = TimeSpan.FromSeconds(2);

    /// <summary>The write that is waited for wakes the ticket itself. This is for the case that the wake-up is lost.</summary>
    private static readonly TimeSpan WriteDelay = TimeSpan.FromMinutes(1);

    /// <summary>The poller looks again at this time.</summary>
    public void WakeAt(DateTimeOffset time) => timer.SetAt(time);

    /// <summary>Completes the read, or postpones it for what one of its conversations waits for.</summary>
    /// <returns>Later tickets of the conversations, whose reads waited for this one.</returns>
    public async Task<IReadOnlyList<string>> StoreAsync(StoreTransaction store, PendingTicketSync sync, IReadOnlyList<UpdateProgress> progress)
    {
        if (progress.Contains(UpdateProgress.WaitingForScan))
            await PostponeAsync(store, sync, UpdateProgress.WaitingForScan, isFailure: false);
        else if (progress.Contains(UpdateProgress.RetrySoon))
            await PostponeAsync(store, sync, UpdateProgress.RetrySoon, isFailure: true);
        else if (progress.Contains(UpdateProgress.WaitingForWrite))
            await PostponeAsync(store, sync, UpdateProgress.WaitingForWrite, isFailure: true);
        else if (!progress.Contains(UpdateProgress.Outdated))
        {
            await store.TicketSyncs.CompleteAsync(sync, clock.Now);
            return await store.TicketSyncs.MakeLaterTicketsDueAsync(sync, clock.Now);
        }

        return [];
    }

    /// <param name="store">The transaction.</param>
    /// <param name="sync">The pending read.</param>
    /// <param name="waitsFor">What it waits for.</param>
    /// <param name="isFailure">Counts as an attempt, so that the read does not wait for ever.</param>
    public async Task PostponeAsync(StoreTransaction store, PendingTicketSync sync, UpdateProgress waitsFor, bool isFailure)
    {
        var dueAt = clock.Now + GetDelay(waitsFor);
        if (isFailure)
            await store.TicketSyncs.PostponeAfterFailureAsync(sync, dueAt, GetReason(waitsFor));
        else
            await store.TicketSyncs.PostponeAsync(sync, dueAt, GetReason(waitsFor));
        timer.SetAt(dueAt);
    }

    /// <summary>The ticket could not be read.</summary>
    /// <param name="store">The transaction.</param>
    /// <param name="sync">The pending read.</param>
    /// <param name="reason">Why.</param>
    /// <param name="retryAfter">What the helpdesk asked for.</param>
    /// <param name="isOutage">It waits for the end of an outage.</param>
    /// <returns>When it is tried again.</returns>
    public async Task<DateTimeOffset> StoreFailureAsync(
        StoreTransaction store, PendingTicketSync sync, string reason, TimeSpan? retryAfter, bool isOutage)
    {
        var dueAt = clock.Now + retryPolicy.GetDelay(sync.Attempts + 1, retryAfter);
        await store.TicketSyncs.PostponeAfterFailureAsync(sync, dueAt, reason, isOutage);
        timer.SetAt(dueAt);
        return dueAt;
    }

    /// <summary>No conversation has the ticket.</summary>
    /// <returns>When it is tried again, unless it is forgotten.</returns>
    public async Task<DateTimeOffset> StoreUnknownAsync(StoreTransaction store, PendingTicketSync sync, string reason, bool forget)
    {
        if (!forget)
            return await StoreFailureAsync(store, sync, reason, retryAfter: null, isOutage: false);
        await store.TicketSyncs.CompleteAsync(sync, clock.Now);
        return clock.Now;
    }

    /// <summary>Puts the read off without an attempt, until the end of an outage.</summary>
    public async Task HoldAsync(StoreTransaction store, PendingTicketSync sync, string reason)
    {
        var dueAt = clock.Now + EndpointOutage.MaxHold;
        await store.TicketSyncs.PostponeAsync(sync, dueAt, reason, outage: true);
        timer.SetAt(dueAt);
    }

    private static string GetReason(UpdateProgress waitsFor) => waitsFor switch
    {
        UpdateProgress.WaitingForScan => "a file is still scanned for malware",
        UpdateProgress.WaitingForWrite => "a message for the ticket is still to be written",
        _ => "the ticket is read again",
    };

    private static TimeSpan GetDelay(UpdateProgress waitsFor) => waitsFor switch
    {
        UpdateProgress.WaitingForScan => ScanDelay,
        UpdateProgress.WaitingForWrite => WriteDelay,
        _ => RetryDelay,
    };
}
