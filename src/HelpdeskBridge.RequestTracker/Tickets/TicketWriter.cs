using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Attachments;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Writes a batch into its conversation's ticket: opens the ticket or updates it.</summary>
internal sealed class TicketWriter(
    ClientFiles clientFiles, TicketOpener opener, MessageWriter messages, TicketUpdater updater, EscalationWriter escalations)
{
    public async Task<DeliveryOutcome> WriteAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (files, ready) = await clientFiles.PrepareAsync(batch, cancellationToken);
        var outcome = await WriteTicketAsync(batch with { Files = files }, ready, cancellationToken);
        if (outcome is DeliveryOutcome.Delivered { WithoutFiles: true })
            await clientFiles.MarkAsFailedAsync(files, ClientFileFault.LeftOut, cancellationToken);

        // The file may be the reason for the refusal. Without it, the text still arrives.
        return outcome is DeliveryOutcome.Failed && await clientFiles.MarkAsFailedAsync(files, ClientFileFault.NotTaken, cancellationToken)
            ? new DeliveryOutcome.Retry("the message was refused with its file; it is sent again without the file")
            : outcome;
    }

    private Task<DeliveryOutcome> WriteTicketAsync(OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken) =>
        batch.Conversation.HasWritableTicket
            ? WriteToTicketAsync(batch, files, cancellationToken)
            : WriteWithoutTicketAsync(batch, files, cancellationToken);

    private Task<DeliveryOutcome> WriteToTicketAsync(
        OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken) =>
        batch.Head.Body switch
        {
            // A hand-over that was given up and is tried again, after a later message has opened the ticket.
            OpenTicket when batch.Messages.Count == 1 => NothingToDo(),
            OpenTicket or ClientText or ClientFile => messages.CorrespondAsync(batch, files, cancellationToken),
            MoveTicket move => updater.MoveAsync(batch, move, cancellationToken),
            ReopenTicket => batch.Conversation.TicketStatus == TicketStatus.Solved ? updater.ReopenAsync(batch, cancellationToken) : NothingToDo(),
            ClientLeftNote or IdleCloseNote => updater.CloseAsync(batch, cancellationToken),
            EscalateTicket step => escalations.EscalateAsync(batch, step, cancellationToken),
            RatingNote rating => updater.RateAsync(batch, rating, cancellationToken),
            TicketFieldValues values => updater.SetFieldsAsync(batch, values, cancellationToken),
            _ => messages.AddNoteAsync(batch, cancellationToken),
        };

    /// <summary>There is no ticket yet, or the bridge has it no more.</summary>
    private Task<DeliveryOutcome> WriteWithoutTicketAsync(
        OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken) =>
        batch.Head.Body switch
        {
            OpenTicket or ClientText or ClientFile => opener.OpenAsync(batch, files, cancellationToken),
            MoveTicket when batch.Conversation.IsOpen => OpenForHandOverAsync(batch, files, cancellationToken),
            // What nobody else would say.
            TranscriptNote or ContextNote or LateReplyNote or CommentNotForwarded or FileNotForwarded or FileLeftOut =>
                Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("the ticket accepts no notes any more")),

            TicketFieldValues => Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Dropped.FieldsAreKept(batch.Conversation)),

            // There is no ticket to close, and nobody waits for the other notes.
            _ => NothingToDo(),
        };

    /// <summary>A new hand-over of a chat whose ticket was deleted at the same moment opens one, and then writes what changed into it.</summary>
    private async Task<DeliveryOutcome> OpenForHandOverAsync(
        OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken)
    {
        var outcome = await opener.OpenAsync(batch, files, cancellationToken);
        return outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened }
            ? new DeliveryOutcome.TicketFound(opened)
            : outcome;
    }

    private static Task<DeliveryOutcome> NothingToDo() => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered { NothingSent = true });
}
