using static HelpdeskBridge.Conversations.ConversationInput;

namespace HelpdeskBridge.Conversations;

/// <summary>The moment of a decision: its time, the id a new conversation would get, and whether the channel is within its business hours.</summary>
internal readonly record struct Moment(DateTimeOffset Now, string NewId, bool IsOpen = true);

/// <summary>A message the decision sends out.</summary>
/// <param name="Body">What.</param>
/// <param name="DueAt">Not before this time, unless a later message hastens it.</param>
/// <param name="SourceKey">Unique name of what caused it, where that can be seen twice: the second is dropped.</param>
internal sealed record Outgoing(MessageBody Body, DateTimeOffset DueAt, string? SourceKey = null);

/// <summary>The answer of the rules: the conversation afterwards (null: still none) and what to send, in order.</summary>
internal sealed record Decision(Conversation? After, params IReadOnlyList<Outgoing> Messages);

/// <summary>Every rule of the bridge: pure, so that each is a line in a table of tests.</summary>
internal static class ConversationRules
{
    /// <param name="current">The client's open conversation, else the last one, else null.</param>
    /// <param name="input">What happened.</param>
    /// <param name="policy">The channel's settings.</param>
    /// <param name="client">Whose conversation it is.</param>
    /// <param name="moment">When.</param>
    public static Decision On(Conversation? current, ConversationInput input, ChannelPolicy policy, ChannelUser client, Moment moment) => input switch
    {
        HandedOver handOver when current is { IsOpen: true } => MoveOn(current, handOver, policy, moment),
        HandedOver handOver => Begin(client, handOver.DestinationId, handOver.UserName, handOver.Context, policy, moment, moment.Now + policy.WaitForFirstMessage),

        ClientWrote wrote => FromClient(current, TextSplitter.Split(wrote.Text).Where(part => !TextSplitter.IsBlank(part)).Select(part => new ClientText(part)), policy, client, moment),
        ClientSentFile sent => FromClient(current, [new ClientFile(sent.Url, sent.Name, sent.Size)], policy, client, moment),

        ClientClosed closed when current is { IsOpen: true } =>
            new Decision(End(current, moment), new Outgoing(new ClientLeft(closed.Text), moment.Now)),
        ClientClosed => new Decision(current),

        AgentInCharge seen when current is not null => InCharge(current, seen.Agent, policy, moment),
        AgentWrote wrote when current is not null => FromAgent(current, wrote, policy, moment),
        AgentSentFile sent when current is not null => FromAgent(current, sent, policy, moment),
        NobodyAnswered when current is { IsOpen: true, AnsweredAt: null } && policy.Say(Notice.Waiting) is { } notice =>
            new Decision(current, new Outgoing(notice, moment.Now, "waiting")),
        NobodyAnswered => new Decision(current),
        FellSilent when current is { IsOpen: true } => Idle(current, policy, moment),
        FellSilent => new Decision(current),
        TicketSeen seen when current is not null => Seen(current, seen, policy, moment),

        TicketOpened opened when current is not null => Opened(current, opened, moment),
        TicketWritten { SetByUs: false, Status: TicketStatus.Solved } when current is { IsOpen: true } => Crossed(current, moment),
        TicketWritten written when current is not null => new Decision(current with { TicketStatus = written.Status }),
        DeliveryFailed failed when current is not null => Failed(current, failed, policy, moment),
        FileNotCarried notCarried when current is not null => new Decision(current, [.. AboutFile(current, notCarried, policy, moment)]),
        DeliveryDelayed { Body: AgentText or AgentFile or ChatClosed } delayed when current is not null =>
            new Decision(current, new Outgoing(new ReplyDelayed(delayed.Reason), moment.Now, $"delayed:{delayed.MessageId}")),
        DeliveryDelayed => new Decision(current),
        TicketRefused refused when current is not null => new Decision(current with { TicketStatus = refused.Status }),

        // Its status is read next. If the agents are done with it already, that is the end of this chat as well.
        TicketMerged merged when current is not null => new Decision(current with { TicketId = merged.Into, TicketStatus = TicketStatus.Open }),

        _ => throw new InvalidOperationException($"{input.GetType().Name} needs a conversation."),
    };

    private static Decision Begin(
        ChannelUser client, string destinationId, string? userName, HandOverContext context, ChannelPolicy policy, Moment moment, DateTimeOffset due)
    {
        var conversation = new Conversation
        {
            Id = moment.NewId,
            Client = client,
            Helpdesk = policy.Helpdesk,
            Phase = Phase.Open,
            OpenedAt = moment.Now,
            DestinationId = destinationId,
            UserName = userName,
            Context = context,
        };
        var (told, notice) = OutsideHours(conversation, policy, moment);
        return new Decision(told, [new Outgoing(new OpenTicket(), due), .. notice]);
    }

