using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.NewHelpdesk.Tickets;

/// <summary>Opens tickets, and looks up what an earlier attempt, whose answer was lost, may have written.</summary>
internal sealed class TicketOpener(INewHelpdeskApi api, ChannelRegistry channels, BridgeClock clock)
{
    private const int MaxCharactersOfName = 100;

    public async Task<DeliveryOutcome> OpenAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        // The client has written nothing and the channel has no placeholder text: the first message opens the ticket.
        var (conversation, channel) = (batch.Conversation, channels.Get(batch.Conversation.Client.Channel));
        var text = CommentFormatter.Format(batch, channel) is { Length: > 0 } words ? words : channel.GetText(TextName.NoFirstMessage);
        if (text.Length == 0)
            return new DeliveryOutcome.Delivered { NothingSent = true };
        if ((batch.MayHaveArrived || batch.TicketMayExist) && await FindEarlierAsync(batch, cancellationToken) is { } earlier)
            return earlier;

        // One user per client. This call may be done twice, so a lost answer does no harm.
        var name = ClientName.Get(conversation, MaxCharactersOfName);
        var draft = new DeskUserDraft(GetExternalId(conversation.Client), ClientName.IsKnown(conversation) ? name : null);
        var user = await api.SaveUserAsync(draft, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (user.Failure is { } refused)
            return NewHelpdeskFailureTable.GetRepeatableOutcome(refused);

        var ticket = new DeskTicketDraft(
            GetKey(conversation), batch.DestinationId, user.Content!.Id, ClientName.CreateSubject(channel, conversation, MaxCharactersOfName),
            new DeskCommentDraft(batch.Marker, text, IsPublic: true, batch.Uploads));
        var created = await api.CreateTicketAsync(ticket, cancellationToken).ToResultAsync(clock, cancellationToken);
        return created.Failure is { } failure
            ? NewHelpdeskFailureTable.GetOutcome(failure, onTicket: false)
            : new DeliveryOutcome.Delivered(created.Content!.Comments[0].Id, CreateFact(created.Content!)) { ReadsNewTicket = true };
    }

    /// <summary>Looks in the conversation's ticket for the comment of an earlier attempt.</summary>
    /// <returns>Null: it is not there.</returns>
    public async Task<DeliveryOutcome?> FindCommentAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        var read = await api.ReadTicketAsync(batch.Conversation.TicketId!, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (read.Failure is { } failure)
        {
            return NewHelpdeskFailureTable.GetOutcome(failure, onTicket: true) is DeliveryOutcome.TicketOver
                ? null
                : new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true, NewHelpdeskFailureTable.GetScope(failure));
        }

        if (read.Content!.Comments.FirstOrDefault(comment => comment.Key == batch.Marker) is not { } found)
            return null;

        // A ticket that is over was ended after this comment, or before it: the next read of the ticket shows what that means.
        var status = NewHelpdeskStatus.Parse(read.Content.Status);
        var fact = status.IsOver() ? null : new ConversationInput.TicketWritten(status, SetByUs: false, batch.CarriesChatOn);
        return new DeliveryOutcome.Delivered(found.Id, fact) { NothingSent = true };
    }

    private async Task<DeliveryOutcome?> FindEarlierAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        // Before the ticket was over, the attempt may have been a comment in it.
        if (batch is { MayHaveArrived: true, Conversation.TicketId: not null } && await FindCommentAsync(batch, cancellationToken) is { } comment)
            return comment;
        var found = await api.FindTicketsAsync(GetKey(batch.Conversation), cancellationToken).ToResultAsync(clock, cancellationToken);
        if (found.Failure is { } failure)
        {
            return batch.MayHaveArrived
                ? new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true, NewHelpdeskFailureTable.GetScope(failure))
                : NewHelpdeskFailureTable.GetRepeatableOutcome(failure);
        }

        if (found.Content is not [var ticket, ..])
            return batch.NotSentBefore is { } time ? new DeliveryOutcome.NotFoundYet(time) : null;
        return batch.MayHaveArrived
            ? new DeliveryOutcome.Delivered(ticket.Comments[0].Id, CreateFact(ticket)) { NothingSent = true, ReadsNewTicket = true }
            : new DeliveryOutcome.TicketFound(CreateFact(ticket));
    }

    private static ConversationInput.TicketOpened CreateFact(DeskTicket ticket) => new(ticket.Id, NewHelpdeskStatus.Parse(ticket.Status));

    /// <summary>Each further ticket of a conversation has another key.</summary>
    private static string GetKey(Conversation conversation) =>
        string.Create(CultureInfo.InvariantCulture, $"{conversation.Id}:{conversation.TicketsOpened + 1}");

    /// <summary>Exact, as JAICP's ids are. Where your product ignores letter case or limits the length, use a hash.</summary>
    private static string GetExternalId(ChannelUser client) => $"jaicp:{client.Channel}:{client.UserId}";
}
