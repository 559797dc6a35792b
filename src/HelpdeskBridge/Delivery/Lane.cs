using HelpdeskBridge.ClientFiles;
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
    IDatabase database, Turnstiles turnstiles, Helpdesks helpdesks, DestinationDirectory destinations, FileFetches fetches, JaicpSender jaicp, LaneRecorder recorder, DueAlarm alarm,
    BridgeSettings settings, BridgeClock clock, ILogger<Lane> log)
{
    /// <returns>Whether there may be more to send now.</returns>
    public async Task<bool> SendNextAsync(LaneId id, CancellationToken cancellation)
    {
        if (await LookAsync(id, cancellation) is not { } batch)
            return false;
        var fetched = await WaitForFilesAsync(batch, cancellation);
        using var turn = await turnstiles.EnterAsync(Side.Of(batch.Conversation, id.Direction), cancellation);
        if ((fetched || turn.Waited) && (batch = await LookAsync(id, cancellation)) is null)
            return false;
        if (await ClaimAsync(batch, id.Direction, cancellation) is not { } claimed)
            return true;

        DeliveryOutcome outcome;
        try
        {
            outcome = await SendAsync(claimed, id.Direction, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Unknown faults are never taken for success nor for refusal.
            Log.SendingFailed(log, e, claimed.Head.Body.GetType().Name, id.ConversationId);
            outcome = new DeliveryOutcome.Unsure(e.GetType().Name);
        }

        return await recorder.RecordAsync(id, claimed, outcome);
    }

    /// <summary>What goes out next; null when nothing does now.</summary>
    private async Task<LaneBatch?> LookAsync(LaneId id, CancellationToken cancellation)
    {
        var now = clock.Now;
        var (batch, notBefore) = await database.ReadAsync(
            async session =>
            {
                var waiting = await session.FindWaitingAsync(id, Coalescing.Window);
                if (waiting.Count == 0 || await session.FindConversationAsync(id.ConversationId) is not { } conversation)
                    return default;
                var take = Coalescing.Take(waiting, message => fetches.IsReady(message.Id));
                var found = new LaneBatch(conversation, take, Unsure: waiting[0].State == MessageState.Sending)
                {
                    FileBehind = take is [{ Body: OpenTicket }] && waiting.ElementAtOrDefault(1) is { Body: ClientFile } file ? file : null,
                };
                if (found.Head.DueAt > now || id.Direction != Direction.ToHelpdesk || conversation.TicketId is null)
                    return (found, found.Head.DueAt);
                found = found with
                {
                    IsTicketShared = found.Head.Body is ClientLeft or IdleEnd && await session.IsTicketSharedAsync(conversation),
                    FormerTickets = conversation.TicketStatus == TicketStatus.Closed ? await session.FindTicketIdsAsync(conversation.Id) : found.FormerTickets,
                };
                var updates = await session.FindTicketUpdatesAsync(conversation.Id, now - TicketPace.Window);
                return (found, TicketPace.NotBefore(updates, found.Head.Body is ClientText or ClientFile, now));
            },
            cancellation);
        if (batch is null || notBefore <= now)
            return batch;
        alarm.SetAt(notBefore);
        return null;
    }

    /// <summary>Before the lane takes a place and claims anything: a slow file host holds up this lane alone.</summary>
    /// <returns>Whether something may have changed since the lane was looked at.</returns>
    private async Task<bool> WaitForFilesAsync(LaneBatch batch, CancellationToken cancellation)
    {
        var channel = batch.Conversation.Client.Channel;
        foreach (var message in batch.Batch)
        {
            if (message.Body is not ClientFile file || fetches.IsReady(message.Id))
                continue;
            if (await database.ReadAsync(session => session.FindCarriedFileAsync(message.Id), cancellation) is { } carried && carried.IsSettled(clock.Now))
                continue;
            await fetches.JoinAsync(channel, message.Id, file, cancellation);
            return true;
        }

        // The chat's first message is a file: worth as short a wait as any first message.
        if (batch.FileBehind is not { Body: ClientFile first } behind || fetches.IsReady(behind.Id))
            return false;
        var wait = settings.Channels[channel].Ticket.WaitForFirstMessage;
        await Task.WhenAny(fetches.JoinAsync(channel, behind.Id, first, cancellation), Task.Delay(wait, TimeProvider.System, cancellation));
        return true;
    }

    /// <summary>Notes durably that the batch is about to be sent; null when it changed since it was looked at.</summary>
    private async Task<LaneBatch?> ClaimAsync(LaneBatch batch, Direction direction, CancellationToken cancellation)
    {
        var now = clock.Now;
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    // A merge moves the conversation only while nothing is claimed, so what is being written is always for its ticket.
                    if (direction == Direction.ToHelpdesk && (await session.FindConversationAsync(batch.Conversation.Id))?.TicketId != batch.Conversation.TicketId)
                        throw new ClaimLostException();
                    foreach (var message in batch.Batch)
                    {
                        if (!await session.ClaimAsync(message, batch.Head.Id, now))
                            throw new ClaimLostException();
                    }
                },
                cancellation);
            return batch with { ClaimedAt = batch.Unsure ? batch.Head.ClaimedAt ?? now : now };
        }
        catch (ClaimLostException)
        {
            return null;
        }
    }

    private async Task<DeliveryOutcome> SendAsync(LaneBatch batch, Direction direction, CancellationToken cancellation)
    {
        if (batch.Head.Body is UnreadableBody)
            return new DeliveryOutcome.Dead("the stored message can't be read");
        return direction == Direction.ToJaicp
            ? await jaicp.SendAsync(batch, cancellation)
            : await helpdesks.Get(batch.Conversation.Helpdesk).SendAsync(await RouteAsync(batch), cancellation);
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

    /// <summary>Undoes the claims made before it: a batch is claimed as a whole or not at all.</summary>
    private sealed class ClaimLostException : Exception;

    private static partial class Log
    {
        [LoggerMessage(2004, LogLevel.Error, "Sending {Kind} of conversation {ConversationId} failed unexpectedly; it is looked up before it is sent again")]
        public static partial void SendingFailed(ILogger logger, Exception e, string kind, string conversationId);

        [LoggerMessage(2008, LogLevel.Warning, "Conversation {ConversationId} of channel {Channel} asked for an unknown destination; it goes to the default one, {Default}")]
        public static partial void UnknownDestination(ILogger logger, string conversationId, string channel, string @default);
    }
}
