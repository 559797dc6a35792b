using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;

namespace HelpdeskBridge.Messaging;

/// <summary>The outcome of an attempt to send a batch. There are no other cases than those listed here.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The other side accepted the batch.</summary>
    /// <param name="RemoteId">The id that the other side gave it, if any.</param>
    /// <param name="Fact">The input for the rules of the conversation, if the delivery changes something there.</param>
    internal sealed record Delivered(string? RemoteId = null, ConversationInput? Fact = null) : DeliveryOutcome
    {
        /// <summary>Whether the other side accepted the text, but not the files.</summary>
        public bool WithoutFiles { get; init; }

        /// <summary>
        /// Whether the ticket that was opened must be read, because the helpdesk's feed may have passed changes that were made before the ticket was
        /// known.
        /// </summary>
        public bool ReadsNewTicket { get; init; }

        /// <summary>
        /// Whether this attempt wrote nothing, because there was nothing to do or an earlier attempt had arrived. It shows nothing about the
        /// endpoint.
        /// </summary>
        public bool NothingSent { get; init; }
    }

    /// <summary>The batch was not accepted, and it can be sent again later.</summary>
    /// <param name="Reason">Why. The reason is logged, so it contains no text of a client or an agent.</param>
    /// <param name="After">The Retry-After of the other side, if it gave one.</param>
    /// <param name="Scope">Whose fault it may be.</param>
    internal sealed record Retry(string Reason, TimeSpan? After = null, FailureScope Scope = FailureScope.Object) : DeliveryOutcome;

    /// <summary>The response was lost, so the batch may have been accepted. It is looked up on the other side before it is sent again.</summary>
    /// <param name="Reason">Why. The reason is logged, so it contains no text of a client or an agent.</param>
    /// <param name="OnlyLookedUp">Whether this attempt only looked up an earlier one and wrote nothing.</param>
    /// <param name="Scope">Whose fault it may be.</param>
    internal sealed record Unknown(string Reason, bool OnlyLookedUp = false, FailureScope Scope = FailureScope.Unclear) : DeliveryOutcome;

    /// <summary>
    /// An earlier request, whose response was lost, was looked up and not found. It may still take effect, so nothing was sent.
    /// </summary>
    /// <param name="Until">Until when it may take effect. Then the batch is looked up once more, and sent again.</param>
    internal sealed record NotFoundYet(DateTimeOffset Until) : DeliveryOutcome;

    /// <summary>
    /// The ticket accepts nothing any more. The rules of the conversation decide where the messages of the client are sent instead.
    /// </summary>
    /// <param name="Status">The status of the ticket.</param>
    /// <param name="WaitsForRead">
    /// Whether the batch waits until a read of the ticket has ended the chat, because nothing in its queue carries the chat on.
    /// </param>
    internal sealed record TicketOver(TicketStatus Status, bool WaitsForRead = false) : DeliveryOutcome;

    /// <summary>
    /// There is a ticket now: an earlier attempt, which was given up, had opened it after all, or it was opened so that this batch can be written.
    /// The conversation gets that ticket, and the batch is written there.
    /// </summary>
    internal sealed record TicketFound(ConversationInput.TicketOpened Opened) : DeliveryOutcome;

    /// <summary>The ticket was merged into another one. The batch waits until a read of the ticket has moved the conversation there.</summary>
    internal sealed record TicketMerged : DeliveryOutcome;

    /// <summary>There is no reason any more to send the batch, so nothing was sent.</summary>
    /// <param name="Reason">Why. It is shown in the timeline of the conversation.</param>
    internal sealed record Dropped(string Reason) : DeliveryOutcome
    {
        /// <summary>Fields for a ticket that is not there (<see cref="HandOverContext.ScriptFields"/>).</summary>
        public static Dropped FieldsAreKept(Conversation conversation) => new(
            conversation.TicketId is null
                ? "there is no ticket; the fields are kept and set when one is opened"
                : "the ticket takes nothing any more; the fields are kept and set in a follow-up");
    }

    /// <summary>The other side refused the batch for good.</summary>
    /// <param name="Reason">Why. The reason is logged, so it contains no text of a client or an agent.</param>
    internal sealed record Failed(string Reason) : DeliveryOutcome;

    /// <summary>Whose fault a failure may be.</summary>
    public FailureScope FaultScope => this switch
    {
        Unknown unknown => unknown.Scope,
        Retry retry => retry.Scope,
        _ => FailureScope.Object,
    };

    /// <summary>The same with more about the write to the ticket; unchanged where it was none.</summary>
    public DeliveryOutcome WithWritten(Func<ConversationInput.TicketWritten, ConversationInput.TicketWritten> add) =>
        this is Delivered { Fact: ConversationInput.TicketWritten written } delivered ? delivered with { Fact = add(written) } : this;

    /// <summary>The same for a call that only read, or that may be done twice: it is simply done again.</summary>
    /// <param name="after">The Retry-After of the other side, if it gave one.</param>
    public DeliveryOutcome AsRepeatable(TimeSpan? after) => this switch
    {
        Unknown unknown => new Retry(unknown.Reason, after, unknown.Scope),
        Failed failed => new Retry(failed.Reason),
        var outcome => outcome,
    };
}
