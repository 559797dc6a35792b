using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The rules for what the client does, and for what the bot does on behalf of the client.</summary>
internal static class ClientRules
{
    public static Decision HandOver(Conversation? current, HandedOver handedOver, ChannelPolicy policy, ChannelUser client, Moment moment)
    {
        if (current is { IsOpen: true })
            return Move(current, handedOver, beginsChat: false, policy, moment);

        if (policy.ReusesTicket && current is not null && HasUsableTicket(current, handedOver) && current.Helpdesk == policy.Helpdesk
            && NamesSamePerson(current, handedOver.Context, policy))
            return BeginAgain(current, handedOver, policy, moment);
        return Begin(current, handedOver, policy, client, moment, moment.Now + policy.WaitForFirstMessage);
    }

    public static Decision Write(Conversation? current, ClientWrote wrote, ChannelPolicy policy, ChannelUser client, Moment moment)
    {
        var isFirst = current is { IsOpen: true, LastMessageAt: null };
        return isFirst && Transcript.Find(wrote.Text, current!.UserName) is { } transcript
            ? Accept(current, CreateFirst(transcript), policy, client, moment)
            : Accept(current, CreateTexts(wrote.Text), policy, client, moment);
    }

    private static IEnumerable<MessageBody> CreateTexts(string text) =>
        TextSplitter.Split(text).Where(part => !TextSplitter.IsBlank(part)).Select(part => new ClientText(part));

    /// <summary>The client's last words open the ticket, and the notes follow them.</summary>
    private static IEnumerable<MessageBody> CreateFirst(Transcript transcript) =>
    [
        .. CreateTexts(transcript.LastWords),
        .. TextSplitter.SplitForNotes(transcript.Folded).Where(part => !TextSplitter.IsBlank(part))
            .Select((part, index) => new TranscriptNote(part, IsContinued: index > 0)),
    ];

    public static Decision SendFile(Conversation? current, ClientSentFile sent, ChannelPolicy policy, ChannelUser client, Moment moment) =>
        Accept(current, [new ClientFile(sent.Url, sent.Name, sent.Size)], policy, client, moment);

    /// <summary>Without an open conversation there is nothing to close.</summary>
    public static Decision Close(Conversation? current, ClientClosedChat closed, Moment moment) => current is { IsOpen: true }
        ? new Decision(ConversationRules.End(current, EndedBy.Client, moment), new Outgoing(new ClientLeftNote(closed.Text), moment.Now))
        : new Decision(current);

    private static Decision Begin(
        Conversation? last, HandedOver handedOver, ChannelPolicy policy, ChannelUser client, Moment moment, DateTimeOffset dueAt)
    {
        var conversation = new Conversation
        {
            Id = moment.NewId,
            Client = client,
            Helpdesk = policy.Helpdesk,
            Phase = Phase.Open,
            OpenedAt = moment.Now,
            DestinationId = handedOver.DestinationId,
            UserName = handedOver.UserName ?? last?.UserName,
            Language = handedOver.Language ?? last?.Language,
            Context = handedOver.Context,
        };
        var (begun, notice) = NotifyOutsideHours(EscalationRules.Begin(conversation, policy, moment), policy, moment);
        return new Decision(begun, [new Outgoing(new OpenTicket(), dueAt), .. notice]);
    }

    /// <summary>
    /// The client's last conversation goes on, because its ticket does: so whatever happens to the ticket meanwhile, such as a merge, is known to it.
    /// Everything that is about one chat begins anew. The ticket is reopened after the note.
    /// </summary>
    private static Decision BeginAgain(Conversation last, HandedOver handedOver, ChannelPolicy policy, Moment moment)
    {
        var again = last with
        {
            Phase = Phase.Open,
            OpenedAt = moment.Now,
            EndedAt = null,
            EndedBy = null,
            AgentId = null,
            FirstReplyAt = null,
            ReopenedAt = null,
            OfflineNoticeAt = null,
            Rating = null,
            IgnoresReturnTag = false,
            TicketStatus = GetStatusUntilReopened(last),
        };
        var begun = Move(EscalationRules.Begin(again, policy, moment), handedOver, beginsChat: true, policy, moment);

        // Nobody has written in this chat yet.
        return new Decision(
            begun.After! with { LastMessageAt = null }, [.. begun.Messages, new Outgoing(new ReopenTicket(), moment.Now)]);
    }

