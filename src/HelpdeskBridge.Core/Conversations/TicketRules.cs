using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The rules for what happens to the ticket.</summary>
internal static class TicketRules
{
    /// <summary>The bot's data about the client is written into the first ticket only, because a follow-up links to that ticket.</summary>
    public static Decision OnOpened(Conversation current, TicketOpened opened, Moment moment)
    {
        var (attributes, _, customData) = current.Context;
        var hasContext = HandOverContext.HasContent(attributes) || HandOverContext.HasContent(customData);
        var after = InGroup(current, opened.Group) with
        {
            TicketId = opened.TicketId,

            // When the response to the opening was lost, the ticket is found later and may be solved already. The next TicketRead then ends the
            // chat and tells the client.
            TicketStatus = opened.Status.IsOver() ? TicketStatus.Open : opened.Status,
            TicketsOpened = current.TicketsOpened + 1,
            IgnoresReturnTag = false,
            NamesAnotherPerson = false,
        };
        var notes = new List<Outgoing>();
        if (current.TicketsOpened == 0 && hasContext)
            notes.Add(new Outgoing(new ContextNote(attributes, customData), moment.Now));
        if (opened.Requester is { } requester)
            notes.Add(new Outgoing(requester, moment.Now));
        return new Decision(after, notes);
    }

    /// <summary>
    /// The status may be solved because an agent solved the ticket just before the client's message was written into it. Then the chat goes on, as
    /// it does for a message just after the end. The ticket is set to open again, so that an agent sees the message. The ticket is also read. A note
    /// of the bridge carries nothing on: the next read ends the chat.
    /// </summary>
    public static Decision OnWritten(Conversation before, TicketWritten written, Moment moment)
    {
        var current = InGroup(before, written.Group) with { IgnoresReturnTag = before.IgnoresReturnTag || written.KeepsReturnTag };
        if (current.IsOpen && written is { SetByUs: false, CarriesChatOn: false } && written.Status.IsOver())
            return new Decision(current);

        // A ticket that was closed right after the write takes no more words. The next read ends the chat.
        if (current.IsOpen && written is { SetByUs: false, Status: TicketStatus.Closed or TicketStatus.Gone })
            return new Decision(current with { TicketStatus = current.TicketStatus.IsOver() ? TicketStatus.Open : current.TicketStatus });
        if (!current.IsOpen || written is not { SetByUs: false, Status: TicketStatus.Solved })
            return new Decision(current with { TicketStatus = written.Status });

        // The helpdesk has kept the status although the ticket was to be reopened. The next read finds it solved and ends the chat.
        if (written.KeptStatus)
            return new Decision(current with { TicketStatus = TicketStatus.Open });

        // The words are in the ticket, and it is still solved. Whether it can be reopened, an attempt by itself shows: if not, the chat ends.
        if (written.LeavesStatusOut)
            return new Decision(current with { TicketStatus = TicketStatus.Solved }, new Outgoing(new ReopenTicket(), moment.Now));

        // A message that reopens the ticket waits already.
        if (current.TicketStatus.IsOver())
            return new Decision(current);
        return new Decision(current with { TicketStatus = TicketStatus.Solved }, new Outgoing(new ReopenTicket(), moment.Now));
    }

    /// <summary>The client's messages go to another ticket. Without any, the next read finds the ticket over and ends the chat.</summary>
    public static Decision OnRefused(Conversation current, TicketRefused refused) => new(
        refused.IsFinal ? current with { TicketStatus = refused.Status }
        : current.TicketStatus.IsOver() ? current with { TicketStatus = TicketStatus.Open }
        : current);

    /// <summary>
    /// Only the change to solved, closed or gone ends the chat. Later changes of a ticket that is already over do not. A reopened conversation
    /// keeps the status solved until the message that reopens the ticket is written, so that the chat is not ended again meanwhile.
    /// </summary>
    public static Decision OnRead(Conversation current, TicketRead read, ChannelPolicy policy, Moment moment)
    {
        var after = current with { TicketStatus = read.Status, IgnoresReturnTag = current.IgnoresReturnTag && read.ReturnTag is not null };
        if (current is { IsOpen: true, IgnoresReturnTag: false } && !read.Status.IsOver() && read.ReturnTag is { } tag)
            return ReturnToBot(after, tag, read.Agent, policy, moment);
        if (!current.IsOpen || !read.Status.IsOver() || current.TicketStatus.IsOver())
            return new Decision(after);
        return new Decision(
            ConversationRules.End(after, read.Status == TicketStatus.Gone ? EndedBy.Deleted : EndedBy.Agent, moment),
            [
                .. ConversationRules.Send(policy.CreateNotice(Notice.ChatClosed), moment),
                new Outgoing(new ChatClosed(read.Agent ?? policy.SystemEmployee), moment.Now),
            ]);
    }

    private static Decision ReturnToBot(Conversation current, string tag, Employee? agent, ChannelPolicy policy, Moment moment) => new(
        ConversationRules.End(current, EndedBy.Returned, moment),
        [
            .. ConversationRules.Send(policy.CreateNotice(Notice.ChatClosed), moment),
            new Outgoing(new ChatClosed(agent ?? policy.SystemEmployee), moment.Now),
            new Outgoing(new ReturnedNote(tag), moment.Now),
        ]);

    /// <summary>
    /// The other ticket is read next. If it is solved or closed too, that read ends the chat. A return tag there is from a chat of its own.
    /// </summary>
    public static Decision OnMerged(Conversation current, TicketMerged merged) =>
        new(current with { TicketId = merged.Into, TicketStatus = TicketStatus.Open, IgnoresReturnTag = true });

    /// <summary>The chat counts where its ticket is, unless it was handed over to yet another group meanwhile.</summary>
    private static Conversation InGroup(Conversation current, OtherGroup? other) =>
        other is not null && current.DestinationId == other.Wanted ? current with { DestinationId = other.Actual } : current;
}