    /// <summary>What the bot told stands in the first ticket; from there a follow-up is one click away.</summary>
    private static Decision Opened(Conversation current, TicketOpened opened, Moment moment)
    {
        var (attributes, _, customData) = current.Context;
        var isTold = current.TicketsOpened == 0 && (ContextChange.Between(null, attributes).Count > 0 || ContextChange.Between(null, customData).Count > 0);
        return new Decision(
            current with
            {
                TicketId = opened.TicketId,

                // Found after its answer was lost, it may be over already; that is left for TicketSeen, which tells the client.
                TicketStatus = opened.Status.IsOver() ? TicketStatus.Open : opened.Status,
                TicketsOpened = current.TicketsOpened + 1,
            },
            isTold ? [new Outgoing(new ContextNote(attributes, customData), moment.Now)] : []);
    }

    /// <summary>Handed over again while the chat is open: the same ticket, for another group. JAICP addresses only the user, so there is no second chat.</summary>
    private static Decision MoveOn(Conversation current, HandedOver handOver, ChannelPolicy policy, Moment moment)
    {
        var (told, notice) = OutsideHours(current, policy, moment);
        var context = current.Context.With(handOver.Context);
        return new Decision(
            told with { DestinationId = handOver.DestinationId, UserName = handOver.UserName ?? current.UserName, Context = context, LastWordAt = moment.Now },
            [new Outgoing(MoveTicket.Of(current.Context, context), moment.Now), .. notice]);
    }

    /// <summary>The ticket is opened or moved as always; the client hears that nobody is there, once in a conversation.</summary>
    private static (Conversation After, Outgoing[] Notice) OutsideHours(Conversation conversation, ChannelPolicy policy, Moment moment) =>
        moment.IsOpen || conversation.ToldOfflineAt is not null
            ? (conversation, [])
            : (conversation with { ToldOfflineAt = moment.Now }, Said(policy.Say(Notice.Offline), moment));

    private static Decision FromClient(Conversation? current, IEnumerable<MessageBody> bodies, ChannelPolicy policy, ChannelUser client, Moment moment)
    {
        IReadOnlyList<Outgoing> messages = [.. bodies.Select(body => new Outgoing(body, moment.Now))];
        if (current is { IsOpen: true })
            return new Decision(current with { LastWordAt = moment.Now }, messages);

        // A text just after the end belongs to the chat that ended; JAICP may have sent it before it knew.
        if (current is { EndedAt: { } ended, TicketStatus: not TicketStatus.Gone } && moment.Now - ended <= policy.ReopenWithin)
            return new Decision(current with { Phase = Phase.Open, EndedAt = null, LastWordAt = moment.Now, TicketStatus = OverUntilReopened(current) }, messages);

        // Later, or without any hand-over: nothing is lost, a new conversation begins at the default destination.
        var begun = Begin(client, policy.DefaultDestination, current?.UserName, HandOverContext.Empty, policy, moment, moment.Now);
        return begun with { Messages = [.. begun.Messages, .. messages] };
    }

    private static Decision FromAgent(Conversation current, AgentWrote wrote, ChannelPolicy policy, Moment moment)
    {
        // A messenger takes only so much at once.
        var sourceKey = $"comment:{current.Helpdesk}:{wrote.CommentId}";
        Outgoing[] said =
            [.. TextSplitter.SplitForMessenger(wrote.Text).Select((part, i) => new Outgoing(new AgentText(part, wrote.Agent), moment.Now, i == 0 ? sourceKey : $"{sourceKey}:{i + 1}"))];
        return FromAgent(current, wrote.Agent, said, wrote.IsHeardByAnother ? null : new ClientGone(wrote.Text), policy, moment);
    }

    private static Decision FromAgent(Conversation current, AgentSentFile sent, ChannelPolicy policy, Moment moment)
    {
        var file = sent.File;
        var said = new Outgoing(new AgentFile(file, sent.Agent), moment.Now, $"comment:{current.Helpdesk}:{sent.CommentId}:file:{file.Id}");
        WhyNotForwarded? whyNot = sent.IsInfected ? WhyNotForwarded.Malware : file.Size > policy.MostFileBytes ? WhyNotForwarded.TooLarge : null;
        return whyNot is { } why
            ? new Decision(current, sent.IsHeardByAnother ? [] : [said with { Body = new FileNotForwarded(file.Name, why) }])
            : FromAgent(current, sent.Agent, [said], sent.IsHeardByAnother ? null : new ClientGone(file.Name), policy, moment);
    }

    /// <param name="current">The conversation.</param>
    /// <param name="agent">Who spoke.</param>
    /// <param name="said">For the client.</param>
    /// <param name="tooLate">For the agent, where the client has left; null: the word was for another one.</param>
    /// <param name="policy">The channel's settings.</param>
    /// <param name="moment">When.</param>
    private static Decision FromAgent(Conversation current, Employee agent, Outgoing[] said, ClientGone? tooLate, ChannelPolicy policy, Moment moment)
    {
        if (said.Length == 0)
            return new Decision(current);
        if (!current.IsOpen)
            return new Decision(current, tooLate is null ? [] : policy.DeliverLateAgentMessages ? said : [said[0] with { Body = tooLate }]);
        var (introduced, notice) = Introduce(current, agent, policy, moment);
        return new Decision(introduced with { LastWordAt = moment.Now, AnsweredAt = current.AnsweredAt ?? moment.Now }, [.. notice, .. said]);
    }

