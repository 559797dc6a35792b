using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>All effects of an attempt to send a batch. They are computed without side effects; <see cref="DeliveryRecorder"/> stores them.</summary>
internal sealed record DeliveryEffects
{
    /// <summary>What becomes of each message, in the order of the batch.</summary>
    public required IReadOnlyList<DeliveryDecision> Decisions { get; init; }

    /// <summary>The name of the outcome in the timeline of the conversation.</summary>
    public required string AttemptOutcome { get; init; }

    /// <summary>The inputs for the rules of the conversation, in order.</summary>
    public required IReadOnlyList<ConversationInput> Inputs { get; init; }

    /// <summary>The ticket that must be read, because it may have changed; null: none.</summary>
    public string? TicketToRead { get; init; }

    /// <summary>
    /// The ticket whose pending read no longer needs to wait for this batch; null: none. The read of a ticket that is over waits until the messages
    /// that carry the chat on are written or have failed, and that of a merged one until nothing is being written.
    /// </summary>
    public string? TicketToWake { get; init; }

    /// <summary>When the queue continues; null: at once.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <param name="direction">The direction of the queue.</param>
    /// <param name="batch">The batch that was sent.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="decisions">What becomes of each message (<see cref="RetryPolicy"/>).</param>
    /// <param name="files">The uploaded files of a delivered batch, by message id.</param>
    /// <param name="notifyAfter">The agent gets a note about a message to JAICP that has waited for this time.</param>
    /// <param name="now">The current time.</param>
    public static DeliveryEffects Create(
        Direction direction, OutboundBatch batch, DeliveryOutcome outcome, IReadOnlyList<DeliveryDecision> decisions,
        IReadOnlyDictionary<string, UploadedFile> files, TimeSpan notifyAfter, DateTimeOffset now)
    {
        var ticketToRead = GetTicketToRead(batch, outcome, decisions);
        return new DeliveryEffects
        {
            Decisions = decisions,
            AttemptOutcome = GetAttemptOutcome(outcome),
            Inputs =
            [
                .. GetFacts(outcome),
                .. GetMissingFiles(batch, outcome, files),
                .. GetFailureOrDelay(direction, batch, decisions, notifyAfter, now),
            ],
            TicketToRead = ticketToRead,
            TicketToWake = direction == Direction.ToHelpdesk && ticketToRead is null && decisions.Any(decision => decision.IsSettled)
                ? batch.Conversation.TicketId
                : null,
            WaitsUntil = decisions.FirstOrDefault(decision => !decision.IsSettled && decision.DueAt > now)?.DueAt,
        };
    }

    /// <summary>The agent learns that a message to the client is late. The rules see to it that this happens once.</summary>
    /// <returns>Null: it is not late, or not for the client.</returns>
    public static ConversationInput? GetDelay(Direction direction, OutboundBatch batch, string reason, TimeSpan notifyAfter, DateTimeOffset now) =>
        direction == Direction.ToJaicp && now - batch.Head.WaitsSince >= notifyAfter
            ? new ConversationInput.DeliveryDelayed(batch.Head.Id, batch.Head.Body, reason)
            : null;

    /// <summary>
    /// A ticket that turned out to be over may contain a last comment of an agent. It is read at once, because no sweep reads it after the chat has
    /// moved to another ticket. If the message was only a note, that read ends the chat.
    /// </summary>
    private static string? GetTicketToRead(OutboundBatch batch, DeliveryOutcome outcome, IReadOnlyList<DeliveryDecision> decisions) => outcome switch
    {
        // It was not reopened, so it is as the agent left it.
        _ when batch.Head.Body is ReopenTicket && decisions[0].State == MessageState.Dead => batch.Conversation.TicketId,
        DeliveryOutcome.TicketOver { Status: TicketStatus.Closed } or DeliveryOutcome.TicketMerged => batch.Conversation.TicketId,
        DeliveryOutcome.TicketOver { WaitsForRead: true } => batch.Conversation.TicketId,

        // The ticket was opened by an earlier attempt whose response was lost. Agents may have written in it since.
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened } delivered when batch.MayHaveArrived || delivered.ReadsNewTicket =>
            opened.TicketId,
        DeliveryOutcome.TicketFound found => found.Opened.TicketId,
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketWritten { SetByUs: false } written } when written.Status.IsOver() =>
            batch.Conversation.TicketId,
        _ => null,
    };

    private static IEnumerable<ConversationInput> GetFacts(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered { Fact: { } fact } => [fact],
        DeliveryOutcome.TicketOver over => [new ConversationInput.TicketRefused(over.Status, IsFinal: !over.WaitsForRead)],
        DeliveryOutcome.TicketFound found => [found.Opened],
        _ => [],
    };

    private static IEnumerable<ConversationInput> GetMissingFiles(
        OutboundBatch batch, DeliveryOutcome outcome, IReadOnlyDictionary<string, UploadedFile> files) =>
        from message in outcome is DeliveryOutcome.Delivered ? batch.Messages : []
        where message.Body is ClientFile && files.GetValueOrDefault(message.Id)?.Fault is not null
        select new ConversationInput.FileNotUploaded(
            message.Id, (ClientFile)message.Body, IsNamedInComment: files[message.Id].Fault != ClientFileFault.LeftOut);

    /// <summary>
    /// Messages that fail together cause one notice. A ticket that could not be opened causes none, because the messages that follow it fail too.
    /// </summary>
    private static IEnumerable<ConversationInput> GetFailureOrDelay(
        Direction direction, OutboundBatch batch, IReadOnlyList<DeliveryDecision> decisions, TimeSpan notifyAfter, DateTimeOffset now)
    {
        foreach (var (message, decision) in batch.Messages.Zip(decisions))
        {
            if (decision.State == MessageState.Dead && message.Body is not OpenTicket)
                return [new ConversationInput.DeliveryFailed(message.Id, message.Attempts + 1, message.Body, decision.Reason ?? "")];
        }

        return decisions[0] is { IsSettled: false, Reason: { } reason } && GetDelay(direction, batch, reason, notifyAfter, now) is { } delayed
            ? [delayed]
            : [];
    }

    private static string GetAttemptOutcome(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => Storage.AttemptOutcome.Delivered,
        DeliveryOutcome.Retry => Storage.AttemptOutcome.Retry,
        DeliveryOutcome.Unknown { OnlyLookedUp: true } => Storage.AttemptOutcome.LookupFailed,
        DeliveryOutcome.Unknown => Storage.AttemptOutcome.Unknown,
        DeliveryOutcome.NotFoundYet => Storage.AttemptOutcome.NotFoundYet,
        DeliveryOutcome.TicketOver => Storage.AttemptOutcome.TicketOver,
        DeliveryOutcome.TicketMerged => Storage.AttemptOutcome.TicketMerged,
        DeliveryOutcome.TicketFound => Storage.AttemptOutcome.TicketFound,
        DeliveryOutcome.Dropped => Storage.AttemptOutcome.Dropped,
        DeliveryOutcome.Failed => Storage.AttemptOutcome.Failed,
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no name in the timeline."),
    };
}
