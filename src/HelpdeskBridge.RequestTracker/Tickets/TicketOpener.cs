using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Attachments;
using HelpdeskBridge.RequestTracker.Users;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Opens tickets: the first one of a conversation, or a new one in place of one that is gone.</summary>
internal sealed partial class TicketOpener(
    IRequestTrackerWriteApi writes, TicketAccess access, SentMessageFinder sent, MessageWriter messages, TicketRequestors requestors,
    ChannelRegistry channels, RefusedSettings refusedSettings, BridgeClock clock, ILogger<TicketOpener> log)
{
    public async Task<DeliveryOutcome> OpenAsync(OutboundBatch batch, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken)
    {
        // The client has written nothing and the channel has no placeholder text. The first message opens the ticket.
        var text = FormatFirstText(batch);
        if (text.Length == 0)
            return new DeliveryOutcome.Delivered { NothingSent = true };
        if ((batch.MayHaveArrived || batch.TicketMayExist) && await FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var requestor = await requestors.ChooseAsync(batch.Conversation, cancellationToken);
        if (requestor.Failed is not null)
            return requestor.Failed;

        var draft = CreateDraft(batch, text, requestor.Id);
        var (id, failure) = await CreateAsync(draft, files, cancellationToken);
        if (failure is { Status: HttpStatusCode.Forbidden })
            (id, failure) = await CreateInDefaultQueueAsync(batch, draft, files, failure, cancellationToken);
        if (failure is not null)
            return MessageWriter.GetRefusal(failure, hasFiles: files.Count > 0) is DeliveryOutcome.TicketOver
                ? new DeliveryOutcome.Retry(failure.Summary)
                : MessageWriter.GetRefusal(failure, hasFiles: files.Count > 0);
        if (id is not { Length: > 0 })
            return new DeliveryOutcome.Unknown("the answer names no ticket");
        return await CheckAsync(batch, draft, id, requestor, cancellationToken);
    }

    /// <summary>Looks for the ticket that an earlier attempt, whose answer was lost, or a message that was given up may have opened.</summary>
    /// <returns>Null: there is none, and there can't be one any more.</returns>
    private async Task<DeliveryOutcome?> FindEarlierAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        // Before the ticket was gone, the attempt may have been a message in it.
        if (batch.Conversation.TicketId is not null && await messages.FindEarlierAsync(batch, cancellationToken) is { } found
            && found is not DeliveryOutcome.NotFoundYet)
            return found;
        var (id, status, failure) = await sent.FindTicketAsync(batch, cancellationToken);
        if (failure is not null)
            return batch.MayHaveArrived
                ? RequestTrackerFailureTable.GetLookupOutcome(failure)
                : RequestTrackerFailureTable.GetRepeatableOutcome(failure, onTicket: false);
        if (id is null)
            return batch.NotSentBefore is { } time ? new DeliveryOutcome.NotFoundYet(time) : null;
        var opened = new ConversationInput.TicketOpened(id, RequestTrackerStatus.Parse(status))
        {
            Requester = await requestors.FindNoteAsync(batch.Conversation, cancellationToken),
        };
        return batch.MayHaveArrived
            ? new DeliveryOutcome.Delivered(Fact: opened) { NothingSent = true }
            : new DeliveryOutcome.TicketFound(opened);
    }

    private async Task<(string? Id, RequestTrackerFailure? Failure)> CreateAsync(
        RtTicketDraft draft, IReadOnlyList<ReadyFile> files, CancellationToken cancellationToken)
    {
        using var content = MessageContent.Create(draft, files);
        var created = await writes.CreateTicketAsync(content, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (created.Content, created.Failure);
    }

    /// <summary>An unknown or disabled queue, and one without the right to create tickets, are all answered with 403.</summary>
    private async Task<(string? Id, RequestTrackerFailure? Failure)> CreateInDefaultQueueAsync(
        OutboundBatch batch, RtTicketDraft draft, IReadOnlyList<ReadyFile> files, RequestTrackerFailure refusal, CancellationToken cancellationToken)
    {
        var (channel, name) = (GetChannel(batch), batch.Conversation.Client.Channel);
        refusedSettings.Add(RefusableSetting.Group(name, RtIds.ParseNumber(draft.Queue)), refusal.Summary);
        if (draft.Queue == channel.DefaultDestination)
            return (null, refusal);
        Log.WithoutQueue(log, batch.Conversation.Id, draft.Queue, channel.DefaultDestination);
        return await CreateAsync(draft with { Queue = channel.DefaultDestination }, files, cancellationToken);
    }

    /// <summary>
    /// Reads the new ticket, because a requestor or custom field that Request Tracker does not know is dropped without an error. A requestor that is
    /// gone is made again.
    /// </summary>
    private async Task<DeliveryOutcome> CheckAsync(
        OutboundBatch batch, RtTicketDraft draft, string id, TicketRequestor requestor, CancellationToken cancellationToken)
    {
        var (ticket, _) = await access.ReadAsync(id, cancellationToken);
        if (ticket is null)
            return CreateOpened(id, TicketStatus.New, requestor.Note, group: null);
        var client = batch.Conversation.Client;
        if (CustomFields.FindMissing(draft.CustomFields, ticket) is { Count: > 0 })
            refusedSettings.Add(RefusableSetting.Ticket(client.Channel), "Request Tracker did not take custom fields");
        else if (draft.CustomFields is not null)
            refusedSettings.Remove(RefusableSetting.Ticket(client.Channel));
        if (ticket.Queue?.Id == draft.Queue)
            refusedSettings.Remove(RefusableSetting.Group(client.Channel, RtIds.ParseNumber(draft.Queue)));
        if (requestor.IsStored && draft.Requestor is not null && ticket.Requestor is not { Count: > 0 })
        {
            requestor = await requestors.ReplaceAsync(batch.Conversation, requestor, cancellationToken);
            if (requestor.Id is { } user)
                await access.ChangeAsync(id, new RtTicketChange { Requestor = user }, cancellationToken);
        }

        var group = ticket.Queue?.Id is { } queue && queue != draft.Queue ? new OtherGroup(batch.Conversation.DestinationId, queue) : null;
        return CreateOpened(id, RequestTrackerStatus.Parse(ticket.Status), requestor.Note, group);
    }

    private RtTicketDraft CreateDraft(OutboundBatch batch, string text, string? user)
    {
        var (channel, conversation) = (GetChannel(batch), batch.Conversation);
        return new RtTicketDraft(
            batch.DestinationId, ClientName.CreateSubject(channel, conversation, ClientUsers.MaxCharactersOfName), MessageContent.GetText(text))
        {
            Requestor = user,
            RefersTo = RtIds.GetTicketReference(conversation),
            CustomFields = CustomFields.Get(conversation.Context, channel.Ticket.Fields),
        };
    }

    private string FormatFirstText(OutboundBatch batch) => CommentFormatter.Format(batch, GetChannel(batch)) is { Length: > 0 } text
        ? text
        : GetChannel(batch).GetText(TextName.NoFirstMessage);

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation);

    private static DeliveryOutcome.Delivered CreateOpened(string id, TicketStatus status, RequesterNote? note, OtherGroup? group) =>
        new(Fact: new ConversationInput.TicketOpened(id, status) { Requester = note, Group = group }) { ReadsNewTicket = true };

    private static partial class Log
    {
        [LoggerMessage(
            4102, LogLevel.Warning,
            "Queue {Queue} does not take the ticket of conversation {ConversationId}; it is opened in the default one, {Default}. "
            + "Check Destinations in the channel's settings, and the rights of the bridge's user")]
        public static partial void WithoutQueue(ILogger logger, string conversationId, string queue, string @default);
    }
}