    /// <summary>Only who newly takes the ticket takes over: another agent may answer while it stays in the first one's charge.</summary>
    private static Decision InCharge(Conversation current, Employee? agent, ChannelPolicy policy, Moment moment)
    {
        var seen = current with { AssigneeId = agent?.Id };
        if (agent is null || agent.Id == current.AssigneeId || !current.IsOpen)
            return new Decision(seen);
        var (introduced, notice) = Introduce(seen, agent, policy, moment);
        return new Decision(introduced, notice);
    }

    private static (Conversation After, Outgoing[] Notice) Introduce(Conversation current, Employee agent, ChannelPolicy policy, Moment moment)
    {
        if (agent.Id == current.AgentId)
            return (current, []);
        var notice = policy.Say(current.AgentId is null ? Notice.AgentJoined : Notice.AgentChanged, $"{agent.FirstName} {agent.LastName}".Trim());
        return (current with { AgentId = agent.Id }, Said(notice, moment));
    }

    /// <summary>A word that was said since somebody looked keeps the chat open.</summary>
    private static Decision Idle(Conversation current, ChannelPolicy policy, Moment moment)
    {
        if (policy.IdleAfter is not { } limit || moment.Now - (current.LastWordAt ?? current.OpenedAt) < limit)
            return new Decision(current);
        return new Decision(
            End(current, moment),
            [.. Said(policy.Say(Notice.IdleClosed), moment), new Outgoing(new ChatClosed(policy.SystemEmployee), moment.Now), new Outgoing(new IdleEnd(), moment.Now)]);
    }

    /// <summary>
    /// Only the turn to solved, closed or gone ends the chat, not each later change of a ticket that is already over. A reopened
    /// conversation knows its ticket as solved until the text that reopens it is written, so it isn't ended again meanwhile.
    /// </summary>
    private static Decision Seen(Conversation current, TicketSeen seen, ChannelPolicy policy, Moment moment)
    {
        var after = current with { TicketStatus = seen.Status };
        var turnedOver = seen.Status.IsOver() && !current.TicketStatus.IsOver();
        return current.IsOpen && turnedOver
            ? new Decision(End(after, moment), [.. Said(policy.Say(Notice.ChatClosed), moment), new Outgoing(new ChatClosed(seen.Agent ?? policy.SystemEmployee), moment.Now)])
            : new Decision(after);
    }

    /// <summary>
    /// An agent solved the ticket while the client's text was on its way into it. The chat goes on, as it does for a text just after
    /// the end: the ticket is set open again, or nobody would look at the text. Whoever records this has the ticket read as well.
    /// </summary>
    private static Decision Crossed(Conversation current, Moment moment) => current.TicketStatus.IsOver()
        ? new Decision(current with { TicketStatus = TicketStatus.Open }) // It would not be opened: the next reading finds it solved and ends the chat.
        : new Decision(current with { TicketStatus = TicketStatus.Solved }, new Outgoing(new ReopenTicket(), moment.Now));

    /// <summary>Whoever wrote it is told. Notices themselves are not answered with notices, or two sides' notices would answer each other for ever.</summary>
    private static Decision Failed(Conversation current, DeliveryFailed failed, ChannelPolicy policy, Moment moment)
    {
        MessageBody? notice = failed.Body switch
        {
            ClientText when current.IsOpen => policy.Say(Notice.MessageNotDelivered),
            ClientFile file when current.IsOpen => policy.Say(Notice.FileNotDelivered, file.Name),
            AgentText text => new ReplyNotDelivered(text.Text, failed.Reason),
            AgentFile file => new ReplyNotDelivered(file.File.Name, failed.Reason),
            ChatClosed => new ReplyNotDelivered(null, failed.Reason),
            _ => null,
        };
        return notice is null ? new Decision(current) : new Decision(current, new Outgoing(notice, moment.Now, $"failed:{failed.MessageId}:{failed.Attempt}"));
    }

    /// <summary>The agent reads of it where the file would be; the client, too, must know.</summary>
    private static IEnumerable<Outgoing> AboutFile(Conversation current, FileNotCarried notCarried, ChannelPolicy policy, Moment moment)
    {
        if (!notCarried.WasTold)
            yield return new Outgoing(new FileLeftOut(notCarried.File.Name, notCarried.File.Url), moment.Now, $"left-out:{notCarried.MessageId}");
        if (current.IsOpen && policy.Say(Notice.FileNotDelivered, notCarried.File.Name) is { } notice)
            yield return new Outgoing(notice, moment.Now, $"failed:{notCarried.MessageId}");
    }

    /// <summary>The write that solves the ticket for a client who left may still be on its way; what it does is no new end.</summary>
    private static TicketStatus OverUntilReopened(Conversation ended) =>
        ended.TicketId is null || ended.TicketStatus.IsOver() ? ended.TicketStatus : TicketStatus.Solved;

    private static Outgoing[] Said(ClientNotice? notice, Moment moment) => notice is null ? [] : [new Outgoing(notice, moment.Now)];

    private static Conversation End(Conversation conversation, Moment moment) => conversation with { Phase = Phase.Ended, EndedAt = moment.Now };
}
