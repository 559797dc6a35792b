using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>
/// Every rule about conversations: from a conversation and what happened to the conversation afterwards and the messages that follow. Pure, so
/// that each rule is a line in a table of tests. The rules stand beside this file: for the client, the agents, the ticket and delivery.
/// </summary>
internal static class ConversationRules
{
    /// <param name="current">The client's open conversation, else the last one, else null.</param>
    /// <param name="input">What happened.</param>
    /// <param name="policy">The channel's settings.</param>
    /// <param name="client">Whose conversation it is.</param>
    /// <param name="moment">When.</param>
    public static Decision Apply(Conversation? current, ConversationInput input, ChannelPolicy policy, ChannelUser client, Moment moment)
    {
        switch (input)
        {
            case HandedOver handedOver:
                return ClientRules.HandOver(current, handedOver, policy, client, moment);
            case ClientWrote wrote:
                return ClientRules.Write(current, wrote, policy, client, moment);
            case ClientSentFile sent:
                return ClientRules.SendFile(current, sent, policy, client, moment);
            case ClientClosedChat closed:
                return ClientRules.Close(current, closed, moment);
        }

        if (current is null)
            throw new InvalidOperationException($"{input.GetType().Name} needs a conversation.");
        return input switch
        {
            TicketAssigned assigned => AgentRules.Assign(current, assigned.Agent, policy, moment),
            AgentWrote wrote => AgentRules.Write(current, wrote, policy, moment),
            AgentSentFile sent => AgentRules.SendFile(current, sent, policy, moment),
            AgentReplyOverdue => AgentRules.ReplyOverdue(current, policy, moment),
            BecameIdle idle => AgentRules.CloseIdle(current, idle, policy, moment),

            TicketOpened opened => TicketRules.Opened(current, opened, moment),
            TicketWritten written => TicketRules.Written(current, written, moment),
            TicketRead read => TicketRules.Read(current, read, policy, moment),
            TicketRefused refused => new Decision(current with { TicketStatus = refused.Status }),
            TicketMerged merged => TicketRules.Merged(current, merged),

            DeliveryFailed failed => DeliveryRules.Failed(current, failed, policy, moment),
            DeliveryDelayed delayed => DeliveryRules.Delayed(current, delayed, moment),
            FileNotUploaded missing => DeliveryRules.FileNotUploaded(current, missing, policy, moment),
            _ => throw new InvalidOperationException($"There is no rule for {input.GetType().Name}."),
        };
    }

    /// <summary>A notice to the client as a message; nothing where the channel's settings leave its text empty.</summary>
    internal static Outgoing[] Send(ClientNotice? notice, Moment moment) => notice is null ? [] : [new Outgoing(notice, moment.Now)];

    internal static Conversation End(Conversation conversation, Moment moment) => conversation with { Phase = Phase.Ended, EndedAt = moment.Now };
}
