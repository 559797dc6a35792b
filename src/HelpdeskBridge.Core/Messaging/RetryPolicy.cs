using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Decides from the outcome of an attempt what becomes of each message, and how long a retry waits. It has no side effects.</summary>
/// <param name="retryDelays">The delays after the first, second, … failed attempt. The last one is used for all later attempts.</param>
/// <param name="giveUpAfter">A message that has waited for this time becomes a dead letter.</param>
/// <param name="startedAt">When the service started. A message does not grow old while the service is down.</param>
internal sealed class RetryPolicy(IReadOnlyList<TimeSpan> retryDelays, TimeSpan giveUpAfter, DateTimeOffset startedAt = default)
{
    /// <summary>A service that is started again and again still gives messages up, after so many times the usual time.</summary>
    private const int MaxTimesOlder = 7;

    /// <summary>Even then a message gets several attempts after a start.</summary>
    private static readonly TimeSpan MinTimeAfterStart = TimeSpan.FromMinutes(10);

    /// <summary>The longest Retry-After that is respected. If the other side asks for more, the message is sent again after this time.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan MergeDelay = TimeSpan.FromSeconds(1);

    public IReadOnlyList<DeliveryDecision> Decide(IReadOnlyList<StoredMessage> batch, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var attempts = batch[0].Attempts + 1;
        return outcome switch
        {
            DeliveryOutcome.Delivered => ForAll(new DeliveryDecision(MessageState.Delivered, now)),

            DeliveryOutcome.TicketOver { WaitsForRead: true } over => ForEach($"the ticket is {over.Status}", GetDelay(attempts, null)),
            DeliveryOutcome.TicketOver over => ForAll(new DeliveryDecision(MessageState.Pending, now, $"the ticket is {over.Status}")),

            DeliveryOutcome.TicketFound => ForAll(new DeliveryDecision(MessageState.Pending, now, "there is a ticket now")),

            DeliveryOutcome.Dropped dropped => ForAll(new DeliveryDecision(MessageState.Discarded, now, dropped.Reason)),

            // One of the messages is the cause. Each one is sent alone to find out which.
            DeliveryOutcome.Failed failed when batch.Count > 1 => ForAll(new DeliveryDecision(MessageState.Pending, now, failed.Reason, Alone: true)),
            DeliveryOutcome.Failed failed => ForAll(new DeliveryDecision(MessageState.Dead, now, failed.Reason)),

            // No message was accepted, so each one expires at its own time.
            DeliveryOutcome.Retry retry => ForEach(retry.Reason, GetDelay(attempts, retry.After)),
            DeliveryOutcome.TicketMerged => ForEach("the ticket was merged", MergeDelay),

            // The whole batch may have been accepted, so it is looked up, sent again or given up as a whole.
            DeliveryOutcome.Unknown unknown => ForAll(batch.All(message => HasExpired(message, now))
                ? GiveUp($"{unknown.Reason}, and it may have arrived")
                : new DeliveryDecision(MessageState.Sending, now + GetDelay(attempts, null), unknown.Reason)),
            DeliveryOutcome.NotFoundYet notFound => ForAll(new DeliveryDecision(
                MessageState.Sending, Earlier(now + GetDelay(attempts, null), notFound.Until), "an earlier request may still be accepted")),
            _ => throw new InvalidOperationException($"There is no decision for {outcome.GetType().Name}."),
        };

        DeliveryDecision[] ForAll(DeliveryDecision decision) => [.. Enumerable.Repeat(decision, batch.Count)];

        DeliveryDecision[] ForEach(string reason, TimeSpan delay) =>
            [.. batch.Select(message => HasExpired(message, now) ? GiveUp(reason) : new DeliveryDecision(MessageState.Pending, now + delay, reason))];

        static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

        DeliveryDecision GiveUp(string reason) =>
            new(MessageState.Dead, now, $"given up after {now - batch[0].WaitsSince:d\\.hh\\:mm\\:ss}: {reason}");
    }

    /// <summary>Whether the message has waited so long that the next failed attempt is its last.</summary>
    public bool HasExpired(StoredMessage message, DateTimeOffset now)
    {
        var waited = now - message.WaitsSince;
        var upTime = now - startedAt;
        return upTime >= giveUpAfter
            ? waited >= giveUpAfter
            : upTime >= MinTimeAfterStart && waited >= giveUpAfter * MaxTimesOlder;
    }

    /// <returns>How long to wait before the next attempt.</returns>
    /// <param name="attempts">The number of attempts so far, at least 1.</param>
    /// <param name="retryAfter">
    /// The Retry-After of the other side. It has priority over the delays, but 0 counts as absent, because Zendesk sends 0 under load.
    /// </param>
    public TimeSpan GetDelay(int attempts, TimeSpan? retryAfter)
    {
        if (retryAfter is { } delay && delay > TimeSpan.Zero)
            return delay < MaxRetryAfter ? delay : MaxRetryAfter;
        return retryDelays[Math.Clamp(attempts - 1, 0, retryDelays.Count - 1)];
    }
}
