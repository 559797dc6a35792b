using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>What became of an attempt to send a batch. The set of cases is closed.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The other side has it.</summary>
    /// <param name="RemoteId">Its id there, where it has one.</param>
    /// <param name="Fact">What the conversation learns from it.</param>
    internal sealed record Delivered(string? RemoteId = null, ConversationInput? Fact = null) : DeliveryOutcome
    {
        /// <summary>The text was taken, but the files that were sent with it were not.</summary>
        public bool WithoutFiles { get; init; }
    }

    /// <summary>It was not taken and may be sent again later.</summary>
    /// <param name="Reason">Why, in words that hold nothing a client or an agent wrote.</param>
    /// <param name="After">The Retry-After of the other side, where it gave one.</param>
    /// <param name="Outage">The endpoint as a whole could not be reached or used: when it answers again, this may be sent as well.</param>
    internal sealed record Retry(string Reason, TimeSpan? After = null, bool Outage = false) : DeliveryOutcome;

    /// <summary>It may have been taken: the answer was lost. The other side is asked before it is sent again.</summary>
    /// <param name="Reason">Why, in words that hold nothing a client or an agent wrote.</param>
    /// <param name="OnlyLookedUp">This attempt only looked for an earlier one and wrote nothing.</param>
    internal sealed record Unknown(string Reason, bool OnlyLookedUp = false) : DeliveryOutcome;

    /// <summary>The ticket takes nothing any more. The conversation's rules decide where the message goes instead.</summary>
    internal sealed record TicketOver(TicketStatus Status) : DeliveryOutcome;

    /// <summary>The ticket was merged into another. The message waits until the next read of the ticket has moved its conversation.</summary>
    internal sealed record TicketMerged : DeliveryOutcome;

    /// <summary>It will never be taken.</summary>
    /// <param name="Reason">Why, in words that hold nothing a client or an agent wrote.</param>
    internal sealed record Failed(string Reason) : DeliveryOutcome;
}
