using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk.Attachments;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Writes a batch into its conversation's ticket: uploads its files, then opens the ticket or updates it.</summary>
internal sealed class TicketWriter(
    ClientFileUploader uploader, TicketOpener opener, TicketUpdater updater, RatingWriter ratings, EscalationWriter escalations)
{
    public async Task<DeliveryOutcome> WriteAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (files, failed) = await uploader.UploadAsync(batch, cancellationToken);
        if (failed is not null)
            return batch.MayHaveArrived ? new DeliveryOutcome.Unknown("the file can't be uploaded now", OnlyLookedUp: true, failed.Scope) : failed;

        var outcome = await WriteTicketAsync(batch with { Files = files }, cancellationToken);
        if (outcome is DeliveryOutcome.Delivered { WithoutFiles: true })
            await uploader.MarkAsFailedAsync(files, ClientFileFault.LeftOut, cancellationToken);

        // The file may be the reason for the refusal. Without it, the text still arrives.
        return outcome is DeliveryOutcome.Failed && await uploader.MarkAsFailedAsync(files, ClientFileFault.NotTaken, cancellationToken)
            ? new DeliveryOutcome.Retry("the comment was refused with its file; it is sent again without the file")
            : outcome;
    }

    private Task<DeliveryOutcome> WriteTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        batch.Conversation.HasWritableTicket
            ? WriteToTicketAsync(batch, cancellationToken)
            : WriteWithoutTicketAsync(batch, cancellationToken);

    private Task<DeliveryOutcome> WriteToTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) => batch.Head.Body switch
    {
        // A hand-over that was given up and is tried again, after a later message has opened the ticket.
        OpenTicket when batch.Messages.Count == 1 => NothingToDo(),
        OpenTicket or ClientText or ClientFile => updater.CommentAsync(batch, cancellationToken),
        MoveTicket move => updater.MoveAsync(batch, move, cancellationToken),
        ReopenTicket => batch.Conversation.TicketStatus == TicketStatus.Solved ? updater.ReopenAsync(batch, cancellationToken) : NothingToDo(),
        ClientLeftNote or IdleCloseNote => updater.CloseAsync(batch, cancellationToken),
        EscalateTicket step => escalations.EscalateAsync(batch, step, cancellationToken),
        RatingNote rating => ratings.RateAsync(batch, rating, cancellationToken),
        TicketFieldValues values => ratings.SetFieldsAsync(batch, values, cancellationToken),
        _ => updater.AddNoteAsync(batch, cancellationToken),
    };

    /// <summary>There is no ticket yet, or it accepts nothing any more.</summary>
    private Task<DeliveryOutcome> WriteWithoutTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) => batch.Head.Body switch
    {
        OpenTicket or ClientText or ClientFile => opener.OpenAsync(batch, cancellationToken),
        MoveTicket when batch.Conversation.IsOpen => OpenForHandOverAsync(batch, cancellationToken),
        // What nobody else would say.
        TranscriptNote or ContextNote or LateReplyNote or CommentNotForwarded or FileNotForwarded or FileLeftOut =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("the ticket accepts no notes any more")),

        TicketFieldValues => Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Dropped.FieldsAreKept(batch.Conversation)),

        // There is no ticket to close, and nobody waits for the other notes.
        _ => NothingToDo(),
    };

    /// <summary>
    /// A new hand-over of a chat whose ticket was closed at the same moment opens a follow-up, and then writes what changed into it.
    /// </summary>
    private async Task<DeliveryOutcome> OpenForHandOverAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await opener.OpenAsync(batch, cancellationToken);
        return outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened }
            ? new DeliveryOutcome.TicketFound(opened)
            : outcome;
    }

    private static Task<DeliveryOutcome> NothingToDo() => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered { NothingSent = true });
}
