using System.Globalization;
using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Updates tickets: comments, internal notes, group, fields and status.</summary>
internal sealed partial class TicketUpdater(
    IZendeskApi api, TicketAuthors authors, TicketTags tags, DuplicateCommentFinder duplicates, ChannelRegistry channels,
    RefusedSettings refusedSettings, InternalNotes notes, BridgeClock clock, ILogger<TicketUpdater> log)
{
    /// <summary>Writes what the client said as a public comment.</summary>
    public async Task<DeliveryOutcome> CommentAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;

        // An agent who waits for the client has to see the answer, as with a comment of an end user (support.zendesk.com, "About ticket statuses").
        // Whether Zendesk itself reopens a ticket after a comment through the API is not documented, so the status is set here.
        var status = conversation.TicketStatus is TicketStatus.Pending or TicketStatus.Hold or TicketStatus.Solved ? "open" : null;
        var text = CommentFormatter.Format(batch, GetChannel(batch));
        if (await duplicates.FindAsync(batch, text, status, cancellationToken) is { } found)
            return found;
        var author = await authors.FindAsync(conversation, cancellationToken);
        if (author.Failed is not null)
            return author.Failed;
        var draft = new TicketDraft { Comment = TicketDraftFactory.CreateComment(batch, GetChannel(batch), text, author.Id), Status = status };
        var (outcome, failure) = await TryUpdateAsync(batch, draft, cancellationToken);
        return outcome is DeliveryOutcome.Failed refused
            ? await CommentWithLessAsync(batch, draft, author, refused, failure!, cancellationToken)
            : outcome;
    }

    /// <summary>
    /// The words must arrive, even where something that goes with them is refused. The client's user may have been merged or deleted, so it is
    /// looked up again. A rule of the account may refuse the status, for example because a field is empty: a solved ticket then stays solved. If the
    /// author is refused for good, the comment is the ticket's present requester's.
    /// </summary>
    private async Task<DeliveryOutcome> CommentWithLessAsync(
        OutboundBatch batch, TicketDraft draft, TicketAuthor author, DeliveryOutcome refused, ZendeskFailure failure,
        CancellationToken cancellationToken)
    {
        var wanted = draft.Status;
        if (author.IsStored && failure.MayBeAboutUser && await authors.ReplaceAsync(batch, author, failure, cancellationToken) is { } user)
            await TryAsync(draft with { Comment = draft.Comment! with { AuthorId = user } });
        if (refused is DeliveryOutcome.Failed { Reason: var reason } && draft.Status is { } status)
        {
            Log.WithoutStatus(log, batch.Conversation.Id, reason, status);
            await TryAsync(draft with { Status = null });
        }

        if (refused is DeliveryOutcome.Failed && failure.NamesAuthor
            && await authors.FindTicketRequesterAsync(batch, cancellationToken) is { } requester)
            await TryAsync(draft with { Comment = draft.Comment! with { AuthorId = requester } });
        return draft.Status == wanted ? refused : refused.WithWritten(written => written with { LeavesStatusOut = true });

        async Task TryAsync(TicketDraft less)
        {
            draft = less;
            var (outcome, next) = await TryUpdateAsync(batch, less, cancellationToken);
            (refused, failure) = (outcome, next ?? failure);
        }
    }

    /// <summary>Moves the ticket to another group, and writes what the bot now says about the client into a note and into fields.</summary>
    public async Task<DeliveryOutcome> MoveAsync(OutboundBatch batch, MoveTicket move, CancellationToken cancellationToken)
    {
        var channel = GetChannel(batch);
        var note = CreateNote(batch);
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status: null, cancellationToken) is { } found)
            return found;

        // A tag that gave the chat back to the bot before must not end it again: the hand-over came later. The tag may not have been read yet. If it
        // can't be taken away for good, that must not cost the hand-over, and the tag means nothing until somebody takes it away.
        var obstacle = channel.ReturnToBot.Tag is { } tag ? await tags.RemoveAsync(batch, tag, cancellationToken) : null;
        if (obstacle is not (null or DeliveryOutcome.Failed))
            return obstacle;
        var outcome = await MoveAsync(batch, move, note, cancellationToken);
        return obstacle is null ? outcome : outcome.WithWritten(written => written with { KeepsReturnTag = true });
    }

    private async Task<DeliveryOutcome> MoveAsync(OutboundBatch batch, MoveTicket move, CommentDraft? note, CancellationToken cancellationToken)
    {
        var channel = GetChannel(batch);

        // An agent may have edited the fields since. Only those are written whose attribute has changed.
        var changed = (move.Attributes ?? []).Select(change => change.Name).Concat(move.Hidden ?? []).ToHashSet(StringComparer.Ordinal);
        var draft = new TicketDraft
        {
            GroupId = batch.StaysInGroup ? null : long.Parse(batch.DestinationId, CultureInfo.InvariantCulture),
            Comment = note,
            CustomFields = TicketFields.GetFields(batch.Conversation.Context, channel.Ticket.Fields, changed),
        };
        (var outcome, var failure, draft) = await UpdateWithFieldsAsync(batch, draft, cancellationToken);
        if (draft.GroupId is not { } groupId)
            return outcome;
        var group = RefusableSetting.Group(batch.Conversation.Client.Channel, groupId);
        if (outcome is DeliveryOutcome.Delivered)
            refusedSettings.Remove(group);

        // After the first refusal of a group the list of groups is read again, which usually names another group.
        if (failure is not { Status: HttpStatusCode.UnprocessableEntity, MayBeAboutGroup: true } || (failure.NamesGroup && batch.Head.Attempts == 0))
            return outcome;
        var refused = InternalNoteFormatter.JoinParagraphs(
            notes.Format(batch, MarkdownNotes.Instance), channel.GetText(TextName.MoveRefused, ("reason", failure.Summary)));
        var withReason = InternalNote.Create(refused, notes.GetLastParagraph(batch));
        var written = await UpdateAsync(batch, draft with { GroupId = null, Comment = withReason }, cancellationToken);
        if (written is DeliveryOutcome.Delivered && failure.Fields.Count > 0)
            refusedSettings.Add(group, failure.Summary);
        return written;
    }

    public async Task<DeliveryOutcome> ReopenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (batch.NotSentBefore is not { } time)
            return await UpdateAsync(batch, new TicketDraft { Status = "open" }, cancellationToken);
        var read = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (read.Content?.Ticket is not { } ticket)
            return read.Failure is null ? new DeliveryOutcome.NotFoundYet(time) : ZendeskFailureTable.GetLookupOutcome(read.Failure);
        return ZendeskStatus.Parse(ticket.Status) is var status && status.IsOver()
            ? new DeliveryOutcome.NotFoundYet(time)
            : new DeliveryOutcome.Delivered(Fact: new ConversationInput.TicketWritten(status, SetByUs: true, batch.CarriesChatOn))
            {
                NothingSent = true,
            };
    }

    /// <summary>Adds the note that the chat has ended and sets the status, unless another open conversation uses the same ticket.</summary>
    public async Task<DeliveryOutcome> CloseAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var status = batch.IsTicketShared ? null : GetChannel(batch).Close.StatusOnClientClose.ToLowerInvariant();
        var outcome = await AddNoteAsync(batch, status, cancellationToken);

        // Zendesk refuses to solve a ticket while a required field is empty. The agent then gets at least the note.
        return outcome is DeliveryOutcome.Failed
            ? await AddNoteAsync(batch with { MayHaveArrived = false }, status: null, cancellationToken)
            : outcome;
    }

    public Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        AddNoteAsync(batch, status: null, cancellationToken);

    /// <summary>
    /// Whether the comment was written without its files. Zendesk does not document what it does with an upload token that has expired, so the
    /// response is checked.
    /// </summary>
    public static bool LacksFiles(OutboundBatch batch, TicketResponse? response) => batch.Uploads is not null && response?.Audit?.HasNoFiles == true;

    private async Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, string? status, CancellationToken cancellationToken)
    {
        var note = CreateNote(batch);
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status, cancellationToken) is { } found)
            return found;
        return note is null && status is null
            ? new DeliveryOutcome.Delivered { NothingSent = true }
            : await UpdateAsync(batch, new TicketDraft { Comment = note, Status = status }, cancellationToken);
    }

    public async Task<DeliveryOutcome> UpdateAsync(OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken) =>
        (await TryUpdateAsync(batch, draft, cancellationToken)).Outcome;

    /// <summary>A wrong id of a field in the settings must not cost what goes with the fields, so it is then sent without them.</summary>
    public async Task<(DeliveryOutcome Outcome, ZendeskFailure? Failure, TicketDraft Sent)> UpdateWithFieldsAsync(
        OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken)
    {
        var (outcome, failure) = await TryUpdateAsync(batch, draft, cancellationToken);
        if (outcome is not DeliveryOutcome.Failed { Reason: var reason } || draft.CustomFields is null)
            return (outcome, failure, draft);
        Log.WithoutFields(log, batch.Conversation.Id, reason, draft.FieldIds);
        var reduced = draft with { CustomFields = null };
        (outcome, failure) = await TryUpdateAsync(batch, reduced, cancellationToken);
        if (outcome is DeliveryOutcome.Delivered)
            refusedSettings.Add(RefusableSetting.Ticket(batch.Conversation.Client.Channel), reason);
        return (outcome, failure, reduced);
    }

    public async Task<(DeliveryOutcome Outcome, ZendeskFailure? Failure)> TryUpdateAsync(
        OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken)
    {
        var request = new TicketRequest(draft with { Metadata = ZendeskIds.CreateMarker(batch) });
        var result = await api.UpdateTicketAsync(batch.Conversation.TicketId!, request, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
            return (await GetOutcomeAsync(batch, failure, cancellationToken), failure);
        if (result.Content?.Ticket is not { } ticket)
            return (new DeliveryOutcome.Unknown("the response contains no ticket"), null);
        var fact = new ConversationInput.TicketWritten(
            ZendeskStatus.Parse(ticket.Status), SetByUs: ticket.Status == draft.Status, batch.CarriesChatOn)
        {
            KeptStatus = draft.Status is not null && ticket.Status != draft.Status,
            Group = batch.WantedGroup is { } wanted && ticket.GroupId is { } group
                ? new OtherGroup(wanted, group.ToString(CultureInfo.InvariantCulture))
                : null,
        };
        return (new DeliveryOutcome.Delivered(result.Content.Audit?.CommentId, fact) { WithoutFiles = LacksFiles(batch, result.Content) }, null);
    }

    /// <summary>
    /// Zendesk's error text is in the account's language, so "closed" may not be recognised in it. Before a message fails because of the status,
    /// the ticket is read.
    /// </summary>
    private async Task<DeliveryOutcome> GetOutcomeAsync(OutboundBatch batch, ZendeskFailure failure, CancellationToken cancellationToken)
    {
        var outcome = ZendeskFailureTable.GetOutcome(failure, onTicket: true);
        if (outcome is not DeliveryOutcome.Failed || !failure.Fields.Contains("status"))
            return outcome;
        var ticket = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).ToResultAsync(clock, cancellationToken);
        return ticket.Content?.Ticket is { } found && ZendeskStatus.Parse(found.Status) == TicketStatus.Closed
            ? new DeliveryOutcome.TicketOver(TicketStatus.Closed)
            : outcome;
    }

    public CommentDraft? CreateNote(OutboundBatch batch) =>
        InternalNote.Create(notes.Format(batch, MarkdownNotes.Instance), notes.GetLastParagraph(batch));

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation);

    private static partial class Log
    {
        [LoggerMessage(
            4007, LogLevel.Warning,
            "The comment of conversation {ConversationId} was refused ({Reason}). It is sent without setting the ticket's status to {Status}")]
        public static partial void WithoutStatus(ILogger logger, string conversationId, string reason, string status);

        [LoggerMessage(
            4006, LogLevel.Warning,
            "The update of the ticket of conversation {ConversationId} was refused ({Reason}). It is sent without the fields {Fields}. "
            + "Check Ticket in the channel's settings")]
        public static partial void WithoutFields(ILogger logger, string conversationId, string reason, string fields);
    }
}
