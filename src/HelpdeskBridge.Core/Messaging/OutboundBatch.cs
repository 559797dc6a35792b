using System.Collections.Frozen;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Messages of one queue that are sent together.</summary>
/// <param name="Conversation">As stored when the batch was loaded.</param>
/// <param name="Messages">In order, never empty.</param>
/// <param name="MayHaveArrived">The answer to an earlier attempt was lost: look on the other side before sending.</param>
internal sealed record OutboundBatch(Conversation Conversation, IReadOnlyList<StoredMessage> Messages, bool MayHaveArrived)
{
    public StoredMessage Head => Messages[0];

    /// <summary>The group for a ticket that is opened or moved: the conversation's own, or the channel's default where that is unknown.</summary>
    public string DestinationId { get; init; } = Conversation.DestinationId;

    /// <summary>For a message that ends the chat: the ticket carries another open conversation as well.</summary>
    public bool IsTicketShared { get; init; }

    /// <summary>Where the ticket is closed: the tickets the conversation had so far, so that it never returns to one.</summary>
    public IReadOnlySet<string> FormerTickets { get; init; } = new HashSet<string>();

    /// <summary>What became of the client's files in it, by message id. Set when they were uploaded.</summary>
    public IReadOnlyDictionary<string, UploadedFile> Files { get; init; } = FrozenDictionary<string, UploadedFile>.Empty;

    /// <summary>Tokens of the uploads that go with its comment; null: none.</summary>
    public IReadOnlyList<string>? Uploads => Files.Values.Select(file => file.UploadToken).OfType<string>().ToList() is { Count: > 0 } tokens ? tokens : null;

    /// <summary>The client's first message is a file that follows the opening of the ticket and is not downloaded yet.</summary>
    public StoredMessage? FileBehind { get; init; }

    /// <summary>Marks what the batch writes on the other side: the id of its head, also where that head was discarded since.</summary>
    public string Marker => (MayHaveArrived ? Head.BatchId : null) ?? Head.Id;

    /// <summary>When the batch was first claimed. The same at every repetition, so that the batch reads the same.</summary>
    public DateTimeOffset ClaimedAt { get; init; }
}
