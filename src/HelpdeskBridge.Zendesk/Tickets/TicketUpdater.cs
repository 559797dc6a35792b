using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Updates tickets: comments, internal notes, groups, fields and statuses.</summary>
internal sealed partial class TicketUpdater(
    IZendeskApi api, ZendeskRequesters requesters, DuplicateCommentFinder duplicates, ChannelRegistry channels, IOptions<BridgeOptions> bridge, BridgeClock clock,
    ILogger<TicketUpdater> log)
{
    public async Task<DeliveryOutcome> CommentAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var conversation = batch.Conversation;

        // A comment that is written through the API does not reopen a ticket by itself, and an agent who waits for the client must see it.
        var status = conversation.TicketStatus is TicketStatus.Pending or TicketStatus.Solved ? "open" : null;
        var words = CommentFormatter.Format(batch, GetChannel(batch));
        if (await duplicates.FindAsync(batch, words, status, cancellationToken) is { } found)
            return found;
        var (requesterId, _, failed) = await requesters.FindAsync(conversation, cancellationToken);
        if (failed is not null)
            return failed;
        var comment = new CommentDraft(words, Public: true, requesterId) { Uploads = batch.Uploads };
        return await UpdateAsync(batch, new TicketDraft { Comment = comment, Status = status }, cancellationToken);
    }

    public async Task<DeliveryOutcome> MoveAsync(OutboundBatch batch, MoveTicket move, CancellationToken cancellationToken)
    {
        var channel = GetChannel(batch);
        var note = InternalNote.Create(FormatNote(batch));
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status: null, cancellationToken) is { } found)
            return found;

        // Fields about which the bot says nothing new stay as the agent left them.
        var changed = (move.Attributes ?? []).Select(change => change.Name).Concat(move.Hidden ?? []).ToHashSet(StringComparer.Ordinal);
        var draft = new TicketDraft
        {
            GroupId = long.Parse(batch.DestinationId, CultureInfo.InvariantCulture),
            Comment = note,
            CustomFields = TicketFields.GetFields(batch.Conversation.Context, channel.Ticket.Fields, changed),
        };
        var outcome = await UpdateAsync(batch, draft, cancellationToken);
        if (outcome is not DeliveryOutcome.Failed { Reason: var reason } || draft.CustomFields is null)
            return outcome;
        Log.WithoutFields(log, batch.Conversation.Id, reason, draft.FieldIds);
        return await UpdateAsync(batch, draft with { CustomFields = null }, cancellationToken);
    }

    public Task<DeliveryOutcome> ReopenAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        UpdateAsync(batch, new TicketDraft { Status = "open" }, cancellationToken);

    /// <summary>Notes that the chat is over and sets the status; not while the ticket carries another chat, which that would end as well.</summary>
    public async Task<DeliveryOutcome> CloseAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var status = batch.IsTicketShared ? null : GetChannel(batch).Close.StatusOnClientClose.ToLowerInvariant();
        var outcome = await AddNoteAsync(batch, status, cancellationToken);

        // A field that is required for solving refuses the status. The agent is told at least that the client has left.
        return outcome is DeliveryOutcome.Failed ? await AddNoteAsync(batch with { MayHaveArrived = false }, status: null, cancellationToken) : outcome;
    }

    public Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, CancellationToken cancellationToken) =>
        AddNoteAsync(batch, status: null, cancellationToken);

    /// <summary>Zendesk doesn't say what it does with an upload token it no longer knows: the comment may be there without the file.</summary>
    public static bool LacksFiles(OutboundBatch batch, TicketAnswer? answer) => batch.Uploads is not null && answer?.Audit?.HasNoFiles == true;

    private async Task<DeliveryOutcome> AddNoteAsync(OutboundBatch batch, string? status, CancellationToken cancellationToken)
    {
        var note = InternalNote.Create(FormatNote(batch));
        if (await duplicates.FindAsync(batch, note?.Body ?? "", status, cancellationToken) is { } found)
            return found;
        return note is null && status is null
            ? new DeliveryOutcome.Delivered()
            : await UpdateAsync(batch, new TicketDraft { Comment = note, Status = status }, cancellationToken);
    }

    private async Task<DeliveryOutcome> UpdateAsync(OutboundBatch batch, TicketDraft draft, CancellationToken cancellationToken)
    {
        var request = new TicketRequest(draft with { Metadata = ZendeskIds.GetMarker(batch) });
        var answer = await api.UpdateTicketAsync(batch.Conversation.TicketId!, request, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (answer.Failure is { } failure)
            return await ExplainAsync(batch, failure, cancellationToken);
        var fact = answer.Content?.Ticket is { } ticket
            ? new ConversationInput.TicketWritten(ZendeskStatus.Parse(ticket.Status), SetByUs: ticket.Status == draft.Status)
            : null;
        return new DeliveryOutcome.Delivered(answer.Content?.Audit?.CommentId, fact) { WithoutFiles = LacksFiles(batch, answer.Content) };
    }

    /// <summary>"Closed" is written in the account's language, so a refusal that is not understood is looked into before the message fails.</summary>
    private async Task<DeliveryOutcome> ExplainAsync(OutboundBatch batch, ZendeskFailure failure, CancellationToken cancellationToken)
    {
        var outcome = ZendeskFailureTable.GetOutcome(failure, onTicket: true);
        if (outcome is not DeliveryOutcome.Failed || !failure.Fields.Contains("status"))
            return outcome;
        var ticket = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        return ticket.Content?.Ticket is { } found && ZendeskStatus.Parse(found.Status) == TicketStatus.Closed
            ? new DeliveryOutcome.TicketOver(TicketStatus.Closed)
            : outcome;
    }

    private string FormatNote(OutboundBatch batch) => InternalNoteFormatter.Format(batch.Head.Body, GetChannel(batch), bridge.Value.MaxFileBytes);

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation.Client.Channel);

    private static partial class Log
    {
        [LoggerMessage(
            4006, LogLevel.Warning,
            "The update of the ticket of conversation {ConversationId} is refused ({Reason}); it is sent without the fields {Fields}: see Ticket in the channel's settings")]
        public static partial void WithoutFields(ILogger logger, string conversationId, string reason, string fields);
    }
}
