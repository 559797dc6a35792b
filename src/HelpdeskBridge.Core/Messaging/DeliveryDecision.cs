using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>What becomes of one message after an attempt.</summary>
/// <param name="State">The new state of the message.</param>
/// <param name="DueAt">When it is sent again, if it still waits.</param>
/// <param name="Reason">Why it waits or failed.</param>
/// <param name="Alone">Whether it is sent again in a batch of its own.</param>
internal sealed record DeliveryDecision(MessageState State, DateTimeOffset DueAt, string? Reason = null, bool Alone = false)
{
    /// <summary>Whether the message was delivered, was dropped or became a dead letter.</summary>
    public bool IsSettled => State is MessageState.Delivered or MessageState.Discarded or MessageState.Dead;
}
