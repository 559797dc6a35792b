using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.NewHelpdesk.Tickets;

/// <summary>
/// Writes a batch into its conversation's ticket. The only question that matters here: what if the answer is lost? Whatever must not be there twice
/// carries a key, <c>OutboundBatch.Marker</c>, and is looked up by it before it is sent again.
/// </summary>
internal sealed class TicketWriter(
    INewHelpdeskApi api, ClientFiles clientFiles, TicketOpener opener, InternalNotes notes, ChannelRegistry channels, BridgeClock clock)
{
    public async Task<DeliveryOutcome> WriteAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (files, failed) = await clientFiles.UploadAsync(batch, cancellationToken);
        if (failed is not null)
            return batch.MayHaveArrived ? new DeliveryOutcome.Unknown("the file can't be uploaded now", OnlyLookedUp: true) : failed;
        batch = batch with { Files = files };
        return batch.Conversation.HasWritableTicket
            ? await WriteToTicketAsync(batch, cancellationToken)
            : await WriteWithoutTicketAsync(batch, cancellationToken);
    }

    private Task<DeliveryOutcome> WriteToTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) => batch.Head.Body switch
    {
        // A hand-over that was given up and is tried again, after a later message has opened the ticket.
        OpenTicket when batch.Messages.Count == 1 => NothingToDo(),
        OpenTicket or ClientText or ClientFile => CommentAsync(batch, cancellationToken),
        MoveTicket => UpdateAsync(batch, new DeskTicketChange(GroupId: batch.DestinationId, Comment: CreateNote(batch)), cancellationToken),
        ReopenTicket => batch.Conversation.TicketStatus == TicketStatus.Solved
            ? UpdateAsync(batch, new DeskTicketChange(NewHelpdeskStatus.Open), cancellationToken)
            : NothingToDo(),
        ClientLeftNote or IdleCloseNote => UpdateAsync(batch, CreateClose(batch), cancellationToken),

        // This helpdesk has groups, and neither priorities nor tags.
        EscalateTicket step => UpdateAsync(batch, new DeskTicketChange(GroupId: step.Group, Comment: CreateNote(batch)), cancellationToken),
        TicketFieldValues => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("this helpdesk has no ticket fields")),

        // All others are internal notes.
        _ => UpdateAsync(batch, new DeskTicketChange(Comment: CreateNote(batch)), cancellationToken),
    };

    /// <summary>There is no ticket yet, or it accepts nothing any more.</summary>
    private Task<DeliveryOutcome> WriteWithoutTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) => batch.Head.Body switch
    {
        OpenTicket or ClientText or ClientFile => opener.OpenAsync(batch, cancellationToken),
        MoveTicket when batch.Conversation.IsOpen => OpenForHandOverAsync(batch, cancellationToken),
        // What nobody else would say.
        TranscriptNote or ContextNote or LateReplyNote or CommentNotForwarded or FileNotForwarded or FileLeftOut =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("the ticket accepts no notes any more")),
        _ => NothingToDo(),
    };

    /// <summary>The ticket of a new hand-over ended at the same moment. A new one is opened, and then what changed is written into it.</summary>
    private async Task<DeliveryOutcome> OpenForHandOverAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        await opener.OpenAsync(batch, cancellationToken) is var outcome
            && outcome is DeliveryOutcome.Delivered { Fact: ConversationInput.TicketOpened opened }
            ? new DeliveryOutcome.TicketFound(opened)
            : outcome;

    /// <summary>What the client said. A ticket that waits for the client, or is solved, is set to open by the same request.</summary>
    private Task<DeliveryOutcome> CommentAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var reopens = batch.Conversation.TicketStatus is TicketStatus.Pending or TicketStatus.Hold or TicketStatus.Solved;
        var text = CommentFormatter.Format(batch, GetChannel(batch));
        return UpdateAsync(
            batch,
            new DeskTicketChange(
                reopens ? NewHelpdeskStatus.Open : null, Comment: new DeskCommentDraft(batch.Marker, text, IsPublic: true, batch.Uploads)),
            cancellationToken);
    }

    /// <summary>A ticket that another open conversation shares keeps its status.</summary>
    private DeskTicketChange CreateClose(OutboundBatch batch) => new(
        batch.IsTicketShared ? null : NewHelpdeskStatus.FromSetting(GetChannel(batch).Close.StatusOnClientClose), Comment: CreateNote(batch));

    /// <returns>Null: the channel's settings switch this note off.</returns>
    private DeskCommentDraft? CreateNote(OutboundBatch batch)
    {
        var text = InternalNoteFormatter.JoinParagraphs(notes.Format(batch, PlainNotes.Instance), notes.GetLastParagraph(batch));
        return text.Length == 0 ? null : new DeskCommentDraft(batch.Marker, text, IsPublic: false, FileIds: null);
    }

    private async Task<DeliveryOutcome> UpdateAsync(OutboundBatch batch, DeskTicketChange change, CancellationToken cancellationToken)
    {
        if (change is { Status: null, GroupId: null, Comment: null })
            return new DeliveryOutcome.Delivered { NothingSent = true };
        var ticketId = batch.Conversation.TicketId!;
        if (batch.MayHaveArrived && await opener.FindCommentAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        if (batch.NotSentBefore is { } time)
            return new DeliveryOutcome.NotFoundYet(time);
        var result = await api.UpdateTicketAsync(ticketId, change, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
            return NewHelpdeskFailureTable.GetOutcome(failure, onTicket: true);
        var ticket = result.Content!;
        var fact = new ConversationInput.TicketWritten(
            NewHelpdeskStatus.Parse(ticket.Status), SetByUs: ticket.Status == change.Status, batch.CarriesChatOn)
        {
            KeptStatus = change.Status is not null && ticket.Status != change.Status,
        };

        // The id tells the read of the ticket that this comment is the bridge's own.
        return new DeliveryOutcome.Delivered(ticket.Comments.LastOrDefault(comment => comment.Key == batch.Marker)?.Id, fact);
    }

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation.Client.Channel);

    private static Task<DeliveryOutcome> NothingToDo() => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered { NothingSent = true });

    /// <summary>How text of others is marked in notes: here they are plain text.</summary>
    private sealed class PlainNotes : NoteMarkup
    {
        public static readonly PlainNotes Instance = new();

        public override string? CodeBlock(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

        public override string? InlineCode(string? name) => string.IsNullOrWhiteSpace(name) ? null : name;
    }
}
