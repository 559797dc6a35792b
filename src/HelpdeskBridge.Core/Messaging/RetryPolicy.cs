using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>What becomes of one message after an attempt.</summary>
/// <param name="State">Its state from now on.</param>
/// <param name="DueAt">When it is tried again, where it still waits.</param>
/// <param name="Reason">Why it waits or failed.</param>
/// <param name="Alone">It is tried again by itself.</param>
internal sealed record Disposition(MessageState State, DateTimeOffset DueAt, string? Reason = null, bool Alone = false)
{
    /// <summary>The message has come to its end.</summary>
    public bool IsSettled => State is MessageState.Delivered or MessageState.Dead;
}

/// <summary>Decides from the outcome of an attempt what becomes of each message in the batch, and how long a retry waits. Pure.</summary>
/// <param name="retryDelays">Delays after the first, second, … failed attempt; the last one repeats.</param>
/// <param name="giveUpAfter">A message that has waited so long becomes a dead letter.</param>
internal sealed class RetryPolicy(IReadOnlyList<TimeSpan> retryDelays, TimeSpan giveUpAfter)
{
    /// <summary>A longer Retry-After is not followed: a message is tried at least so often.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan UntilMergeIsFollowed = TimeSpan.FromSeconds(1);

    public IReadOnlyList<Disposition> Decide(IReadOnlyList<StoredMessage> batch, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var attempts = batch[0].Attempts + 1;
        return outcome switch
        {
            DeliveryOutcome.Delivered => ForAll(new Disposition(MessageState.Delivered, now)),
            DeliveryOutcome.TicketOver over => ForAll(new Disposition(MessageState.Pending, now, $"the ticket is {over.Status}")),

            // One of them is to blame. Sent alone, each one shows whether it is the one.
            DeliveryOutcome.Failed failed when batch.Count > 1 => ForAll(new Disposition(MessageState.Pending, now, failed.Reason, Alone: true)),
            DeliveryOutcome.Failed failed => ForAll(new Disposition(MessageState.Dead, now, failed.Reason)),

            // None was taken, so each message ends when its own time is up.
            DeliveryOutcome.Retry retry => ForEach(retry.Reason, GetDelay(attempts, retry.After)),
            DeliveryOutcome.TicketMerged => ForEach("the ticket was merged", UntilMergeIsFollowed),

            // The whole batch may have been taken, so it is found, sent again or given up as a whole.
            DeliveryOutcome.Unknown unknown => ForAll(batch.All(HasExpired)
                ? GiveUp($"{unknown.Reason}, and it may have arrived")
                : new Disposition(MessageState.Sending, now + GetDelay(attempts, null), unknown.Reason)),
            _ => throw new InvalidOperationException($"There is no disposition for {outcome.GetType().Name}."),
        };

        Disposition[] ForAll(Disposition disposition) => [.. Enumerable.Repeat(disposition, batch.Count)];

        Disposition[] ForEach(string reason, TimeSpan delay) =>
            [.. batch.Select(message => HasExpired(message) ? GiveUp(reason) : new Disposition(MessageState.Pending, now + delay, reason))];

        bool HasExpired(StoredMessage message) => now - message.WaitsSince >= giveUpAfter;

        Disposition GiveUp(string reason) => new(MessageState.Dead, now, $"given up after {now - batch[0].WaitsSince:d\\.hh\\:mm\\:ss}: {reason}");
    }

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="retryAfter">What the other side asked for. It wins, except that 0 counts as absent: Zendesk sends it under load.</param>
    public TimeSpan GetDelay(int attempts, TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
            return asked < MaxRetryAfter ? asked : MaxRetryAfter;
        return retryDelays[Math.Clamp(attempts - 1, 0, retryDelays.Count - 1)];
    }
}
