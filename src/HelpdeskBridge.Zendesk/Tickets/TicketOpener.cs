using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Opens tickets: the first of a conversation, a follow-up of one that is closed, or a new one where it was deleted.</summary>
internal sealed partial class TicketOpener(
    IZendeskApi api, ZendeskRequesters requesters, DuplicateCommentFinder duplicates, TicketMerges merges, ChannelRegistry channels, BridgeClock clock,
    ILogger<TicketOpener> log)
{
    public async Task<DeliveryOutcome> OpenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        // The channel says nothing for a silent client, and Zendesk takes no empty comment: the client's first message opens the ticket.
        if (GetFirstComment(batch).Length == 0)
            return new DeliveryOutcome.Delivered();

        var externalId = ZendeskIds.NextTicket(batch.Conversation);
        if (batch.MayHaveArrived && await FindEarlierAttemptAsync(batch, externalId, cancellationToken) is { } earlier)
            return earlier;
        if (await FindMergeAsync(batch, cancellationToken) is { } elsewhere)
            return elsewhere;
        var (requesterId, isRemembered, failed) = await requesters.FindAsync(batch.Conversation, cancellationToken);
        if (failed is not null)
            return failed;

        var draft = NewTicket.Create(batch, GetChannel(batch), GetFirstComment(batch), requesterId, externalId);
        var answer = await CreateAsync(batch, draft, cancellationToken);
        if (isRemembered && answer.Failure is { Fields: var fields } && fields.Any(field => field.StartsWith("requester", StringComparison.Ordinal)))
        {
            await requesters.ForgetAsync(batch.Conversation.Client, cancellationToken);
            return new DeliveryOutcome.Retry("the helpdesk no longer knows the client's user; it is created again");
        }

        // A wrong id in the settings must not cost the chat.
        if (IsRefused(answer.Failure) && NewTicket.WithoutOptionalFields(draft) is { } plain)
        {
            Log.WithoutOptionalFields(log, batch.Conversation.Id, answer.Failure!.Summary, draft.FieldIds);
            answer = await CreateAsync(batch, plain, cancellationToken);
        }

        if (answer.Failure is { } refused)
            return ZendeskFailureTable.GetOutcome(refused, onTicket: false);
        return answer.Content?.Ticket is { } opened
            ? GetOpened(opened, answer.Content.Audit?.CommentId) with { WithoutFiles = TicketUpdater.LacksFiles(batch, answer.Content) }
            : new DeliveryOutcome.Unknown("the answer names no ticket");
    }

    /// <summary>Looks for what an attempt whose answer was lost may have made; null: nothing.</summary>
    private async Task<DeliveryOutcome?> FindEarlierAttemptAsync(OutboundBatch batch, string externalId, CancellationToken cancellationToken)
    {
        // It may have been tried as a comment, before the ticket was closed.
        if (batch.Conversation.TicketId is not null
            && await duplicates.FindAsync(batch, GetFirstComment(batch), status: null, cancellationToken) is { } found and not DeliveryOutcome.TicketOver)
            return found;
        var tickets = await api.FindTicketsAsync(externalId, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (tickets.Failure is { } failure)
            return new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true);
        return tickets.Content?.Tickets?.FirstOrDefault(ticket => ticket.ExternalId == externalId) is { } opened
            ? GetOpened(opened, commentId: null)
            : null;
    }

    /// <summary>A closed ticket may go on in another one: then the client's messages belong there, not into a follow-up.</summary>
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
            DeliveryOutcome.Retry or DeliveryOutcome.Unknown when batch.MayHaveArrived => new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true),
            DeliveryOutcome.Unknown => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: true),
            DeliveryOutcome.Retry retry => retry,
            _ => null,
        };
    }

    private Task<ZendeskAnswer<TicketAnswer>> CreateAsync(OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken)
    {
        var request = new TicketRequest(draft);
        var key = ZendeskIds.IdempotencyKey(batch.Marker, JsonSerializer.Serialize(request, ZendeskJson.Options));
        return api.CreateTicketAsync(request, key, cancellationToken).AsAnswerAsync(clock, cancellationToken);
    }

    private static bool IsRefused(ZendeskFailure? failure) =>
        failure is not null && ZendeskFailureTable.GetOutcome(failure, onTicket: false) is DeliveryOutcome.Failed;

    private string GetFirstComment(OutboundBatch batch) => CommentFormatter.Format(batch, GetChannel(batch)) is { Length: > 0 } words
        ? words
        : GetChannel(batch).GetText(TextName.NoFirstMessage);

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation.Client.Channel);

    private static DeliveryOutcome.Delivered GetOpened(ZendeskTicket ticket, string? commentId) => new(
        commentId, new ConversationInput.TicketOpened(ticket.Id.ToString(CultureInfo.InvariantCulture), ZendeskStatus.Parse(ticket.Status)));

    private static partial class Log
    {
        [LoggerMessage(
            4005, LogLevel.Warning,
            "The ticket of conversation {ConversationId} is refused ({Reason}); it is opened without form, brand, priority and the fields {Fields}: see Ticket in the channel's settings")]
        public static partial void WithoutOptionalFields(ILogger logger, string conversationId, string reason, string fields);
    }
}
