using System.Globalization;
using System.Net;
using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Opens tickets: the first one of a conversation, a follow-up of a closed one, or a new one in place of a deleted one.</summary>
internal sealed partial class TicketOpener(
    IZendeskApi api, TicketAuthors authors, DuplicateCommentFinder duplicates, MergedTicketFinder merges, ChannelRegistry channels,
    RefusedSettings refusedSettings, BridgeClock clock, ILogger<TicketOpener> log)
{
    public async Task<DeliveryOutcome> OpenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        // The client has written nothing and the channel has no placeholder text, but Zendesk requires a comment. The first message opens the ticket.
        var text = FormatFirstComment(batch);
        if (text.Length == 0)
            return new DeliveryOutcome.Delivered { NothingSent = true };

        var externalId = ZendeskIds.GetTicketExternalId(batch.Conversation);
        if (batch.MayHaveArrived && await FindEarlierAttemptAsync(batch, text, externalId, cancellationToken) is { } earlier)
            return earlier;
        if (batch is { MayHaveArrived: false, TicketMayExist: true } && await FindGivenUpAsync(batch, externalId, cancellationToken) is { } existing)
            return existing;
        if (await FindMergeAsync(batch, cancellationToken) is { } merged)
            return merged;
        var author = await authors.ChooseAsync(batch, cancellationToken);
        if (author.Failed is not null)
            return author.Failed;

        var draft = TicketDraftFactory.Create(batch, GetChannel(batch), text, author.Id, externalId);
        var result = await CreateAsync(batch, draft, cancellationToken);
        if (author.IsPerson && IsRequesterRefused(result.Failure))
        {
            author = await authors.ChooseOwnAsync(batch.Conversation, cancellationToken);
            if (author.Failed is not null)
                return author.Failed;
            draft = TicketDraftFactory.Create(batch, GetChannel(batch), text, author.Id, externalId);
            result = await CreateAsync(batch, draft, cancellationToken);
        }

        if (author.IsStored && IsRequesterRefused(result.Failure))
        {
            await authors.ForgetOwnAsync(batch.Conversation, cancellationToken);
            return new DeliveryOutcome.Retry("the helpdesk no longer knows the client's user; it is created again");
        }

        // A wrong id in the settings must not cost the message.
        var sent = draft;
        if (IsRefused(result.Failure) && TicketDraftFactory.WithoutOptionalFields(draft) is { } reduced)
        {
            Log.WithoutOptionalFields(log, batch.Conversation.Id, result.Failure!.Summary, draft.FieldIds);
            var reason = result.Failure.Summary;
            sent = reduced;
            result = await CreateAsync(batch, reduced, cancellationToken);
            if (!IsRefused(result.Failure))
                refusedSettings.Add(RefusableSetting.Ticket(batch.Conversation.Client.Channel), reason);
        }
        else if (result.Failure is null)
        {
            Accept(batch, draft);
        }

        var isGroupRefused = IsGroupRefused(result.Failure, batch);
        if (isGroupRefused)
            result = await CreateInOtherGroupAsync(batch, sent, result.Failure!, cancellationToken);

        if (result.Failure is { } refused)
            return ZendeskFailureTable.GetOutcome(refused, onTicket: false);
        if (result.Content?.Ticket is not { } opened)
            return new DeliveryOutcome.Unknown("the response contains no ticket");
        var group = isGroupRefused
            ? new OtherGroup(
                batch.Conversation.DestinationId,
                opened.GroupId?.ToString(CultureInfo.InvariantCulture) ?? GetChannel(batch).DefaultDestination)
            : null;
        return CreateOpened(opened, result.Content.Audit?.CommentId, author.Note, group) with
        {
            WithoutFiles = TicketUpdater.LacksFiles(batch, result.Content),
        };
    }

    /// <summary>Looks for what an earlier attempt, whose response was lost, may have written.</summary>
    /// <returns>Null: it wrote nothing, and can't any more.</returns>
    private async Task<DeliveryOutcome?> FindEarlierAttemptAsync(
        OutboundBatch batch, string text, string externalId, CancellationToken cancellationToken)
    {
        // Before the ticket was closed, the attempt may have been a comment in it.
        if (batch.Conversation.TicketId is not null
            && await duplicates.FindAsync(batch, text, status: null, cancellationToken) is { } found
            && found is not (DeliveryOutcome.TicketOver or DeliveryOutcome.NotFoundYet))
            return found;
        var (opened, failure) = await FindByExternalIdAsync(externalId, cancellationToken);
        if (failure is not null)
            return ZendeskFailureTable.GetLookupOutcome(failure);
        if (opened is null)
            return batch.NotSentBefore is { } time ? new DeliveryOutcome.NotFoundYet(time) : null;
        return await CreateFoundAsync(batch, opened, cancellationToken) with { NothingSent = true };
    }

    /// <summary>Looks for a ticket that an earlier message may have opened before it was given up.</summary>
    /// <returns>Null: there is none.</returns>
    private async Task<DeliveryOutcome?> FindGivenUpAsync(
        OutboundBatch batch, string externalId, CancellationToken cancellationToken)
    {
        var (opened, failure) = await FindByExternalIdAsync(externalId, cancellationToken);
        if (failure is not null)
            return new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, ZendeskFailureTable.GetScope(failure));
        return opened is null
            ? null
            : new DeliveryOutcome.TicketFound((ConversationInput.TicketOpened)(await CreateFoundAsync(batch, opened, cancellationToken)).Fact!);
    }

    private async Task<(ZendeskTicket? Ticket, ZendeskFailure? Failure)> FindByExternalIdAsync(string externalId, CancellationToken cancellationToken)
    {
        var tickets = await api.FindTicketsAsync(externalId, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (tickets.Content?.Tickets?.FirstOrDefault(ticket => ticket.ExternalId == externalId), tickets.Failure);
    }

    /// <summary>If the closed ticket was merged into another one, the client's messages belong there and not into a follow-up.</summary>
    /// <returns>Null: the ticket is not closed or was not merged.</returns>
    private async Task<DeliveryOutcome?> FindMergeAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Conversation is not { TicketId: { } closed, TicketStatus: TicketStatus.Closed })
            return null;
        var (merge, failure) = await merges.FindAsync(closed, cancellationToken);
        if (merge is not null && !batch.FormerTickets.Contains(merge.Into))
            return new DeliveryOutcome.TicketMerged();
        return failure is null ? null : ZendeskFailureTable.GetOutcome(failure, onTicket: true) switch
        {
            DeliveryOutcome.TicketOver gone => gone,
            DeliveryOutcome.Retry or DeliveryOutcome.Unknown when batch.MayHaveArrived => ZendeskFailureTable.GetLookupOutcome(failure),
            DeliveryOutcome.Unknown unknown => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, unknown.Scope),
            DeliveryOutcome.Retry retry => retry,
            _ => null,
        };
    }

    private Task<ZendeskResult<TicketResponse>> CreateAsync(OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken)
    {
        var request = new TicketRequest(draft);
        var key = ZendeskIds.CreateIdempotencyKey(batch.Marker, JsonSerializer.Serialize(request, ZendeskJson.Options));
        return api.CreateTicketAsync(request, key, cancellationToken).ToResultAsync(clock, cancellationToken);
    }

    /// <summary>A group that was deleted must not cost the message. Without one, the account's own rules assign the ticket.</summary>
    private async Task<ZendeskResult<TicketResponse>> CreateInOtherGroupAsync(
        OutboundBatch batch, TicketDraft draft, ZendeskFailure refusal, CancellationToken cancellationToken)
    {
        Log.WithoutGroup(log, batch.Conversation.Id, refusal.Summary, batch.DestinationId);
        var reduced = TicketDraftFactory.WithoutOptionalFields(draft) is { } less && !refusal.NamesGroup ? less : draft;
        var defaultGroup = long.Parse(GetChannel(batch).DefaultDestination, CultureInfo.InvariantCulture);
        long? refused = draft.GroupId;
        if (draft.GroupId != defaultGroup)
        {
            var result = await CreateAsync(batch, reduced with { GroupId = defaultGroup }, cancellationToken);
            if (result.Failure is null)
                RefuseGroup(batch, refused, refusal);
            if (result.Failure is not { MayBeAboutGroup: true, Status: HttpStatusCode.UnprocessableEntity })
                return result;
            refused = defaultGroup;
        }

        var withoutGroup = await CreateAsync(batch, reduced with { GroupId = null }, cancellationToken);
        if (withoutGroup.Failure is null)
        {
            RefuseGroup(batch, draft.GroupId, refusal);
            RefuseGroup(batch, refused, refusal);
        }

        return withoutGroup;
    }

    /// <summary>A refusal that names nothing, not even the ticket as a whole, says too little about the group.</summary>
    private void RefuseGroup(OutboundBatch batch, long? groupId, ZendeskFailure refusal)
    {
        if (groupId is { } id && refusal.Fields.Count > 0)
            refusedSettings.Add(RefusableSetting.Group(batch.Conversation.Client.Channel, id), refusal.Summary);
    }

    /// <summary>The ticket was opened with everything that the settings name.</summary>
    private void Accept(OutboundBatch batch, TicketDraft draft)
    {
        if (draft.GroupId is { } group)
            refusedSettings.Remove(RefusableSetting.Group(batch.Conversation.Client.Channel, group));
        if (TicketDraftFactory.WithoutOptionalFields(draft) is not null)
            refusedSettings.Remove(RefusableSetting.Ticket(batch.Conversation.Client.Channel));
    }

    /// <summary>After the first refusal the list of groups is read again, which usually names another group.</summary>
    private static bool IsGroupRefused(ZendeskFailure? failure, OutboundBatch batch) =>
        failure is { Status: HttpStatusCode.UnprocessableEntity, MayBeAboutGroup: true } && (!failure.NamesGroup || batch.Head.Attempts > 0);

    private static bool IsRefused(ZendeskFailure? failure) =>
        failure is not null && ZendeskFailureTable.GetOutcome(failure, onTicket: false) is DeliveryOutcome.Failed;

    private string FormatFirstComment(OutboundBatch batch) => CommentFormatter.Format(batch, GetChannel(batch)) is { Length: > 0 } text
        ? text
        : GetChannel(batch).GetText(TextName.NoFirstMessage);

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation);

    private static bool IsRequesterRefused(ZendeskFailure? failure) =>
        failure is { Fields: var fields } && fields.Any(field => field.StartsWith("requester", StringComparison.Ordinal));

    private async Task<DeliveryOutcome.Delivered> CreateFoundAsync(OutboundBatch batch, ZendeskTicket ticket, CancellationToken cancellationToken) =>
        CreateOpened(ticket, commentId: null, await authors.FindNoteAsync(batch.Conversation, cancellationToken));

    private static DeliveryOutcome.Delivered CreateOpened(ZendeskTicket ticket, string? commentId, RequesterNote? note, OtherGroup? group = null)
    {
        var id = ticket.Id.ToString(CultureInfo.InvariantCulture);
        return new DeliveryOutcome.Delivered(
            commentId, new ConversationInput.TicketOpened(id, ZendeskStatus.Parse(ticket.Status)) { Requester = note, Group = group });
    }

    private static partial class Log
    {
        [LoggerMessage(
            4005, LogLevel.Warning,
            "The ticket of conversation {ConversationId} was refused ({Reason}). It is opened without form, brand, priority and the fields {Fields}. "
            + "Check Ticket in the channel's settings")]
        public static partial void WithoutOptionalFields(ILogger logger, string conversationId, string reason, string fields);

        [LoggerMessage(
            4008, LogLevel.Warning,
            "The ticket of conversation {ConversationId} was refused ({Reason}). It is opened in the default group, or else without a group, instead "
            + "of group {Default}. Check Destinations in the channel's settings, and the groups of the helpdesk")]
        public static partial void WithoutGroup(ILogger logger, string conversationId, string reason, string @default);
    }
}
