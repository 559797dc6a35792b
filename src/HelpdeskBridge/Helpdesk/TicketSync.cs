using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk;

/// <summary>
/// Reads a noted ticket and takes what is new in it: the agents' words first, then the status, in one transaction. Every way of
/// hearing about a ticket ends here.
/// </summary>
internal sealed partial class TicketSync(
    IDatabase database, TicketNews news, Helpdesks helpdesks, Recovery recovery, Doorbell doorbell, DueAlarm alarm, BridgeSettings settings, BridgeClock clock, ILogger<TicketSync> log)
{
    /// <summary>Comments this much older than the newest one taken are looked at again: Zendesk's times are whole seconds, and two servers' clocks differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The write that is waited for rings by itself; this is for the case that the ring is lost.</summary>
    private static readonly TimeSpan UntilWritten = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UntilScanned = TimeSpan.FromSeconds(2);

    /// <summary>A ticket that carries our mark but never turned up as ours is forgotten after this many looks.</summary>
    private const int MostLooksAtUnknown = 10;

    /// <summary>A former ticket that could not be read so often is not waited for any longer.</summary>
    private const int MostLooksAtFormer = 10;

    /// <returns>Whether it should be read once more at once.</returns>
    public async Task<bool> ReadNextAsync(string helpdesk, string ticketId, CancellationToken cancellation)
    {
        var (note, listeners, isFormerUnread) = await database.ReadAsync(
            async session => (
                await session.FindNoteAsync(helpdesk, ticketId),
                await session.FindListenersAsync(helpdesk, ticketId),
                await session.IsFormerTicketNotedAsync(helpdesk, ticketId, MostLooksAtFormer)),
            cancellation);
        if (note is null)
            return false;
        if (note.DueAt > clock.Now)
        {
            alarm.SetAt(note.DueAt);
            return false;
        }

        // What agents said in the ticket before this one comes before what they say here.
        if (isFormerUnread)
        {
            await database.WriteAsync(session => session.LookAgainAsync(note, clock.Now + Soon), CancellationToken.None);
            alarm.SetAt(clock.Now + Soon);
            return false;
        }

        // The answer to its creation is still on its way: whoever records that rings again.
        if (listeners.Count == 0)
            return await PutOffAsync(note, "the ticket is not known yet", null, forget: note.Attempts >= MostLooksAtUnknown);

        var reading = await helpdesks.Get(helpdesk).ReadTicketAsync(ticketId, Since(listeners), cancellation);
        if (reading is not TicketReading.Failed)
            await recovery.ReachedAsync(Side.Helpdesk(helpdesk));
        switch (reading)
        {
            case TicketReading.Failed failed:
                if (failed.Outage)
                    recovery.NotReached(Side.Helpdesk(helpdesk));
                return await PutOffAsync(note, failed.Reason, failed.RetryAfter, forget: false);
            case TicketReading.Missing:
                return await TakeAsync(note, listeners, new TicketReading.Found(TicketStatus.Gone, null, [], null, null));
            case TicketReading.Found found:
                return await TakeAsync(note, listeners, found);
            default:
                throw new InvalidOperationException("A ticket reading is found, missing or failed.");
        }
    }

    private async Task<bool> TakeAsync(NotedTicket note, IReadOnlyList<TicketListener> listeners, TicketReading.Found reading)
    {
        var (lanes, moved, later, isOutdated) = await database.WriteAsync(
            async session =>
            {
                var own = await session.FindOwnCommentsAsync(note.Helpdesk, note.TicketId);
                var (rung, targets, waiting, all) = (new List<LaneId>(), new HashSet<string>(), new List<string>(), new List<NewsTaken>());
                foreach (var listener in listeners)
                {
                    var (taken, lanesOfOne, movedTo) = await news.TakeAsync(session, note, listener, reading, own);
                    all.Add(taken);
                    rung.AddRange(lanesOfOne);
                    if (movedTo is not null)
                        targets.Add(movedTo);
                }

                if (all.Contains(NewsTaken.UntilScanned))
                {
                    await session.LookAgainAsync(note, clock.Now + UntilScanned);
                    alarm.SetAt(clock.Now + UntilScanned);
                }
                else if (all.Contains(NewsTaken.UntilWritten) || all.Contains(NewsTaken.ForNow))
                {
                    var dueAt = clock.Now + (all.Contains(NewsTaken.ForNow) ? Soon : UntilWritten);
                    await session.PutOffNoteAsync(note, dueAt);
                    alarm.SetAt(dueAt);
                }
                else if (!all.Contains(NewsTaken.Outdated))
                {
                    await session.ClearNoteAsync(note);
                    waiting = await session.WakeLaterTicketsAsync(note, clock.Now);
                }

                return (rung, targets, waiting, all.Contains(NewsTaken.Outdated));
            },
            CancellationToken.None);
        doorbell.Ring(lanes);
        foreach (var ticketId in later)
            doorbell.RingTicket(note.Helpdesk, ticketId);
        foreach (var target in moved)
        {
            doorbell.RingTicket(note.Helpdesk, target);
            Log.Merged(log, note.Helpdesk, note.TicketId, target);
        }

        Log.Read(log, note.Helpdesk, note.TicketId, reading.Status, lanes.Count);
        return isOutdated;
    }

    /// <summary>From where the comments are new to at least one of the conversations; null: from the beginning.</summary>
    private static DateTimeOffset? Since(IReadOnlyList<TicketListener> listeners)
    {
        var since = listeners.Select(listener => listener.ReadUntil - Overlap ?? listener.HearsAfter?.At).ToList();
        return since.Contains(null) ? null : since.Min();
    }

    private async Task<bool> PutOffAsync(NotedTicket note, string reason, TimeSpan? retryAfter, bool forget)
    {
        var dueAt = clock.Now + Backoff.After(note.Attempts + 1, settings.Delivery.RetryDelays, retryAfter);
        await database.WriteAsync(session => forget ? session.ClearNoteAsync(note) : session.PutOffNoteAsync(note, dueAt), CancellationToken.None);
        Log.PutOff(log, note.Helpdesk, note.TicketId, reason, dueAt);
        alarm.SetAt(dueAt);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was read: {Status}, {Messages} new message(s)")]
        public static partial void Read(ILogger logger, string helpdesk, string ticketId, TicketStatus status, int messages);

        [LoggerMessage(3006, LogLevel.Information, "Ticket {TicketId} of {Helpdesk} was merged: its chat goes on in {TargetId}")]
        public static partial void Merged(ILogger logger, string helpdesk, string ticketId, string targetId);

        [LoggerMessage(3003, LogLevel.Warning, "Ticket {TicketId} of {Helpdesk} could not be read ({Reason}); next try at {DueAt}")]
        public static partial void PutOff(ILogger logger, string helpdesk, string ticketId, string reason, DateTimeOffset dueAt);
    }
}
