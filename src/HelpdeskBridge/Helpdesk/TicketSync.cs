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
    IDatabase database, Intake intake, Helpdesks helpdesks, Recovery recovery, Doorbell doorbell, DueAlarm alarm, BridgeSettings settings, BridgeClock clock, ILogger<TicketSync> log)
{
    /// <summary>Comments this much older than the newest one taken are looked at again: Zendesk's times are whole seconds, and two servers' clocks differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(5);

    /// <summary>The write that is waited for rings by itself; this is for the case that the ring is lost.</summary>
    private static readonly TimeSpan UntilWritten = TimeSpan.FromMinutes(1);

    /// <summary>A ticket that carries our mark but never turned up as ours is forgotten after this many looks.</summary>
    private const int MostLooksAtUnknown = 10;

    /// <returns>Whether it should be read once more at once.</returns>
    public async Task<bool> ReadNextAsync(string helpdesk, string ticketId, CancellationToken cancellation)
    {
        var (note, conversation, since) = await database.ReadAsync(
            async session => (await session.FindNoteAsync(helpdesk, ticketId), await session.FindConversationOfTicketAsync(helpdesk, ticketId), await session.FindReadUntilAsync(helpdesk, ticketId)),
            cancellation);
        if (note is null)
            return false;
        if (note.DueAt > clock.Now)
        {
            alarm.SetAt(note.DueAt);
            return false;
        }

        // The answer to its creation is still on its way: whoever records that rings again.
        if (conversation is null)
            return await PutOffAsync(note, "the ticket is not known yet", null, forget: note.Attempts >= MostLooksAtUnknown);

        var reading = await helpdesks.Get(helpdesk).ReadTicketAsync(ticketId, since - Overlap, cancellation);
        if (reading is not TicketReading.Failed)
            await recovery.ReachedAsync(Side.Helpdesk(helpdesk));
        switch (reading)
        {
            case TicketReading.Failed failed:
                if (failed.Outage)
                    recovery.NotReached(Side.Helpdesk(helpdesk));
                return await PutOffAsync(note, failed.Reason, failed.RetryAfter, forget: false);
            case TicketReading.Missing:
                return await TakeAsync(note, conversation, new TicketReading.Found(TicketStatus.Gone, null, [], null, null));
            case TicketReading.Found found:
                return await TakeAsync(note, conversation, found);
            default:
                throw new InvalidOperationException("A ticket reading is found, missing or failed.");
        }
    }

    private async Task<bool> TakeAsync(NotedTicket note, Conversation readFor, TicketReading.Found reading)
    {
        var (lanes, stale) = await database.WriteAsync(
            async session =>
            {
                var conversation = await session.FindConversationAsync(readFor.Id) ?? throw new InvalidOperationException("Conversations are not deleted while open.");
                var own = await session.FindOwnCommentsAsync(conversation.Id);
                var rung = new List<LaneId>();
                foreach (var comment in reading.Comments.Where(comment => !own.Contains(comment.Id) && comment.Text.Length > 0))
                {
                    var taken = await intake.TakeAsync(session, conversation, new ConversationInput.AgentWrote(comment.Id, comment.Text, comment.Author));
                    rung.AddRange(taken.Lanes);
                }

                await session.SaveReadingAsync(note.Helpdesk, note.TicketId, reading.ReadUntil, SeenUpdate(reading.UpdatedAt), clock.Now);

                // Our own writing overtook the reading, so its status may be old: the comments stand, the status is read again.
                if (conversation.Version != readFor.Version)
                    return (rung, true);
                if (conversation.TicketId == note.TicketId && conversation.IsOpen && reading.Status.IsOver() && await session.IsClientWaitingAsync(conversation.Id))
                {
                    // The client's text decides: it reopens the ticket, or goes to a follow-up. Only without one is this the end.
                    await session.PutOffNoteAsync(note, clock.Now + UntilWritten);
                    alarm.SetAt(clock.Now + UntilWritten);
                    return (rung, false);
                }

                if (conversation.TicketId == note.TicketId)
                    rung.AddRange((await intake.TakeAsync(session, conversation, new ConversationInput.TicketSeen(reading.Status, reading.Responsible))).Lanes);
                await session.ClearNoteAsync(note);
                return (rung, false);
            },
            CancellationToken.None);
        doorbell.Ring(lanes);
        Log.Read(log, note.Helpdesk, note.TicketId, reading.Status, lanes.Count);
        return stale;
    }

    /// <summary>Zendesk's times are whole seconds: a change in the second of the reading may have come after it, so such a reading doesn't count as seen.</summary>
    private DateTimeOffset? SeenUpdate(DateTimeOffset? updatedAt) => updatedAt is { } time && clock.Now - time >= SettledAfter ? time : null;

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

        [LoggerMessage(3003, LogLevel.Warning, "Ticket {TicketId} of {Helpdesk} could not be read ({Reason}); next try at {DueAt}")]
        public static partial void PutOff(ILogger logger, string helpdesk, string ticketId, string reason, DateTimeOffset dueAt);
    }
}
