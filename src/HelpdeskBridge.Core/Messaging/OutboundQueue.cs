using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Sends the messages of a queue in order. It claims the next batch durably, sends it, records the outcome durably, and continues. It stops at the
/// first message that must wait. A queue runs in one place at a time (<see cref="OutboundQueueGrain"/>). If it ever ran in two places, only one
/// would get the claim and send.
/// </summary>
internal sealed partial class OutboundQueue(
    OutboundBatchLoader loader, ConcurrencyLimits limits, EndpointHealth health, MessageSenders senders, DeliveryRecorder recorder,
    IDatabase database, BridgeClock clock, ILogger<OutboundQueue> log)
{
    /// <param name="id">The queue.</param>
    /// <param name="quietSince">Since when it is certain that no request of the queue is being sent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there may be more to send now.</returns>
    public async Task<bool> SendNextAsync(QueueId id, DateTimeOffset quietSince, CancellationToken cancellationToken)
    {
        OutboundBatch? batch = null;
        try
        {
            batch = await loader.LoadAsync(id, quietSince, cancellationToken);
            if (batch is null)
                return false;
            if (health.FindObstacle(batch.Attempt) is { } outage)
                return await HoldAsync(id, batch, outage);
            if (loader.LacksRoom(batch) && !batch.HasExpired && !health.IsWorking(batch.Attempt.Use))
            {
                await recorder.WaitAsync(batch, "the disk has no room for files while the helpdesk does not work");
                return false;
            }

            if (await loader.WaitForFilesAsync(batch, cancellationToken))
                batch = await loader.LoadAsync(id, quietSince, cancellationToken);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            return await FailAsync(id, batch, e, cancellationToken);
        }

        if (batch is null)
            return false;
        var pool = PermitPool.From(batch);
        var permit = limits.TryAcquire(pool);
        if (permit is null)
        {
            // Many queues may wait for a permit. Their messages may change meanwhile, so they are not kept in memory but loaded again.
            batch = null;
            permit = await limits.AcquireAsync(pool, cancellationToken);
        }

        using (permit)
            return await SendAsync(id, batch, quietSince, cancellationToken);
    }

    /// <param name="id">The queue, which has a permit.</param>
    /// <param name="loaded">The next batch; null: it must be loaded.</param>
    /// <param name="quietSince">Since when it is certain that no request of the queue is being sent.</param>
    /// <param name="cancellationToken">Stops before the batch is claimed, or while it is sent.</param>
    private async Task<bool> SendAsync(
        QueueId id, OutboundBatch? loaded, DateTimeOffset quietSince, CancellationToken cancellationToken)
    {
        var batch = loaded ?? await loader.LoadAsync(id, quietSince, cancellationToken);
        if (batch is null)
            return false;
        if (await health.TryBeginAsync(batch.Attempt) is { } obstacle)
            return await HoldAsync(id, batch, obstacle);
        if (await ClaimAsync(batch, id.Direction, cancellationToken) is { } claimed)
            return await AttemptAsync(id, claimed, () => SendClaimedAsync(id, claimed, cancellationToken));
        await health.ReportOtherOutcomeAsync(batch.Attempt);
        return true;
    }

    /// <summary>
    /// A failure before the batch was sent, for example because the disk is full. It counts as an attempt, so that there are delays between the
    /// attempts and an end.
    /// </summary>
    private async Task<bool> FailAsync(QueueId id, OutboundBatch? batch, Exception e, CancellationToken cancellationToken)
    {
        Log.PreparationFailed(log, e, id.ConversationId);
        var reason = e.GetType().Name;
        if (batch is null)
        {
            await recorder.PostponeHeadAsync(id, reason);
            return false;
        }

        DeliveryOutcome outcome = batch.MayHaveArrived
            ? new DeliveryOutcome.Unknown(reason, OnlyLookedUp: true)
            : new DeliveryOutcome.Retry(reason);
        return await ClaimAsync(batch, id.Direction, cancellationToken) is not { } claimed
            || await AttemptAsync(id, claimed, () => Task.FromResult(outcome));
    }

    /// <summary>Makes an attempt with a claimed batch and records its outcome, all in one span.</summary>
    private async Task<bool> AttemptAsync(QueueId id, OutboundBatch claimed, Func<Task<DeliveryOutcome>> attempt)
    {
        using var span = DeliverySpan.Start(claimed);
        var outcome = await attempt();
        DeliverySpan.SetOutcome(span, outcome);
        return await recorder.RecordAsync(id, claimed, outcome);
    }

    /// <summary>The endpoint is unavailable, so no attempt is made.</summary>
    private async Task<bool> HoldAsync(QueueId id, OutboundBatch batch, EndpointOutage outage)
    {
        await recorder.HoldAsync(id, batch, outage);
        return false;
    }

    /// <summary>Records durably that the batch is about to be sent.</summary>
    /// <returns>The claimed batch; null when its messages changed after it was loaded.</returns>
    private async Task<OutboundBatch?> ClaimAsync(OutboundBatch batch, Direction direction, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        try
        {
            var isObsolete = await database.WriteAsync(
                async store =>
                {
                    // A merge moves a conversation only while nothing is claimed. So a batch is never written into the wrong ticket.
                    if (direction == Direction.ToHelpdesk
                        && await store.Conversations.FindTicketIdAsync(batch.Conversation.Id) != batch.Conversation.TicketId)
                        throw new ClaimLostException();
                    var onlyLookedUp = batch.NotSentBefore is not null;
                    var claims = await store.RunAsync(
                        [.. batch.Messages.Select(message => DeliveryStatements.Claim(message, batch.Head.Id, now, onlyLookedUp))]);
                    if (claims.Contains(null))
                        throw new ClaimLostException();

                    return await IsObsoleteAsync(store, batch);
                },
                cancellationToken);
            return batch with { IsObsolete = isObsolete, ClaimedAt = batch.MayHaveArrived ? batch.Head.ClaimedAt ?? now : now };
        }
        catch (ClaimLostException)
        {
            return null;
        }
    }

    private static async Task<bool> IsObsoleteAsync(StoreTransaction store, OutboundBatch batch) => batch.Head.Body switch
    {
        // JAICP addresses only the client, so the end of this chat would end the one that is open now.
        ChatClosed => await store.Conversations.HasOpenAsync(batch.Conversation.Client),

        // It waited, and an agent has answered meanwhile, or another chat has begun in the ticket.
        EscalateTicket step => !step.IsFor(await store.Conversations.FindAsync(batch.Conversation.Id)),
        _ => false,
    };

    private async Task<DeliveryOutcome> SendClaimedAsync(QueueId id, OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Head.Body is UnreadableHelpdeskMessage or UnreadableJaicpMessage)
            return new DeliveryOutcome.Failed("the stored message can't be read");
        if (batch.IsObsolete)
            return new DeliveryOutcome.Dropped(
                batch.Head.Body is EscalateTicket ? "an agent has answered, or the chat is over" : "the chat goes on, or the client has a later one");
        try
        {
            var outcome = await senders.Get(id.Direction).SendAsync(batch, cancellationToken);
            return outcome is DeliveryOutcome.TicketOver over ? over with { WaitsForRead = WaitsForRead(batch) } : outcome;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // After an unexpected failure it is not known whether the batch was accepted.
            Log.SendingFailed(log, e, batch.Head.Body.Kind, id.ConversationId);
            return new DeliveryOutcome.Unknown(e.GetType().Name, OnlyLookedUp: batch.NotSentBefore is not null);
        }
    }

    /// <summary>
    /// Words of the client are written elsewhere when the ticket is over. A note is not, and neither is a change of the status: the next read ends
    /// the chat.
    /// </summary>
    private static bool WaitsForRead(OutboundBatch batch) =>
        batch.Conversation.IsOpen && (!batch.CarriesChatOn || batch.Head.Body is ReopenTicket);

    /// <summary>Rolls the transaction back, so that a batch is claimed as a whole or not at all.</summary>
    private sealed class ClaimLostException : Exception;

    private static partial class Log
    {
        [LoggerMessage(2015, LogLevel.Error, "Preparing the next message of conversation {ConversationId} failed unexpectedly")]
        public static partial void PreparationFailed(ILogger logger, Exception e, string conversationId);

        [LoggerMessage(
            2004, LogLevel.Error, "Sending {Kind} of conversation {ConversationId} failed unexpectedly; it is looked up before it is sent again")]
        public static partial void SendingFailed(ILogger logger, Exception e, string kind, string conversationId);
    }
}
