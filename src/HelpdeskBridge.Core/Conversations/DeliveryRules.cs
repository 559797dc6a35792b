using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>Whoever wrote a message is told when it does not arrive, or arrives late.</summary>
internal static class DeliveryRules
{
    /// <summary>Notices are not answered with notices, or those of the two sides would answer each other for ever.</summary>
    public static Decision Failed(Conversation current, DeliveryFailed failed, ChannelPolicy policy, Moment moment)
    {
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

    public static Decision Delayed(Conversation current, DeliveryDelayed delayed, Moment moment) => delayed.Body is AgentText or AgentFile or ChatClosed
        ? new Decision(current, new Outgoing(new ReplyDelayed(delayed.Reason), moment.Now, $"delayed:{delayed.MessageId}"))
        : new Decision(current);

    /// <summary>The agent reads of the missing file in its place, or in a note of its own. The client is told as well.</summary>
    public static Decision FileNotUploaded(Conversation current, FileNotUploaded missing, ChannelPolicy policy, Moment moment)
    {
        var messages = new List<Outgoing>();
        if (!missing.IsNamedInComment)
            messages.Add(new Outgoing(new FileLeftOut(missing.File.Name, missing.File.Url), moment.Now, $"left-out:{missing.MessageId}"));
        if (current.IsOpen && policy.CreateNotice(Notice.FileNotDelivered, missing.File.Name) is { } notice)
            messages.Add(new Outgoing(notice, moment.Now, $"failed:{missing.MessageId}"));
        return new Decision(current, messages);
    }
}
