using System.Collections.Frozen;
using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>What became of an attempt to send. Closed: a lane handles each case, and there is no other.</summary>
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
        /// <summary>The words are there, the files that went along are not.</summary>
        public bool WithoutFiles { get; init; }
    }

    /// <summary>It was not taken and may be sent again later.</summary>
    /// <param name="Reason">Why, in words that hold nothing anybody wrote.</param>
    /// <param name="After">What the other side asked for.</param>
    /// <param name="Outage">The other side as a whole could not be reached or used: as soon as anything gets through again, this may go as well.</param>
    internal sealed record Retry(string Reason, TimeSpan? After = null, bool Outage = false) : DeliveryOutcome;

    /// <summary>It may have been taken: the answer was lost. The other side is asked before it is sent again.</summary>
    /// <param name="Reason">Why, in words that hold nothing anybody wrote.</param>
    /// <param name="OnlyAsked">This attempt came no further than asking: an earlier one may have been taken, this one wrote nothing.</param>
    internal sealed record Unsure(string Reason, bool OnlyAsked = false) : DeliveryOutcome;

    /// <summary>The ticket takes nothing any more; the conversation's rules say where the message goes instead.</summary>
    internal sealed record TicketOver(TicketStatus Status) : DeliveryOutcome;

    /// <summary>The ticket was merged into another: the message waits until its conversation has followed, which the next reading of the ticket sees to.</summary>
    internal sealed record TicketMerged : DeliveryOutcome;

    /// <summary>It will never be taken.</summary>
    internal sealed record Dead(string Reason) : DeliveryOutcome;
}

/// <summary>Messages of one lane that go out together.</summary>
/// <param name="Conversation">As stored when the batch was claimed.</param>
/// <param name="Batch">In order, never empty.</param>
/// <param name="Unsure">An earlier attempt may have been taken: look before sending.</param>
internal sealed record LaneBatch(Conversation Conversation, IReadOnlyList<StoredMessage> Batch, bool Unsure)
{
    /// <summary>The helpdesk group for a ticket that is opened or moved: the conversation's destination, or the channel's default where that is unknown.</summary>
    public string DestinationId { get; init; } = Conversation.DestinationId;

    /// <summary>For an end: the ticket carries another open conversation as well.</summary>
    public bool IsTicketShared { get; init; }

    /// <summary>Where the ticket is closed: the conversation's tickets so far, so that it never goes back to one.</summary>
    public IReadOnlySet<string> FormerTickets { get; init; } = new HashSet<string>();

    public StoredMessage Head => Batch[0];

    /// <summary>What became of the client's files in it, by message; set once they were brought to the helpdesk.</summary>
    public IReadOnlyDictionary<string, CarriedFile> Files { get; init; } = FrozenDictionary<string, CarriedFile>.Empty;

    /// <summary>Tokens by which its comment takes its files along; null: none.</summary>
    public IReadOnlyList<string>? Uploads => Files.Values.Select(file => file.UploadToken).OfType<string>().ToList() is { Count: > 0 } tokens ? tokens : null;

    /// <summary>A file right behind a hand-over that has no words yet, and not fetched so far.</summary>
    public StoredMessage? FileBehind { get; init; }

    /// <summary>What the batch is marked with on the other side: its head's id; also where that head was discarded since.</summary>
    public string Mark => (Unsure ? Head.BatchId : null) ?? Head.Id;

    /// <summary>When the batch was first claimed; the same at every repetition, so that it reads the same.</summary>
    public DateTimeOffset ClaimedAt { get; init; }
}

/// <summary>Sends a batch to its side. Faults of the network and the other side are outcomes, not exceptions.</summary>
internal interface ISender
{
    Task<DeliveryOutcome> SendAsync(LaneBatch batch, CancellationToken cancellation);
}