    /// <summary>
    /// The bot handed the client over again while the chat is open. The ticket stays the same and moves to the new group. There can't be a second
    /// chat, because JAICP addresses only the user. In another helpdesk than the channel's present one the groups of that one don't exist, so the
    /// ticket stays where it is.
    /// </summary>
    private static Decision Move(Conversation current, HandedOver handedOver, bool beginsChat, ChannelPolicy policy, Moment moment)
    {
        var (notified, notice) = NotifyOutsideHours(current, policy, moment);
        var context = current.Context.Merge(handedOver.Context);
        var moved = notified with
        {
            DestinationId = current.Helpdesk == policy.Helpdesk ? handedOver.DestinationId : current.DestinationId,
            UserName = handedOver.UserName ?? current.UserName,
            Language = handedOver.Language ?? current.Language,
            Context = context,
            LastMessageAt = moment.Now,
            NamesAnotherPerson = current.NamesAnotherPerson || !NamesSamePerson(current, context, policy),
        };
        var move = MoveTicket.Create(current.Context, context) with { BeginsChat = beginsChat };
        return new Decision(moved, [new Outgoing(move, moment.Now), .. notice]);
    }

    /// <summary>Outside the business hours the ticket is opened or moved as usual, and the client gets a notice, once in a conversation.</summary>
    private static (Conversation After, Outgoing[] Notice) NotifyOutsideHours(Conversation conversation, ChannelPolicy policy, Moment moment) =>
        moment.IsOpen || conversation.OfflineNoticeAt is not null
            ? (conversation, [])
            : (conversation with { OfflineNoticeAt = moment.Now }, ConversationRules.Send(policy.CreateNotice(Notice.Offline), moment));

    private static Decision Accept(
        Conversation? current, IEnumerable<MessageBody> bodies, ChannelPolicy policy, ChannelUser client, Moment moment)
    {
        IReadOnlyList<Outgoing> messages = [.. bodies.Select(body => new Outgoing(body, moment.Now))];
        if (current is { IsOpen: true })
            return new Decision(current with { LastMessageAt = moment.Now }, messages);

        // A message just after the end belongs to the conversation that ended, because JAICP may have sent it before it learned of the end.
        if (current is { EndedAt: { } ended, TicketStatus: not TicketStatus.Gone } && moment.Now - ended <= policy.ReopenWithin)
        {
            // The bot has the chat again, and so it stays. The words are for the agents all the same.
            if (current.EndedBy == EndedBy.Returned)
                return new Decision(current with { LastMessageAt = moment.Now }, messages);
            var reopened = current with
            {
                Phase = Phase.Open,
                EndedAt = null,
                EndedBy = null,
                LastMessageAt = moment.Now,
                ReopenedAt = moment.Now,
                TicketStatus = GetStatusUntilReopened(current),
            };
            return new Decision(EscalationRules.Begin(reopened, policy, moment), messages);
        }

        // A later message, or one without any hand-over, begins a new conversation at the default destination, so that it is not lost.
        var begun = Begin(
            current, new HandedOver(policy.DefaultDestination, null, HandOverContext.Empty), policy, client, moment, moment.Now);
        return new Decision(begun.After! with { LastMessageAt = moment.Now }, [.. begun.Messages, .. messages]);
    }

    /// <summary>A ticket or a follow-up that is not opened yet, because the helpdesk is slow or down, will be the client's ticket too.</summary>
    private static bool HasUsableTicket(Conversation last, HandedOver handedOver) =>
        last.TicketId is null || last.HasWritableTicket || handedOver.AwaitsFollowUp;

    /// <summary>
    /// The ticket is its requester's. If the bot now names another person, or nobody, with the same user id, that person's words must not be written
    /// there.
    /// </summary>
    private static bool NamesSamePerson(Conversation last, HandOverContext after, ChannelPolicy policy) =>
        policy.RequesterAttributes.Count == 0
        || (!last.NamesAnotherPerson && !last.Context.FindChangedAttributes(after).Any(policy.RequesterAttributes.Contains));

    /// <summary>
    /// When the client left, a write that solves the ticket may still wait. The status is set to solved here, so that this write does not end the
    /// chat again.
    /// </summary>
    private static TicketStatus GetStatusUntilReopened(Conversation ended) =>
        ended.TicketId is null || ended.TicketStatus.IsOver() ? ended.TicketStatus : TicketStatus.Solved;
}
