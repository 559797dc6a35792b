using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Changes tickets: queue, custom fields and status. Each change is read back, because a refusal is answered 200 as well.</summary>
internal sealed partial class TicketUpdater(
    TicketAccess access, MessageWriter messages, InternalNotes notes, ChannelRegistry channels, RefusedSettings refusedSettings,
    ILogger<TicketUpdater> log)
{
    /// <summary>Moves the ticket to another queue, and writes what the bot now says about the client into a note and into fields.</summary>
    public async Task<DeliveryOutcome> MoveAsync(OutboundBatch batch, MoveTicket move, CancellationToken cancellationToken)
    {
        if (await messages.FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;

        // What gave the chat back to the bot before must not end it again: the hand-over came later. What can't be taken away means nothing then.
        var (keepsTag, undone) = await TakeReturnTagAwayAsync(batch, ticket!, cancellationToken);
        if (undone is not null)
            return undone;
        var outcome = await MoveAsync(batch, move, ticket!, cancellationToken);
        return keepsTag ? outcome.WithWritten(written => written with { KeepsReturnTag = true }) : outcome;
    }

    private async Task<DeliveryOutcome> MoveAsync(OutboundBatch batch, MoveTicket move, RtTicket ticket, CancellationToken cancellationToken)
    {
        // An agent may have edited the fields since. Only those are written whose attribute has changed.
        var changed = (move.Attributes ?? []).Select(change => change.Name).Concat(move.Hidden ?? []).ToHashSet(StringComparer.Ordinal);
        var fields = CustomFields.Get(batch.Conversation.Context, GetChannel(batch).Ticket.Fields, changed);
        var queue = batch.StaysInGroup || ticket.Queue?.Id == batch.DestinationId ? null : batch.DestinationId;
        var isRefused = false;
        if (queue is not null || fields is not null)
        {
            var change = new RtTicketChange { Queue = queue, CustomFields = fields };
            var (after, failure) = await access.ChangeAsync(ticket.Id, change, cancellationToken);
            if (failure is not null)
                return TicketAccess.GetChangeOutcome(failure);
            isRefused = queue is not null && after!.Queue?.Id != queue;
            Report(batch, queue, isRefused, CustomFields.FindMissing(fields, after!));
        }

        var text = notes.Format(batch, PlainNotes.Instance);
        if (!isRefused)
            return await messages.AddNoteAsync(batch, text, cancellationToken);
        var refused = InternalNoteFormatter.JoinParagraphs(
            text, GetChannel(batch).GetText(TextName.MoveRefused, ("reason", "Permission Denied")));
        return MessageWriter.WithQueue(await messages.AddNoteAsync(batch, refused, cancellationToken), batch, ticket);
    }

    /// <summary>Adds the note about a rating, after the fields that the settings name for it. To set these twice changes nothing.</summary>
    public async Task<DeliveryOutcome> RateAsync(OutboundBatch batch, RatingNote rating, CancellationToken cancellationToken)
    {
        if (await messages.FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;
        var fields = CustomFields.Get(rating.Values, GetChannel(batch).Ticket.Fields);
        if (fields is not null && await SetFieldsAsync(batch, fields, cancellationToken) is var set && set is not DeliveryOutcome.Delivered)
            return set;
        return await messages.AddNoteAsync(batch, cancellationToken);
    }

    public async Task<DeliveryOutcome> SetFieldsAsync(OutboundBatch batch, TicketFieldValues values, CancellationToken cancellationToken)
    {
        if (batch.NotSentBefore is { } time)
            return new DeliveryOutcome.NotFoundYet(time);
        return CustomFields.Get(values.Values, GetChannel(batch).Ticket.Fields) is { } fields
            ? await SetFieldsAsync(batch, fields, cancellationToken)
            : new DeliveryOutcome.Failed("Ticket:Fields names none of these fields any more");
    }

    public async Task<DeliveryOutcome> ReopenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;
        if (!RequestTrackerStatus.Parse(ticket!.Status).IsOver())
            return new DeliveryOutcome.Delivered(Fact: MessageWriter.CreateFact(batch, ticket, setByUs: true)) { NothingSent = true };
        return await messages.ReopenAsync(batch, ticket, cancellationToken) is { } fact
            ? new DeliveryOutcome.Delivered(Fact: fact)
            : new DeliveryOutcome.Retry("what became of the status can't be read");
    }

    /// <summary>Adds the note that the chat has ended and sets the status, unless another open conversation uses the same ticket.</summary>
    public async Task<DeliveryOutcome> CloseAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var outcome = await messages.AddNoteAsync(batch, cancellationToken);
        if (outcome is not DeliveryOutcome.Delivered written || batch.IsTicketShared)
            return outcome;
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is DeliveryOutcome.TicketOver or DeliveryOutcome.TicketMerged)
            return written.NothingSent ? obstacle : written with { Fact = null };
        var wanted = RequestTrackerStatus.FromSetting(GetChannel(batch).Close.StatusOnClientClose);
        var (after, failure) = ticket is null || ticket.Status == wanted
            ? (ticket, null)
            : await access.ChangeAsync(ticket.Id, new RtTicketChange { Status = wanted }, cancellationToken);

        // The note is found by its mark, and the status set again.
        if (after is null)
            return new DeliveryOutcome.Unknown(failure?.Summary ?? "the ticket can't be read", OnlyLookedUp: written.NothingSent);
        if (after.Status != wanted)
            Log.StatusRefused(log, batch.Conversation.Id, wanted);
        var isSet = after.Status == wanted;
        return written with { Fact = MessageWriter.CreateFact(batch, after, setByUs: isSet) with { KeptStatus = !isSet } };
    }

    /// <summary>If it can't be taken away for good, that must not cost the hand-over.</summary>
    /// <returns>Whether the ticket still has it, and what becomes of the hand-over where that is not known now.</returns>
    private async Task<(bool IsKept, DeliveryOutcome? Undone)> TakeReturnTagAwayAsync(
        OutboundBatch batch, RtTicket ticket, CancellationToken cancellationToken)
    {
        if (GetChannel(batch).ReturnToBot.Tag is not { } tag)
            return (false, null);
        if (CustomFields.FindWithoutTag(ticket, tag) is not { } remaining)
            return (CustomFields.HasTag(ticket, tag), null);
        var (after, failure) = await access.ChangeFieldsAsync(ticket.Id, remaining, cancellationToken);
        if (failure is not null)
            return (false, TicketAccess.GetChangeOutcome(failure));
        var isKept = CustomFields.HasTag(after!, tag);
        if (isKept)
            Report(batch, queue: null, isRefused: false, [tag]);
        return (isKept, null);
    }

    private async Task<DeliveryOutcome> SetFieldsAsync(
        OutboundBatch batch, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var (ticket, obstacle) = await access.OpenAsync(batch, cancellationToken);
        if (obstacle is not null)
            return obstacle;
        var (after, failure) = await access.ChangeAsync(ticket!.Id, new RtTicketChange { CustomFields = fields }, cancellationToken);
        if (failure is not null)
            return TicketAccess.GetChangeOutcome(failure);
        Report(batch, queue: null, isRefused: false, CustomFields.FindMissing(fields, after!));
        return new DeliveryOutcome.Delivered(Fact: MessageWriter.CreateFact(batch, after!, setByUs: false));
    }

    private void Report(OutboundBatch batch, string? queue, bool isRefused, IReadOnlyList<string> missingFields)
    {
        var channel = batch.Conversation.Client.Channel;
        if (queue is not null && isRefused)
            refusedSettings.Add(RefusableSetting.Group(channel, RtIds.ParseNumber(queue)), "Request Tracker did not move the ticket there");
        else if (queue is not null)
            refusedSettings.Remove(RefusableSetting.Group(channel, RtIds.ParseNumber(queue)));
        if (missingFields.Count > 0)
            refusedSettings.Add(RefusableSetting.Ticket(channel), "Request Tracker did not take custom fields");
    }

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation);

    private static partial class Log
    {
        [LoggerMessage(4103, LogLevel.Warning, "Request Tracker did not set the ticket of conversation {ConversationId} to {Status}")]
        public static partial void StatusRefused(ILogger logger, string conversationId, string status);
    }
}
