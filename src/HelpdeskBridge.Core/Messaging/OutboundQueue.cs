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
    /// <returns>Whether there may be more to send now.</returns>
    public async Task<bool> SendNextAsync(QueueId id, CancellationToken cancellationToken)
    {
        var batch = await loader.LoadAsync(id, cancellationToken);
        if (batch is null)
            return false;
        if (health.FindObstacle(batch.Attempt) is { } outage)
            return await HoldAsync(id, batch, outage);
        if (await loader.WaitForFilesAsync(batch, cancellationToken) && (batch = await loader.LoadAsync(id, cancellationToken)) is null)
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
        {
            batch ??= await loader.LoadAsync(id, cancellationToken);
            if (batch is null)
                return false;
            if (health.TryBegin(batch.Attempt) is { } obstacle)
                return await HoldAsync(id, batch, obstacle);
            if (await ClaimAsync(batch, id.Direction, cancellationToken) is not { } claimed)
            {
                health.ReportOtherOutcome(batch.Attempt);
                return true;
            }

            return await recorder.RecordAsync(id, claimed, await SendAsync(id, claimed, cancellationToken));
        }
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
            await database.WriteAsync(
                async store =>
                {
                    // A merge moves a conversation only while nothing is claimed. So a batch is never written into the wrong ticket.
                    if (direction == Direction.ToHelpdesk
                        && (await store.Conversations.FindAsync(batch.Conversation.Id))?.TicketId != batch.Conversation.TicketId)
                        throw new ClaimLostException();
                    foreach (var message in batch.Messages)
                    {
                        if (!await store.Queues.ClaimAsync(message, batch.Head.Id, now))
                            throw new ClaimLostException();
                    }
                },
                cancellationToken);
            return batch with { ClaimedAt = batch.MayHaveArrived ? batch.Head.ClaimedAt ?? now : now };
        }
        catch (ClaimLostException)
        {
            return null;
        }
    }

    private async Task<DeliveryOutcome> SendAsync(QueueId id, OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Head.Body is UnreadableHelpdeskMessage or UnreadableJaicpMessage)
            return new DeliveryOutcome.Failed("the stored message can't be read");
        try
        {
            return await senders.Get(id.Direction).SendAsync(batch, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // After an unexpected failure it is not known whether the batch was accepted.
            Log.SendingFailed(log, e, batch.Head.Body.Kind, id.ConversationId);
            return new DeliveryOutcome.Unknown(e.GetType().Name);
        }
    }

    /// <summary>Rolls the transaction back, so that a batch is claimed as a whole or not at all.</summary>
    private sealed class ClaimLostException : Exception;

    private static partial class Log
    {
        [LoggerMessage(
            2004, LogLevel.Error, "Sending {Kind} of conversation {ConversationId} failed unexpectedly; it is looked up before it is sent again")]
        public static partial void SendingFailed(ILogger logger, Exception e, string kind, string conversationId);
    }
}
