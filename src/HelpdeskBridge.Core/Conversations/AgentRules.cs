using System.Globalization;
using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The rules for what agents do, and for what happens when nobody does anything.</summary>
internal static class AgentRules
{
    public static Decision Write(Conversation current, AgentWrote wrote, ChannelPolicy policy, Moment moment)
    {
        // Messengers limit the length of a message.
        var sourceKey = GetSourceKey(current, wrote.CommentId);
        Outgoing[] messages =
        [
            .. TextSplitter.SplitForMessenger(wrote.Text).Select((part, i) =>
                new Outgoing(new AgentText(part, wrote.Agent), moment.Now, i == 0 ? sourceKey : $"{sourceKey}:{i + 1}")),
        ];
        return Deliver(current, wrote.Agent, messages, wrote.IsForAnotherConversation ? null : new LateReplyNote(wrote.Text), policy, moment);
    }

    public static Decision SendFile(Conversation current, AgentSentFile sent, ChannelPolicy policy, Moment moment)
    {
        var file = sent.File;
        var sourceKey = $"{GetSourceKey(current, sent.CommentId)}:file:{file.Id}";
        ForwardingRefusal? refusal = sent.IsInfected ? ForwardingRefusal.Malware
            : file.Size > policy.MaxFileBytes ? ForwardingRefusal.TooLarge
            : null;
        if (refusal is { } reason)
        {
            return sent.IsForAnotherConversation
                ? new Decision(current)
                : new Decision(current, new Outgoing(new FileNotForwarded(file.Name, reason), moment.Now, sourceKey));
        }

        var message = new Outgoing(new AgentFile(file, sent.Agent), moment.Now, sourceKey);
        return Deliver(current, sent.Agent, [message], sent.IsForAnotherConversation ? null : new LateReplyNote(file.Name), policy, moment);
    }

    /// <summary>
    /// Whoever wrote the comment expects the client to see it, so a note says why that is not so. It has the key of the comment's text, so that a
    /// comment is either sent or noted, whatever later reads of it show.
    /// </summary>
    public static Decision RefuseComment(Conversation current, CommentRefused refused, Moment moment) => new(
        current,
        new Outgoing(new CommentNotForwarded(refused.Reason), moment.Now, GetSourceKey(current, refused.CommentId)));

    /// <summary>
    /// The client is told of an agent only when the assignee changes. Another agent may answer while the ticket stays assigned to the first one.
    /// </summary>
    public static Decision Assign(Conversation current, Employee? agent, ChannelPolicy policy, Moment moment)
    {
        var assigned = current with { AssigneeId = agent?.Id };
        if (agent is null || agent.Id == current.AssigneeId || !current.IsOpen)
            return new Decision(assigned);
        var (introduced, notice) = Introduce(assigned, agent, policy, moment);
        return new Decision(introduced, notice);
    }

    public static Decision OnReplyOverdue(Conversation current, AgentReplyOverdue overdue, ChannelPolicy policy, Moment moment) =>
        current is { IsOpen: true, FirstReplyAt: null }
        && policy.CreateNotice(Notice.Waiting, overdue.Position?.ToString(CultureInfo.InvariantCulture)) is { } notice
            ? new Decision(current, new Outgoing(notice, moment.Now, GetWaitingKey(current)))
            : new Decision(current);

    /// <summary>
    /// A conversation may have several chats (<c>Ticket:Reuse</c>), each with a notice of its own. The search for chats that wait knows this key.
    /// </summary>
    private static string GetWaitingKey(Conversation current) =>
        string.Create(CultureInfo.InvariantCulture, $"waiting:{current.OpenedAt.ToUnixTimeMilliseconds()}");

    /// <summary>
    /// Whether the ticket must be read before an idle chat may be closed. While the service or the helpdesk was down, or a webhook was lost, an agent
    /// may have answered: only a read after the limit shows that nobody did.
    /// </summary>
    public static bool NeedsReadBeforeClosing(Conversation current, BecameIdle idle, ChannelPolicy policy) =>
        current is { IsOpen: true, TicketId: not null } && idle is { HasWaitingMessages: false, IsReadPending: false }
        && !WasReadSince(GetIdleAt(current, policy), idle);

    /// <summary>
    /// The chat stays open if a message still waits for delivery, if one was written after the chat was found idle, or if the ticket has not been
    /// read since.
    /// </summary>
    public static Decision CloseIdle(Conversation current, BecameIdle idle, ChannelPolicy policy, Moment moment)
    {
        if (!current.IsOpen || idle.HasWaitingMessages || idle.IsReadPending)
            return new Decision(current);
        if (GetIdleAt(current, policy) is not { } idleAt || moment.Now < idleAt || (current.TicketId is not null && !WasReadSince(idleAt, idle)))
            return new Decision(current);
        return new Decision(
            ConversationRules.End(current, EndedBy.Idle, moment),
            [
                .. ConversationRules.Send(policy.CreateNotice(Notice.IdleClosed), moment),
                new Outgoing(new ChatClosed(policy.SystemEmployee), moment.Now),
                new Outgoing(new IdleCloseNote(), moment.Now),
            ]);
    }

    /// <summary>The key of what became of a comment. The keys of its files begin with it.</summary>
    public static string GetSourceKey(Conversation conversation, string commentId) => $"comment:{conversation.Helpdesk}:{commentId}";

    private static bool WasReadSince(DateTimeOffset? time, BecameIdle idle) => idle.TicketReadAt >= time;

    private static DateTimeOffset? GetIdleAt(Conversation current, ChannelPolicy policy) =>
        (current.LastMessageAt ?? current.OpenedAt) + policy.IdleAfter;

    /// <param name="current">The conversation.</param>
    /// <param name="agent">The agent who wrote.</param>
    /// <param name="messages">The messages to the client.</param>
    /// <param name="lateReply">The note to the agent if the chat has ended; null when the comment was for another conversation.</param>
    /// <param name="policy">The channel's settings.</param>
    /// <param name="moment">The moment of the decision.</param>
    private static Decision Deliver(
        Conversation current, Employee agent, Outgoing[] messages, LateReplyNote? lateReply, ChannelPolicy policy, Moment moment)
    {
        if (messages.Length == 0)
            return new Decision(current);
        if (current.IsOpen)
        {
            var (introduced, notice) = Introduce(current, agent, policy, moment);
            var answered = introduced with
            {
                LastMessageAt = moment.Now,
                FirstReplyAt = current.FirstReplyAt ?? moment.Now,
                ReopenedAt = null,
            };
            return new Decision(answered, [.. notice, .. messages]);
        }

        if (lateReply is null)
            return new Decision(current);
        return new Decision(current, policy.DeliverLateAgentMessages ? messages : [messages[0] with { Body = lateReply }]);
    }

    private static (Conversation After, Outgoing[] Notice) Introduce(Conversation current, Employee agent, ChannelPolicy policy, Moment moment)
    {
        if (agent.Id == current.AgentId)
            return (current, []);
        var notice = policy.CreateNotice(
            current.AgentId is null ? Notice.AgentJoined : Notice.AgentChanged, $"{agent.FirstName} {agent.LastName}".Trim());
        return (current with { AgentId = agent.Id }, ConversationRules.Send(notice, moment));
    }
}
