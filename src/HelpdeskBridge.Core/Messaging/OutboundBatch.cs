using System.Collections.Frozen;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Messages of one queue that are sent together.</summary>
/// <param name="Conversation">The conversation, as it was stored when the batch was loaded.</param>
/// <param name="Messages">The messages, in order. There is at least one.</param>
/// <param name="MayHaveArrived">
/// Whether the response to an earlier attempt was lost. Then the batch is looked up on the other side before it is sent again.
/// </param>
internal sealed record OutboundBatch(Conversation Conversation, IReadOnlyList<StoredMessage> Messages, bool MayHaveArrived)
{
    public StoredMessage Head => Messages[0];

    /// <summary>
    /// Whether the batch or a message that waits behind it carries on a chat that an agent ends at the same moment
    /// (<see cref="HelpdeskMessage.CarriesChatOn"/>).
    /// </summary>
    public bool CarriesChatOn { get; init; }

    /// <summary>Where the batch is sent.</summary>
    public DeliveryEndpoint Endpoint => DeliveryEndpoint.From(Conversation, Head.Direction);

    /// <summary>
    /// When the bridge gave up waiting for the response to the last request. It is set if <see cref="MayHaveArrived"/>.
    /// </summary>
    public DateTimeOffset? UnansweredSince { get; init; }

    /// <summary>
    /// Until then an earlier request may still take effect, so the batch is only looked up and not sent. Null: it may be sent.
    /// </summary>
    public DateTimeOffset? NotSentBefore { get; init; }

    /// <summary>Whether an earlier message of the conversation, which was given up, may have opened its ticket.</summary>
    public bool TicketMayExist { get; init; }

    /// <summary>
    /// Whether there is no reason to send it any more. The end of a chat: it goes on, or the client has a later one. A step of <c>Escalations</c>: an
    /// agent has answered, or the chat is over.
    /// </summary>
    public bool IsObsolete { get; init; }

    /// <summary>Whether the head is so old that the next attempt is its last.</summary>
    public bool HasExpired { get; init; }

    /// <summary>The attempt to send it, as the health of the endpoint sees it. All messages of a conversation count as one object.</summary>
    public EndpointAttempt Attempt => new(EndpointUse.Writes(Endpoint), Conversation.Id, IsFirst: Head.Attempts == 0, IsLast: HasExpired);

    /// <summary>
    /// The group for a ticket that is opened or moved: the conversation's group, or the channel's default group if the helpdesk does not know it.
    /// </summary>
    public string DestinationId { get; init; } = Conversation.DestinationId;

    /// <summary>
    /// The group that the conversation was given with this message, if it moves the ticket. Null: it does not. A later hand-over may have given it
    /// another one.
    /// </summary>
    public string? WantedGroup => Head.Body switch
    {
        MoveTicket => Conversation.DestinationId,
        EscalateTicket step => step.Group,
        _ => null,
    };

    /// <summary>
    /// Whether a ticket that is to be moved stays in its group, because the new group is one of the helpdesk that the channel has moved to since.
    /// </summary>
    public bool StaysInGroup { get; init; }

    /// <summary>For a message that ends the chat: whether the ticket also belongs to another open conversation.</summary>
    public bool IsTicketShared { get; init; }

    /// <summary>If the ticket is closed: all tickets that the conversation has had, so that it never returns to one of them.</summary>
    public IReadOnlySet<string> FormerTickets { get; init; } = new HashSet<string>();

    /// <summary>The client's files in the batch, by message id. They are set after the upload.</summary>
    public IReadOnlyDictionary<string, UploadedFile> Files { get; init; } = FrozenDictionary<string, UploadedFile>.Empty;

    /// <summary>The tokens of the uploads that are attached to the comment; null when there are none.</summary>
    public IReadOnlyList<string>? Uploads =>
        Files.Values.Select(file => file.UploadToken).OfType<string>().ToList() is { Count: > 0 } tokens ? tokens : null;

    /// <summary>The client's first message, if it is a file that follows the opening of the ticket and is not in the batch.</summary>
    public StoredMessage? FollowingFile { get; init; }

    /// <summary>
    /// Identifies the batch on the other side. It is the id of the message that was the head when the batch was first sent, even if an operator has
    /// discarded that message since.
    /// </summary>
    public string Marker => (MayHaveArrived ? Head.BatchId : null) ?? Head.Id;

    /// <summary>When the batch was first claimed. Repeated attempts keep this time, so that the text of the comment stays the same.</summary>
    public DateTimeOffset ClaimedAt { get; init; }
}
