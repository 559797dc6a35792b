using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>
/// The rules of conversations. They decide from a conversation and an input how the conversation continues and which messages are sent. They
/// are pure, so that each rule can be tested as a row of a table. The rules are grouped in <see cref="ClientRules"/>, <see cref="BotRules"/>,
/// <see cref="AgentRules"/>, <see cref="EscalationRules"/>, <see cref="TicketRules"/> and <see cref="DeliveryRules"/>.
/// </summary>
internal static class ConversationRules
{
    /// <param name="current">The client's open conversation, or else the last one, or else null.</param>
    /// <param name="input">What happened.</param>
    /// <param name="policy">The channel's settings.</param>
    /// <param name="client">The client of the conversation.</param>
    /// <param name="moment">The moment of the decision.</param>
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
            case ClientRated rated:
                return BotRules.Rate(current, rated, moment);
            case BotSetFields set:
                return BotRules.SetFields(current, set, moment);
        }

        if (current is null)
            throw new InvalidOperationException($"{input.GetType().Name} needs a conversation.");
        return input switch
        {
            TicketAssigned assigned => AgentRules.Assign(current, assigned.Agent, policy, moment),
            AgentWrote wrote => AgentRules.Write(current, wrote, policy, moment),
            AgentSentFile sent => AgentRules.SendFile(current, sent, policy, moment),
            CommentRefused refused => AgentRules.RefuseComment(current, refused, moment),
            AgentReplyOverdue overdue => AgentRules.OnReplyOverdue(current, overdue, policy, moment),
            EscalationLookedAt look => EscalationRules.Escalate(current, look, policy, moment),
            BecameIdle idle => AgentRules.CloseIdle(current, idle, policy, moment),

            TicketOpened opened => TicketRules.OnOpened(current, opened, moment),
            TicketWritten written => TicketRules.OnWritten(current, written, moment),
            TicketRead read => TicketRules.OnRead(current, read, policy, moment),
            TicketRefused refused => TicketRules.OnRefused(current, refused),
            TicketMerged merged => TicketRules.OnMerged(current, merged),

            DeliveryFailed failed => DeliveryRules.OnFailed(current, failed, policy, moment),
            DeliveryDelayed delayed => DeliveryRules.OnDelayed(current, delayed, moment),
            FileNotUploaded missing => DeliveryRules.OnFileNotUploaded(current, missing, policy, moment),
            _ => throw new InvalidOperationException($"There is no rule for {input.GetType().Name}."),
        };
    }

    /// <returns>The notice as a message to send; nothing when there is no notice.</returns>
    internal static Outgoing[] Send(ClientNotice? notice, Moment moment) => notice is null ? [] : [new Outgoing(notice, moment.Now)];

    internal static Conversation End(Conversation conversation, EndedBy by, Moment moment) =>
        conversation with { Phase = Phase.Ended, EndedAt = moment.Now, EndedBy = by };
}
