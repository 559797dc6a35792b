using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Records what became of an attempt, and tells whoever must know, in one transaction.</summary>
internal sealed partial class LaneRecorder(
    IDatabase database, Intake intake, Recovery recovery, Doorbell doorbell, FileFetches fetches, DueAlarm alarm, DeliveryMetrics metrics, BridgeSettings settings, BridgeClock clock,
    ILogger<LaneRecorder> log)
{
    private readonly Fates _fates = new(settings.Delivery.RetryDelays, settings.Delivery.GiveUpAfter);

    /// <summary>Not cancellable: what was sent is recorded even while the process is stopping.</summary>
    /// <returns>Whether the lane goes on.</returns>
    public async Task<bool> RecordAsync(LaneId id, LaneBatch batch, DeliveryOutcome outcome)
    {
        var now = clock.Now;
        var fates = _fates.Of(batch.Batch, outcome, now);
        var (helpdesk, toRead) = (batch.Conversation.Helpdesk, TicketToRead(batch, outcome));
        var lanes = await database.WriteAsync(
            async session =>
            {
                foreach (var (message, fate) in batch.Batch.Zip(fates))
                    await SaveAsync(session, message, fate, outcome, now);
                if (toRead is not null)
                    await session.NoteTicketAsync(helpdesk, toRead, now);
                else if (WaitedFor(batch, fates) is { } ticketId && await session.WakeNoteAsync(helpdesk, ticketId, now))
                    toRead = ticketId;
                return await TellAsync(session, id, batch, fates, outcome, now);
            },
            CancellationToken.None);

        Report(id, batch, fates, outcome, now);
        foreach (var (message, _) in batch.Batch.Zip(fates).Where(pair => pair.First.Body is ClientFile && pair.Second.State is MessageState.Delivered or MessageState.Dead))
            fetches.Forget(message.Id);
        doorbell.Ring(lanes);
        if (outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened })
            doorbell.RingTicket(helpdesk, opened.TicketId);
        if (toRead is not null)
            doorbell.RingTicket(helpdesk, toRead);

        var side = Side.Of(batch.Conversation, id.Direction);
        if (IsOutage(outcome))
            recovery.NotReached(side);
        else if (outcome is DeliveryOutcome.Delivered)
            await recovery.ReachedAsync(side);

        var waits = fates.Where(fate => fate.State is MessageState.Pending or MessageState.Sending && fate.DueAt > now).ToList();
        if (waits.Count > 0)
            alarm.SetAt(waits[0].DueAt);
        return waits.Count == 0;
    }

    /// <summary>A ticket that we found over while writing may hold last words of an agent; once the chat goes on in another ticket, no sweep looks at this one.</summary>
    private static string? TicketToRead(LaneBatch batch, DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TicketOver { Status: TicketStatus.Closed } or DeliveryOutcome.TicketMerged => batch.Conversation.TicketId,

        // Opened a while ago without our knowing: whoever worked on it since was not heard.
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened } when batch.Unsure => opened.TicketId,
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketWritten { SetByUs: false } written } when written.Status.IsOver() => batch.Conversation.TicketId,
        _ => null,
    };

    /// <summary>A ticket found over is read to its end only when the client's words are in it, or will never be.</summary>
    private static string? WaitedFor(LaneBatch batch, IReadOnlyList<Fate> fates) =>
        batch.Batch.Zip(fates).Any(pair => pair is { First.Body: ClientText or ClientFile, Second.State: MessageState.Delivered or MessageState.Dead })
            ? batch.Conversation.TicketId
            : null;

    private static bool IsOutage(DeliveryOutcome outcome) => outcome is DeliveryOutcome.Unsure or DeliveryOutcome.Retry { Outage: true };

    /// <summary>As the timeline has it; an attempt that only asked is told apart, since it is no update of the ticket.</summary>
    private static string NameOf(DeliveryOutcome outcome) => outcome is DeliveryOutcome.Unsure { OnlyAsked: true } ? "Asked" : outcome.GetType().Name;

    private static async Task SaveAsync(StoreSession session, StoredMessage message, Fate fate, DeliveryOutcome outcome, DateTimeOffset now)
    {
        await session.RecordAttemptAsync(message.Id, message.Attempts + 1, NameOf(outcome), fate.Reason, now);
        if (fate.State is MessageState.Delivered or MessageState.Dead)
            await session.SettleAsync(message.Id, fate.State, (outcome as DeliveryOutcome.Delivered)?.RemoteId, fate.Reason, now);
        else if (fate.Alone)
            await session.IsolateAsync(message.Id, now);
        else
            await session.PutOffAsync(message, fate.State, fate.DueAt, fate.Reason ?? "", IsOutage(outcome));
    }

    /// <summary>The conversation learns what was found out, and the writer of a message that died or waits long is told.</summary>
    private async Task<List<LaneId>> TellAsync(
        StoreSession session, LaneId id, LaneBatch batch, IReadOnlyList<Fate> fates, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var inputs = new List<ConversationInput>();
        if (outcome is DeliveryOutcome.Delivered { Fact: { } fact })
            inputs.Add(fact);
        if (outcome is DeliveryOutcome.TicketOver over)
            inputs.Add(new ConversationInput.TicketRefused(over.Status));

        foreach (var message in outcome is DeliveryOutcome.Delivered ? batch.Batch : [])
        {
            if (message.Body is ClientFile file && await session.FindCarriedFileAsync(message.Id) is { Fault: { } fault })
                inputs.Add(new ConversationInput.FileNotCarried(message.Id, file, WasTold: fault != FileFault.LeftOut));
        }

        // One notice for messages that die together.
        var dead = batch.Batch.Zip(fates).FirstOrDefault(pair => pair.Second.State == MessageState.Dead && pair.First.Body is not OpenTicket);
        if (dead.First is not null)
            inputs.Add(new ConversationInput.DeliveryFailed(dead.First.Id, dead.First.Attempts + 1, dead.First.Body, dead.Second.Reason ?? ""));
        else if (id.Direction == Direction.ToJaicp && fates[0] is { State: MessageState.Pending or MessageState.Sending, Reason: { } why }
            && now - batch.Head.WaitsSince >= settings.Delivery.NotifyAfter)
            inputs.Add(new ConversationInput.DeliveryDelayed(batch.Head.Id, batch.Head.Body, why));

        var lanes = new List<LaneId>();
        foreach (var input in inputs)
        {
            if (await session.FindConversationAsync(id.ConversationId) is { } conversation)
                lanes.AddRange((await intake.TakeAsync(session, conversation, input)).Lanes);
        }

        return lanes;
    }

    private void Report(LaneId id, LaneBatch batch, IReadOnlyList<Fate> fates, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var kind = batch.Head.Body.GetType().Name;
        var attempt = batch.Head.Attempts + 1;
        if (outcome is DeliveryOutcome.Delivered or DeliveryOutcome.TicketOver)
            Log.Sent(log, kind, batch.Batch.Count, id.ConversationId, outcome.GetType().Name, attempt);
        foreach (var (message, fate) in batch.Batch.Zip(fates))
        {
            metrics.Settled(message, fate, now);
            if (fate.State == MessageState.Dead)
                Log.Dead(log, message.Body.GetType().Name, message.Id, id.ConversationId, fate.Reason);
        }

        if (outcome is DeliveryOutcome.Retry or DeliveryOutcome.Unsure or DeliveryOutcome.TicketMerged && fates[0].State != MessageState.Dead)
            Log.PutOff(log, kind, id.ConversationId, outcome.GetType().Name, fates[0].Reason, attempt, fates[0].DueAt);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "{Kind} (with {Messages} message(s)) of conversation {ConversationId}: {Outcome} at attempt {Attempt}")]
        public static partial void Sent(ILogger logger, string kind, int messages, string conversationId, string outcome, int attempt);

        [LoggerMessage(2002, LogLevel.Warning, "{Kind} of conversation {ConversationId} waits ({Outcome}: {Reason}) after attempt {Attempt} until {DueAt}")]
        public static partial void PutOff(ILogger logger, string kind, string conversationId, string outcome, string? reason, int attempt, DateTimeOffset dueAt);

        [LoggerMessage(2003, LogLevel.Error, "{Kind} {MessageId} of conversation {ConversationId} is a dead letter: {Reason}")]
        public static partial void Dead(ILogger logger, string kind, string messageId, string conversationId, string? reason);
    }
}
