using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Attachments;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Writes into a ticket: the client's words as correspondence, and internal notes as comments.</summary>
internal sealed class MessageWriter(
    IRequestTrackerApi api, IRequestTrackerWriteApi writes, TicketAccess access, SentMessageFinder sent, InternalNotes notes,
    ChannelRegistry channels, BridgeClock clock)
{
    private const int MaxCharactersOfName = 60;

    /// <summary>Writes what the client said. A ticket that waits for the client, or is resolved, is set to open.</summary>
    public async Task<DeliveryOutcome> CorrespondAsync(OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken)
    {
        if (await FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;
        var text = CommentFormatter.Format(batch, channels.Get(batch.Conversation));
        using var content = MessageContent.Create(new RtMessageDraft(MessageContent.GetText(text), GetSubject(batch)), files);
        var written = await writes.CorrespondAsync(ticket!.Id, content, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (written.Failure is { } failure)
            return GetRefusal(failure, hasFiles: files.Count > 0);
        return new DeliveryOutcome.Delivered(GetId(written.Content), await GetFactAsync(batch, ticket, cancellationToken))
        {
            WithoutFiles = files.Count > 0 && await WereFilesDroppedAsync(ticket.Id, written.Content!, cancellationToken),
        };
    }

    /// <summary>Writes the note that the batch stands for.</summary>
    public Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        AddNoteAsync(batch, notes.Format(batch, PlainNotes.Instance), cancellationToken);

    /// <summary>Writes a note with this text. An empty one is none.</summary>
    public async Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, string text, CancellationToken cancellationToken)
    {
        var note = PlainNotes.Create(text, notes.GetLastParagraph(batch));
        if (note.Length == 0)
            return new DeliveryOutcome.Delivered { NothingSent = true };
        if (await FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;
        using var content = MessageContent.Create(new RtMessageDraft(MessageContent.GetText(note), GetSubject(batch)), []);
        var written = await writes.CommentAsync(ticket!.Id, content, cancellationToken).ToResultAsync(clock, cancellationToken);
        return written.Failure is { } failure
            ? GetRefusal(failure, hasFiles: false)
            : new DeliveryOutcome.Delivered(GetId(written.Content), CreateFact(batch, ticket, setByUs: false));
    }

    /// <summary>Sets the ticket to open.</summary>
    /// <returns>Null: it can't be said now what became of the status.</returns>
    public async Task<ConversationInput.TicketWritten?> ReopenAsync(OutboundBatch batch, RtTicket ticket, CancellationToken cancellationToken)
    {
        var (after, _) = await access.ChangeAsync(ticket.Id, new RtTicketChange { Status = RequestTrackerStatus.Open }, cancellationToken);
        if (after is null)
            return null;
        var isOpen = IsOpen(after);
        return CreateFact(batch, after, setByUs: isOpen) with { KeptStatus = !isOpen };
    }

    /// <summary>Tells, with what became of a message that was to move the ticket, in which queue it is.</summary>
    public static DeliveryOutcome WithQueue(DeliveryOutcome outcome, OutboundBatch batch, RtTicket ticket) =>
        batch.WantedGroup is { } wanted && ticket.Queue?.Id is { } queue
            ? outcome.WithWritten(written => written with { Group = new OtherGroup(wanted, queue) })
            : outcome;

    public static ConversationInput.TicketWritten CreateFact(OutboundBatch batch, RtTicket ticket, bool setByUs) =>
        new(RequestTrackerStatus.Parse(ticket.Status), setByUs, batch.CarriesChatOn);

    /// <summary>
    /// What became of a refused message. A 400 says nothing by itself, and the ticket was there a moment ago. A text is refused only for a missing
    /// right, which an administrator gives; with a file, the file may be the reason.
    /// </summary>
    public static DeliveryOutcome GetRefusal(RequestTrackerFailure failure, bool hasFiles) =>
        RequestTrackerFailureTable.GetOutcome(failure, onTicket: true) is var outcome && outcome is DeliveryOutcome.Failed refused && !hasFiles
            ? new DeliveryOutcome.Retry(refused.Reason)
            : outcome;

    /// <summary>Looks for what an earlier attempt, whose answer was lost, may have written.</summary>
    /// <returns>Null: it was never sent, or it did not arrive and can't any more.</returns>
    public async Task<DeliveryOutcome?> FindEarlierAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (!batch.MayHaveArrived)
            return null;
        var (id, failure) = await sent.FindMessageAsync(batch, cancellationToken);
        if (failure is not null)
            return RequestTrackerFailureTable.GetLookupOutcome(failure);
        if (id is null)
            return batch.NotSentBefore is { } time ? new DeliveryOutcome.NotFoundYet(time) : null;
        return new DeliveryOutcome.Delivered(id, await GetFactOfEarlierAsync(batch, cancellationToken)) { NothingSent = true };
    }

    /// <summary>
    /// A mark without square brackets: Request Tracker may take these for the tag of another one. One line, of at most 200 characters.
    /// </summary>
    private static string GetSubject(OutboundBatch batch)
    {
        var name = ClientName.Get(batch.Conversation, MaxCharactersOfName).Replace('[', '(').Replace(']', ')');
        return $"{name} · {RtIds.GetMark(batch)}";
    }

    private static string? GetId(string? number) => string.IsNullOrEmpty(number) ? null : number;

    private static bool IsOpen(RtTicket ticket) => RequestTrackerStatus.Parse(ticket.Status) is TicketStatus.New or TicketStatus.Open;

    /// <summary>A resolved ticket is reopened by a scrip, unless an administrator has switched that off; a stalled one is not.</summary>
    private async Task<ConversationInput.TicketWritten?> GetFactAsync(OutboundBatch batch, RtTicket before, CancellationToken cancellationToken)
    {
        if (IsOpen(before))
            return CreateFact(batch, before, setByUs: false);

        // If it can't be said, the message that reopens it is made from the status before.
        return await ReopenAsync(batch, before, cancellationToken)
            ?? (RequestTrackerStatus.Parse(before.Status) == TicketStatus.Solved ? CreateFact(batch, before, setByUs: false) : null);
    }

    /// <summary>
    /// The message was written some time ago. A ticket that still has the status from before it is reopened; with another one, somebody has changed
    /// it since, and the next read shows what that means.
    /// </summary>
    private async Task<ConversationInput.TicketWritten?> GetFactOfEarlierAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var ticketId = batch.Conversation.TicketId!;
        var (ticket, _) = await access.ReadAsync(ticketId, cancellationToken);
        if (ticket is null || TicketAccess.IsMerged(ticket, ticketId))
            return null;
        if (IsOpen(ticket))
            return CreateFact(batch, ticket, setByUs: false);
        return batch.CarriesChatOn && batch.Conversation.TicketStatus == RequestTrackerStatus.Parse(ticket.Status)
            && batch.Conversation.TicketStatus != TicketStatus.Gone
            ? await ReopenAsync(batch, ticket, cancellationToken)
            : null;
    }

    /// <summary>A server that drops long attachments takes the message all the same, and says so only in the history.</summary>
    private async Task<bool> WereFilesDroppedAsync(string ticketId, string transactionId, CancellationToken cancellationToken)
    {
        if (transactionId.Length == 0)
            return false;
        var query = $"ObjectType = 'RT::Ticket' AND ObjectId = {RtIds.ParseNumber(ticketId)} AND id > {RtIds.ParseNumber(transactionId)} "
            + "AND (Type = 'AttachmentDrop' OR Type = 'AttachmentTruncate')";
        var found = await api.FindTransactionsAsync(query, "ASC", perPage: 1, cancellationToken).ToResultAsync(clock, cancellationToken);
        return found.Content?.Items?.Count > 0;
    }
}
