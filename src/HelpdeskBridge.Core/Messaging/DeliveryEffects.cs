using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Everything that follows from an attempt to send a batch. Pure: <see cref="DeliveryRecorder"/> stores it.</summary>
internal sealed record DeliveryEffects
{
    /// <summary>What becomes of each message, in the order of the batch.</summary>
    public required IReadOnlyList<Disposition> Dispositions { get; init; }

    /// <summary>The name of the outcome in the timeline.</summary>
    public required string AttemptOutcome { get; init; }

    /// <summary>The endpoint as a whole could not be reached or used.</summary>
    public required bool IsOutage { get; init; }

    /// <summary>What the conversation learns, in order.</summary>
    public required IReadOnlyList<ConversationInput> Inputs { get; init; }

    /// <summary>A ticket that has to be read.</summary>
    public string? TicketToRead { get; init; }

    /// <summary>A ticket whose read, if one is pending, need not wait for this batch any longer.</summary>
    public string? TicketToWake { get; init; }

    /// <summary>When the queue is continued; null: at once.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <param name="direction">The queue's direction.</param>
    /// <param name="batch">What was sent.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="dispositions">What becomes of each message (<see cref="RetryPolicy"/>).</param>
    /// <param name="files">What became of the client's files in a delivered batch, by message id.</param>
    /// <param name="notifyAfter">The agent is told of a message for JAICP that has waited so long.</param>
    /// <param name="now">Now.</param>
    public static DeliveryEffects Create(
        Direction direction, OutboundBatch batch, DeliveryOutcome outcome, IReadOnlyList<Disposition> dispositions,
        IReadOnlyDictionary<string, UploadedFile> files, TimeSpan notifyAfter, DateTimeOffset now)
    {
        var ticketToRead = GetTicketToRead(batch, outcome);
        return new DeliveryEffects
        {
            Dispositions = dispositions,
            AttemptOutcome = GetAttemptOutcome(outcome),
            IsOutage = outcome is DeliveryOutcome.Unknown or DeliveryOutcome.Retry { Outage: true },
            Inputs =
            [
                .. GetFacts(outcome),
                .. GetMissingFiles(batch, outcome, files),
                .. GetFailureOrDelay(direction, batch, dispositions, notifyAfter, now),
            ],
            TicketToRead = ticketToRead,
            TicketToWake = ticketToRead is null && SettlesClientMessage(batch, dispositions) ? batch.Conversation.TicketId : null,
            WaitsUntil = dispositions.FirstOrDefault(disposition => !disposition.IsSettled && disposition.DueAt > now)?.DueAt,
        };
    }

    /// <summary>A ticket that a write found over may hold last words of an agent. Once the chat goes on in another ticket, no sweep looks at this one.</summary>
    private static string? GetTicketToRead(OutboundBatch batch, DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TicketOver { Status: TicketStatus.Closed } or DeliveryOutcome.TicketMerged => batch.Conversation.TicketId,

        // It was opened a while ago without our knowing: nobody has read what agents wrote in it since.
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened } when batch.MayHaveArrived => opened.TicketId,
        DeliveryOutcome.Delivered { Fact: ConversationInput.TicketWritten { SetByUs: false } written } when written.Status.IsOver() =>
            batch.Conversation.TicketId,
        _ => null,
    };

    /// <summary>The read of a ticket that is over waits until the client's messages are in it, or never will be.</summary>
    private static bool SettlesClientMessage(OutboundBatch batch, IReadOnlyList<Disposition> dispositions) =>
        batch.Messages.Zip(dispositions).Any(pair => pair is { First.Body: ClientText or ClientFile, Second.IsSettled: true });

    private static IEnumerable<ConversationInput> GetFacts(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered { Fact: { } fact } => [fact],
        DeliveryOutcome.TicketOver over => [new ConversationInput.TicketRefused(over.Status)],
        _ => [],
    };

    private static IEnumerable<ConversationInput> GetMissingFiles(
        OutboundBatch batch, DeliveryOutcome outcome, IReadOnlyDictionary<string, UploadedFile> files) =>
        from message in outcome is DeliveryOutcome.Delivered ? batch.Messages : []
        where message.Body is ClientFile && files.GetValueOrDefault(message.Id)?.Fault is not null
        select new ConversationInput.FileNotUploaded(
            message.Id, (ClientFile)message.Body, IsNamedInComment: files[message.Id].Fault != ClientFileFault.LeftOut);

    /// <summary>Messages that fail together give one notice. Of a ticket that could not be opened, the texts behind it give notice.</summary>
    private static IEnumerable<ConversationInput> GetFailureOrDelay(
        Direction direction, OutboundBatch batch, IReadOnlyList<Disposition> dispositions, TimeSpan notifyAfter, DateTimeOffset now)
    {
        foreach (var (message, disposition) in batch.Messages.Zip(dispositions))
        {
            if (disposition.State == MessageState.Dead && message.Body is not OpenTicket)
                return [new ConversationInput.DeliveryFailed(message.Id, message.Attempts + 1, message.Body, disposition.Reason ?? "")];
        }

        return direction == Direction.ToJaicp && dispositions[0] is { IsSettled: false, Reason: { } why } && now - batch.Head.WaitsSince >= notifyAfter
            ? [new ConversationInput.DeliveryDelayed(batch.Head.Id, batch.Head.Body, why)]
            : [];
    }

    private static string GetAttemptOutcome(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => Storage.AttemptOutcome.Delivered,
        DeliveryOutcome.Retry => Storage.AttemptOutcome.Retry,
        DeliveryOutcome.Unknown { OnlyLookedUp: true } => Storage.AttemptOutcome.LookupFailed,
        DeliveryOutcome.Unknown => Storage.AttemptOutcome.Unknown,
        DeliveryOutcome.TicketOver => Storage.AttemptOutcome.TicketOver,
        DeliveryOutcome.TicketMerged => Storage.AttemptOutcome.TicketMerged,
        DeliveryOutcome.Failed => Storage.AttemptOutcome.Failed,
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no name in the timeline."),
    };
}
