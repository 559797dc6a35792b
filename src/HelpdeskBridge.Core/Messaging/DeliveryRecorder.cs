using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Records an attempt and its effects (<see cref="DeliveryEffects"/>) in one transaction, and what it shows about the endpoint.
/// </summary>
internal sealed class DeliveryRecorder(
    IDatabase database, Inbox inbox, DeliveryFollowUp followUp, EndpointHealth health, RetryPolicy retryPolicy, IOptions<DeliveryOptions> options,
    BridgeClock clock)
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);

    /// <summary>Records the outcome. This can't be cancelled: what was sent is recorded even while the process is stopping.</summary>
    /// <returns>Whether the queue continues now.</returns>
    public async Task<bool> RecordAsync(QueueId queue, OutboundBatch batch, DeliveryOutcome outcome)
    {
        var now = clock.Now;
        var decisions = retryPolicy.Decide(batch.Messages, outcome, now);
        var files = outcome is DeliveryOutcome.Delivered ? await LoadFilesAsync(batch) : batch.Files;
        var effects = DeliveryEffects.Create(queue.Direction, batch, outcome, decisions, files, options.Value.NotifyAfter, now);
        var prepared = Prepare(batch, effects.Inputs);
        var (putOff, isRecovered) = await ReportAsync(batch, outcome);

        var stored = await database.WriteAsync(store => StoreAsync(store, batch, outcome, effects, prepared, putOff, now), CancellationToken.None);
        await followUp.RunAsync(queue, batch, outcome, stored with { IsRecovered = isRecovered }, now);
        return effects.WaitsUntil is null;
    }

    /// <summary>Puts a batch off without an attempt, because its endpoint is unavailable.</summary>
    public async Task HoldAsync(QueueId queue, OutboundBatch batch, EndpointOutage outage)
    {
        var now = clock.Now;
        var delayed = DeliveryEffects.GetDelay(queue.Direction, batch, outage.Reason, options.Value.NotifyAfter, now);
        var dueAt = GetHeldUntil(batch.Head, now);
        var prepared = Prepare(batch, delayed is null ? [] : [delayed]);
        var queues = await database.WriteAsync(
            async store =>
            {
                await PostponeAsync(store, batch, dueAt, outage.Reason, isOutage: true);
                return await ApplyAsync(store, prepared);
            },
            CancellationToken.None);
        await followUp.AfterHoldAsync(batch, queues, dueAt);
    }

    /// <summary>Puts a batch off for a short time without an attempt, for a reason of our own.</summary>
    public async Task WaitAsync(OutboundBatch batch, string reason)
    {
        var dueAt = clock.Now + ShortWait;
        await database.WriteAsync(store => PostponeAsync(store, batch, dueAt, reason, isOutage: false), CancellationToken.None);
        followUp.AfterWait(dueAt);
    }

    /// <summary>The first message of a queue can't even be loaded. It is put off, and named in readiness.</summary>
    public Task PostponeHeadAsync(QueueId queue, string reason) =>
        database.WriteAsync(store => store.DueQueues.PostponeHeadAsync(queue, clock.Now + LongWait, reason), CancellationToken.None);

    /// <summary>The agent is told in time that a message is late, and a message that is too old gets its last attempt in time.</summary>
    private DateTimeOffset GetHeldUntil(StoredMessage head, DateTimeOffset now) =>
        new[] { now + EndpointOutage.MaxHold, head.WaitsSince + options.Value.NotifyAfter, head.WaitsSince + options.Value.GiveUpAfter }
            .Where(time => time > now).Min();

    /// <summary>Reports what the outcome shows about the endpoint.</summary>
    private async ValueTask<(PutOff PutOff, bool IsRecovered)> ReportAsync(OutboundBatch batch, DeliveryOutcome outcome)
    {
        switch (outcome)
        {
            case DeliveryOutcome.Delivered { NothingSent: false } or DeliveryOutcome.TicketOver:
                return (PutOff.ByItself, await health.ReportSuccessAsync(batch.Attempt.Use, batch.Attempt.ObjectId));
            case DeliveryOutcome.Retry retry:
                return (await health.ReportFailureAsync(batch.Attempt, new EndpointFailure(retry.Scope, retry.Reason, retry.After)), false);
            case DeliveryOutcome.Unknown unknown:
                return (await health.ReportFailureAsync(batch.Attempt, new EndpointFailure(unknown.Scope, unknown.Reason)), false);
            default:
                await health.ReportOtherOutcomeAsync(batch.Attempt);
                return (PutOff.ByItself, false);
        }
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
        StoreTransaction store, OutboundBatch batch, DeliveryOutcome outcome, DeliveryEffects effects, IReadOnlyList<PreparedInput> prepared,
        PutOff putOff, DateTimeOffset now)
    {
        var changed = await store.RunAsync(
        [
            .. batch.Messages.Zip(effects.Decisions).SelectMany<(StoredMessage Message, DeliveryDecision Decision), StoreStatement>(delivery =>
            [
                DeliveryStatements.AddAttempt(
                    delivery.Message.Id, delivery.Message.Attempts + 1, effects.AttemptOutcome, delivery.Decision.Reason, now),
                CreateStatement(delivery.Message, delivery.Decision, outcome, putOff, GetUnansweredSince(batch, outcome, now), now),
            ]),
        ]);

        // The second statement changed nothing, because the head of the batch no longer waits: this process stood still, and another one has
        // delivered it since. What that led to is recorded, and may be out of date by now.
        if (changed[1] is null && await store.Messages.FindStateAsync(batch.Head.Id) == MessageState.Delivered)
            return new RecordedDelivery(effects, [], TicketToRead: null);

        foreach (var conversationId in putOff.OtherObjects)
            await store.Outages.MarkQueueAsync(new QueueId(conversationId, batch.Endpoint.Direction));

        var helpdesk = batch.Conversation.Helpdesk;
        var ticketToRead = effects.TicketToRead;
        if (ticketToRead is not null)
            await store.TicketSyncs.AddAsync(helpdesk, ticketToRead, now);
        else if (effects.TicketToWake is { } ticketId && await store.TicketSyncs.MakeDueAsync(helpdesk, ticketId, now))
            ticketToRead = ticketId;

        return new RecordedDelivery(effects, await ApplyAsync(store, prepared), ticketToRead);
    }

    /// <summary>
    /// Decides before the transaction. An input that follows one which changes the conversation is decided again in the transaction.
    /// </summary>
    private List<PreparedInput> Prepare(OutboundBatch batch, IReadOnlyList<ConversationInput> inputs) =>
        [.. inputs.Select(input => inbox.Prepare(batch.Conversation, input))];

    private async Task<List<QueueId>> ApplyAsync(StoreTransaction store, IReadOnlyList<PreparedInput> prepared)
    {
        var queues = new List<QueueId>();
        foreach (var input in prepared)
            queues.AddRange((await inbox.ApplyAsync(store, input)).Queues);
        return queues;
    }

    private static async Task PostponeAsync(StoreTransaction store, OutboundBatch batch, DateTimeOffset dueAt, string reason, bool isOutage) =>
        await store.RunAsync(
        [
            .. batch.Messages.Select(message =>
                DeliveryStatements.Postpone(message, message.State, dueAt, reason, isOutage, message.UnansweredSince)),
        ]);

    private static DateTimeOffset? GetUnansweredSince(OutboundBatch batch, DeliveryOutcome outcome, DateTimeOffset now) => outcome switch
    {
        DeliveryOutcome.Unknown { OnlyLookedUp: false } => now,
        DeliveryOutcome.Unknown or DeliveryOutcome.NotFoundYet => batch.UnansweredSince,
        _ => null,
    };

    private static StoreStatement CreateStatement(
        StoredMessage message, DeliveryDecision decision, DeliveryOutcome outcome, PutOff putOff, DateTimeOffset? unansweredSince, DateTimeOffset now)
    {
        if (decision.IsSettled)
            return DeliveryStatements.Settle(
                message.Id, decision.State, (outcome as DeliveryOutcome.Delivered)?.RemoteId, decision.Reason, now, unansweredSince);
        return decision.Alone
            ? DeliveryStatements.Isolate(message.Id, now)
            : DeliveryStatements.Postpone(
                message, decision.State, decision.DueAt, decision.Reason ?? "", putOff.IsOutage, unansweredSince, putOff.IsPerhapsOutage);
    }
}

/// <summary>A recorded attempt, and what is woken after the commit.</summary>
/// <param name="Effects">The effects of the attempt.</param>
/// <param name="Queues">The queues that got a message.</param>
/// <param name="TicketToRead">The ticket whose read is due; null: none.</param>
internal sealed record RecordedDelivery(DeliveryEffects Effects, IReadOnlyList<QueueId> Queues, string? TicketToRead)
{
    /// <summary>Whether an outage of the endpoint ended, so that what it put off is made due.</summary>
    public bool IsRecovered { get; init; }
}
