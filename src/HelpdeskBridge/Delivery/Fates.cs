using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>What becomes of one message after an attempt.</summary>
/// <param name="State">Its state from now on.</param>
/// <param name="DueAt">When it is looked at again, where it still waits.</param>
/// <param name="Reason">Why it waits or died.</param>
/// <param name="Alone">It is tried again by itself.</param>
internal sealed record Fate(MessageState State, DateTimeOffset DueAt, string? Reason = null, bool Alone = false);

/// <summary>From the outcome of a batch to the fate of each message in it: pure, so that it is tested as a table.</summary>
internal sealed class Fates(IReadOnlyList<TimeSpan> retryDelays, TimeSpan giveUpAfter)
{
    private static readonly TimeSpan UntilFollowed = TimeSpan.FromSeconds(1);

    public IReadOnlyList<Fate> Of(IReadOnlyList<StoredMessage> batch, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var attempts = batch[0].Attempts + 1;
        return outcome switch
        {
            DeliveryOutcome.Delivered => All(new Fate(MessageState.Delivered, now)),
            DeliveryOutcome.TicketOver over => All(new Fate(MessageState.Pending, now, $"the ticket is {over.Status}")),

            // One of them is to blame; alone, each shows whether it is the one.
            DeliveryOutcome.Dead dead when batch.Count > 1 => All(new Fate(MessageState.Pending, now, dead.Reason, Alone: true)),
            DeliveryOutcome.Dead dead => All(new Fate(MessageState.Dead, now, dead.Reason)),

            // Not taken, so each message ends when its own time is up.
            DeliveryOutcome.Retry retry => [.. batch.Select(message => IsOver(message) ? GivenUp(retry.Reason) : Again(MessageState.Pending, retry.Reason, retry.After))],

            DeliveryOutcome.TicketMerged =>
                [.. batch.Select(message => IsOver(message) ? GivenUp("the ticket was merged") : Again(MessageState.Pending, "the ticket was merged", UntilFollowed))],

            // Perhaps taken, as a whole: so it can only be found, sent again or given up as a whole.
            DeliveryOutcome.Unsure unsure => All(batch.All(IsOver) ? GivenUp($"{unsure.Reason}, and it may have arrived") : Again(MessageState.Sending, unsure.Reason, null)),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no fate."),
        };

        Fate[] All(Fate fate) => [.. Enumerable.Repeat(fate, batch.Count)];

        bool IsOver(StoredMessage message) => now - message.WaitsSince >= giveUpAfter;

        Fate GivenUp(string reason) => new(MessageState.Dead, now, $"given up after {now - batch[0].WaitsSince:d\\.hh\\:mm\\:ss}: {reason}");

        Fate Again(MessageState state, string reason, TimeSpan? wish) => new(state, now + Backoff.After(attempts, retryDelays, wish), reason);
    }
}
