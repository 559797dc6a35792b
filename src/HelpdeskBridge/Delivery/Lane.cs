using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesk;
using HelpdeskBridge.Jaicp;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>
/// Sends what waits in a lane, in order: claim the head durably, send it, record the outcome durably, go on; stop at the first
/// message that must wait. It runs in one place at a time (<see cref="LaneGrain"/>); were it ever two, the claim lets only one send.
/// </summary>
internal sealed partial class Lane(
    IDatabase database, Intake intake, Helpdesks helpdesks, DestinationDirectory destinations, JaicpSender jaicp, Doorbell doorbell, DueAlarm alarm, BridgeSettings settings, BridgeClock clock,
    ILogger<Lane> log)
{
    /// <returns>Whether there may be more to send now.</returns>
    public async Task<bool> SendNextAsync(LaneId id, CancellationToken cancellation)
    {
        if (await ClaimNextAsync(id, cancellation) is not { } batch)
            return false;

        DeliveryOutcome outcome;
        try
        {
            outcome = id.Direction == Direction.ToJaicp
                ? await jaicp.SendAsync(batch, cancellation)
                : await helpdesks.Get(batch.Conversation.Helpdesk).SendAsync(await RouteAsync(batch), cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Unknown faults are never taken for success nor for refusal.
            Log.SendingFailed(log, e, batch.Head.Body.GetType().Name, id.ConversationId);
            outcome = new DeliveryOutcome.Unsure(e.GetType().Name);
        }

        // Not cancellable: what was sent is recorded even while the process is stopping.
        return await RecordAsync(id, batch, outcome);
    }

    /// <summary>Chosen late, because only here the lane can wait for the list of groups; the caller's 200 never does.</summary>
    private async Task<LaneBatch> RouteAsync(LaneBatch batch)
    {
        var (conversation, channel) = (batch.Conversation, batch.Conversation.Client.Channel);
        if (conversation is { TicketId: not null, TicketStatus: not (TicketStatus.Closed or TicketStatus.Gone) } && batch.Head.Body is not MoveTicket)
            return batch;
        if (await destinations.IsKnownAsync(settings.Channels[channel], conversation.DestinationId))
            return batch;
        Log.UnknownDestination(log, conversation.Id, channel, settings.Channels[channel].DefaultDestination);
        return batch with { DestinationId = settings.Channels[channel].DefaultDestination };
    }

    private async Task<LaneBatch?> ClaimNextAsync(LaneId id, CancellationToken cancellation)
    {
        var batch = await database.ReadAsync(
            async session =>
            {
                var waiting = await session.FindWaitingAsync(id, Coalescing.Window);
                return waiting.Count == 0 || await session.FindConversationAsync(id.ConversationId) is not { } conversation
                    ? null
                    : new LaneBatch(conversation, Coalescing.Take(waiting), Unsure: waiting[0].State == MessageState.Sending);
            },
            cancellation);
        if (batch is null)
            return null;
        if (batch.Head.DueAt > clock.Now)
        {
            alarm.SetAt(batch.Head.DueAt);
            return null;
        }

        var claimed = await database.WriteAsync(
            async session =>
            {
                var all = true;
                foreach (var message in batch.Batch)
                    all &= await session.ClaimAsync(message);
                return all ? true : throw new ClaimLostException(id);
            },
            cancellation);
        return claimed ? batch : null;
    }

    private async Task<bool> RecordAsync(LaneId id, LaneBatch batch, DeliveryOutcome outcome)
    {
        var now = clock.Now;
        var attempt = batch.Head.Attempts + 1;
        var kind = batch.Head.Body.GetType().Name;
        var dueAt = now + Backoff.After(attempt, settings.Delivery.RetryDelays, (outcome as DeliveryOutcome.Retry)?.After);
        var (goOn, reason) = outcome switch
        {
            DeliveryOutcome.Retry retry => (false, retry.Reason),
            DeliveryOutcome.Unsure unsure => (false, unsure.Reason),
            DeliveryOutcome.Dead dead => (true, dead.Reason),
            DeliveryOutcome.TicketOver over => (true, $"the ticket is {over.Status}"),
            _ => (true, (string?)null),
        };

        var lanes = await database.WriteAsync(
            async session =>
            {
                foreach (var message in batch.Batch)
                {
                    await session.RecordAttemptAsync(message.Id, message.Attempts + 1, outcome.GetType().Name, reason, now);
                    await (outcome switch
                    {
                        DeliveryOutcome.Delivered delivered => session.SettleAsync(message.Id, MessageState.Delivered, delivered.RemoteId, null, now),
                        DeliveryOutcome.Dead => session.SettleAsync(message.Id, MessageState.Dead, null, reason, now),
                        DeliveryOutcome.Unsure => session.PutOffAsync(message, MessageState.Sending, dueAt, reason!),
                        DeliveryOutcome.TicketOver => session.PutOffAsync(message, MessageState.Pending, now, reason!),
                        _ => session.PutOffAsync(message, MessageState.Pending, dueAt, reason!),
                    });
                }

                ConversationInput? fact = outcome switch
                {
                    DeliveryOutcome.Delivered delivered => delivered.Fact,
                    DeliveryOutcome.TicketOver over => new ConversationInput.TicketRefused(over.Status),
                    _ => null,
                };
                if (fact is null || await session.FindConversationAsync(id.ConversationId) is not { } conversation)
                    return [];
                return (await intake.TakeAsync(session, conversation, fact)).Lanes;
            },
            CancellationToken.None);

        if (goOn)
        {
            if (outcome is DeliveryOutcome.Dead)
                Log.Dead(log, kind, id.ConversationId, reason);
            else
                Log.Sent(log, kind, batch.Batch.Count, id.ConversationId, outcome.GetType().Name, attempt);
        }
        else
        {
            Log.PutOff(log, kind, id.ConversationId, outcome.GetType().Name, reason, attempt, dueAt);
            alarm.SetAt(dueAt);
        }

        doorbell.Ring(lanes);
        if (outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened })
            doorbell.RingTicket(batch.Conversation.Helpdesk, opened.TicketId);
        return goOn;
    }

    /// <summary>Somebody else is sending this message.</summary>
    private sealed class ClaimLostException(LaneId id) : Exception($"A message of conversation {id.ConversationId} was claimed elsewhere.");

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "{Kind} (with {Messages} message(s)) of conversation {ConversationId}: {Outcome} at attempt {Attempt}")]
        public static partial void Sent(ILogger logger, string kind, int messages, string conversationId, string outcome, int attempt);

        [LoggerMessage(2002, LogLevel.Warning, "{Kind} of conversation {ConversationId} waits ({Outcome}: {Reason}) after attempt {Attempt} until {DueAt}")]
        public static partial void PutOff(ILogger logger, string kind, string conversationId, string outcome, string? reason, int attempt, DateTimeOffset dueAt);

        [LoggerMessage(2003, LogLevel.Error, "{Kind} of conversation {ConversationId} is a dead letter: {Reason}")]
        public static partial void Dead(ILogger logger, string kind, string conversationId, string? reason);

        [LoggerMessage(2008, LogLevel.Warning, "Conversation {ConversationId} of channel {Channel} asked for an unknown destination; it goes to the default one, {Default}")]
        public static partial void UnknownDestination(ILogger logger, string conversationId, string channel, string @default);

        [LoggerMessage(2004, LogLevel.Error, "Sending {Kind} of conversation {ConversationId} failed unexpectedly; it is looked up before it is sent again")]
        public static partial void SendingFailed(ILogger logger, Exception e, string kind, string conversationId);
    }
}
