using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>Records an attempt and its effects (<see cref="DeliveryEffects"/>) in one transaction.</summary>
internal sealed class DeliveryRecorder(
    IDatabase database, Inbox inbox, DeliveryFollowUp followUp, RetryPolicy retryPolicy, IOptions<DeliveryOptions> options, BridgeClock clock)
{
    /// <summary>Records the outcome. This can't be cancelled: what was sent is recorded even while the process is stopping.</summary>
    /// <returns>Whether the queue continues now.</returns>
    public async Task<bool> RecordAsync(QueueId queue, OutboundBatch batch, DeliveryOutcome outcome)
    {
        var now = clock.Now;
        var decisions = retryPolicy.Decide(batch.Messages, outcome, now);
        var files = outcome is DeliveryOutcome.Delivered ? await LoadFilesAsync(batch) : batch.Files;
        var effects = DeliveryEffects.Create(queue.Direction, batch, outcome, decisions, files, options.Value.NotifyAfter, now);

        var stored = await database.WriteAsync(store => StoreAsync(store, batch, outcome, effects, now), CancellationToken.None);
        await followUp.RunAsync(queue, batch, outcome, stored, now);
        return effects.WaitsUntil is null;
    }

    private async Task<IReadOnlyDictionary<string, UploadedFile>> LoadFilesAsync(OutboundBatch batch)
    {
        var ids = batch.Messages.Where(message => message.Body is ClientFile).Select(message => message.Id).ToList();
        if (ids.Count == 0)
            return batch.Files;
        return await database.ReadAsync(
            async store =>
            {
                var files = new Dictionary<string, UploadedFile>();
                foreach (var id in ids)
                {
                    if (await store.ClientFiles.FindAsync(id) is { } file)
                        files[id] = file;
                }

                return files;
            },
            CancellationToken.None);
    }

    private async Task<RecordedDelivery> StoreAsync(
        StoreTransaction store, OutboundBatch batch, DeliveryOutcome outcome, DeliveryEffects effects, DateTimeOffset now)
    {
        foreach (var (message, decision) in batch.Messages.Zip(effects.Decisions))
            await StoreAsync(store, message, decision, outcome, effects, now);

        var helpdesk = batch.Conversation.Helpdesk;
        var ticketToRead = effects.TicketToRead;
        if (ticketToRead is not null)
            await store.TicketSyncs.AddAsync(helpdesk, ticketToRead, now);
        else if (effects.TicketToWake is { } ticketId && await store.TicketSyncs.MakeDueAsync(helpdesk, ticketId, now))
            ticketToRead = ticketId;

        var queues = new List<QueueId>();
        foreach (var input in effects.Inputs)
        {
            if (await store.Conversations.FindAsync(batch.Conversation.Id) is { } conversation)
                queues.AddRange((await inbox.ApplyAsync(store, conversation, input)).Queues);
        }

        return new RecordedDelivery(effects, queues, ticketToRead);
    }

    private static async Task StoreAsync(
        StoreTransaction store, StoredMessage message, DeliveryDecision decision, DeliveryOutcome outcome, DeliveryEffects effects,
        DateTimeOffset now)
    {
        await store.Queues.AddAttemptAsync(message.Id, message.Attempts + 1, effects.AttemptOutcome, decision.Reason, now);
        if (decision.IsSettled)
            await store.Queues.SettleAsync(message.Id, decision.State, (outcome as DeliveryOutcome.Delivered)?.RemoteId, decision.Reason, now);
        else if (decision.Alone)
            await store.Queues.IsolateAsync(message.Id, now);
        else
            await store.Queues.PostponeAsync(message, decision.State, decision.DueAt, decision.Reason ?? "", effects.IsOutage);
    }
}

/// <summary>A recorded attempt, and what is woken after the commit.</summary>
/// <param name="Effects">The effects of the attempt.</param>
/// <param name="Queues">The queues that got a message.</param>
/// <param name="TicketToRead">The ticket whose read is due; null: none.</param>
internal sealed record RecordedDelivery(DeliveryEffects Effects, IReadOnlyList<QueueId> Queues, string? TicketToRead);
