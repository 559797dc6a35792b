using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>What follows from what happens to the ticket.</summary>
internal static class TicketRules
{
    /// <summary>What the bot told goes into the first ticket. From a follow-up that is one click away.</summary>
    public static Decision Opened(Conversation current, TicketOpened opened, Moment moment)
    {
        var (attributes, _, customData) = current.Context;
        var hasContext = ContextChange.Between(null, attributes).Count > 0 || ContextChange.Between(null, customData).Count > 0;
        var after = current with
        {
            TicketId = opened.TicketId,

            // A ticket that was found after its answer was lost may be over already. TicketRead handles that, because it tells the client.
            TicketStatus = opened.Status.IsOver() ? TicketStatus.Open : opened.Status,
            TicketsOpened = current.TicketsOpened + 1,
        };
        return new Decision(
            after, current.TicketsOpened == 0 && hasContext ? [new Outgoing(new ContextNote(attributes, customData), moment.Now)] : []);
    }

    /// <summary>
    /// An agent solved the ticket while the client's text was on its way into it. The chat goes on, as it does for a text just after the end:
    /// the ticket is set to open again, or nobody would look at the text. Whoever records this has the ticket read as well.
    /// </summary>
    public static Decision Written(Conversation current, TicketWritten written, Moment moment)
    {
        if (!current.IsOpen || written is not { SetByUs: false, Status: TicketStatus.Solved })
            return new Decision(current with { TicketStatus = written.Status });

        // The helpdesk would not open it again: the next read finds it solved and ends the chat.
        if (current.TicketStatus.IsOver())
            return new Decision(current with { TicketStatus = TicketStatus.Open });
        return new Decision(current with { TicketStatus = TicketStatus.Solved }, new Outgoing(new ReopenTicket(), moment.Now));
    }

    /// <summary>
    /// Only the change to solved, closed or gone ends the chat, not each later change of a ticket that is already over. A reopened conversation
    /// keeps its ticket's status as solved until the text that reopens it is written, so it isn't ended again meanwhile.
    /// </summary>
    public static Decision Read(Conversation current, TicketRead read, ChannelPolicy policy, Moment moment)
    {
        var after = current with { TicketStatus = read.Status };
        if (!current.IsOpen || !read.Status.IsOver() || current.TicketStatus.IsOver())
            return new Decision(after);
        return new Decision(
            ConversationRules.End(after, moment),
            [
                .. ConversationRules.Send(policy.CreateNotice(Notice.ChatClosed), moment),
                new Outgoing(new ChatClosed(read.Agent ?? policy.SystemEmployee), moment.Now),
            ]);
    }

    /// <summary>The other ticket is read next. If it is over as well, that read ends the chat.</summary>
    public static Decision Merged(Conversation current, TicketMerged merged) =>
        new(current with { TicketId = merged.Into, TicketStatus = TicketStatus.Open });
}
