using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The rules that tell the author of a message that it was not delivered, or that it is late.</summary>
internal static class DeliveryRules
{
    /// <summary>A notice that failed causes no other notice. Otherwise the notices to both sides could cause each other without end.</summary>
    public static Decision OnFailed(Conversation current, DeliveryFailed failed, ChannelPolicy policy, Moment moment)
    {
        // The ticket stays solved. The next read finds it so and ends the chat, which nobody would see otherwise.
        if (failed.Body is ReopenTicket && current is { IsOpen: true, TicketStatus: TicketStatus.Solved })
            return new Decision(current with { TicketStatus = TicketStatus.Open });
        MessageBody? notice = failed.Body switch
        {
            ClientText when current.IsOpen => policy.CreateNotice(Notice.MessageNotDelivered),
            ClientFile file when current.IsOpen => policy.CreateNotice(Notice.FileNotDelivered, file.Name),
            AgentText text => new ReplyNotDelivered(text.Text, failed.Reason),
            AgentFile file => new ReplyNotDelivered(file.File.Name, failed.Reason),
            ChatClosed => new ReplyNotDelivered(null, failed.Reason),
            _ => null,
        };
        return notice is null
            ? new Decision(current)
            : new Decision(current, new Outgoing(notice, moment.Now, $"failed:{failed.MessageId}:{failed.Attempt}"));
    }

    public static Decision OnDelayed(Conversation current, DeliveryDelayed delayed, Moment moment) =>
        delayed.Body is AgentText or AgentFile or ChatClosed
            ? new Decision(current, new Outgoing(new ReplyDelayed(delayed.Reason), moment.Now, $"delayed:{delayed.MessageId}"))
            : new Decision(current);

    /// <summary>The agent reads about the missing file in the comment, or else in an internal note. The client gets a notice.</summary>
    public static Decision OnFileNotUploaded(Conversation current, FileNotUploaded missing, ChannelPolicy policy, Moment moment)
    {
        var messages = new List<Outgoing>();
        if (!missing.IsNamedInComment)
            messages.Add(new Outgoing(new FileLeftOut(missing.File.Name, missing.File.Url), moment.Now, $"left-out:{missing.MessageId}"));
        if (current.IsOpen && policy.CreateNotice(Notice.FileNotDelivered, missing.File.Name) is { } notice)
            messages.Add(new Outgoing(notice, moment.Now, $"failed:{missing.MessageId}"));
        return new Decision(current, messages);
    }
}
