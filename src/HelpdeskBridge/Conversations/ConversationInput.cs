namespace HelpdeskBridge.Conversations;

/// <summary>Something that happened to a conversation. The rules for each stand in <see cref="ConversationRules"/>.</summary>
internal abstract record ConversationInput
{
    /// <summary>The bot handed the chat over (selectDestination).</summary>
    internal sealed record HandedOver(string DestinationId, string? UserName, HandOverContext Context) : ConversationInput;

    /// <summary>The client wrote (sendText).</summary>
    internal sealed record ClientWrote(string Text) : ConversationInput;

    /// <summary>The client sent a file (sendFile).</summary>
    internal sealed record ClientSentFile(string Url, string? Name, long? Size) : ConversationInput;

    /// <summary>The client closed the chat (closeChat).</summary>
    internal sealed record ClientClosed(string? Text) : ConversationInput;

    /// <summary>An agent commented in public.</summary>
    internal sealed record AgentWrote(string CommentId, string Text, Employee Agent) : ConversationInput
    {
        /// <summary>The ticket carries another chat as well, which is open: the comment is for that one's client, where this one's has left.</summary>
        public bool IsHeardByAnother { get; init; }
    }

    /// <summary>The ticket was read and is in this agent's charge; null: in nobody's.</summary>
    internal sealed record AgentInCharge(Employee? Agent) : ConversationInput;

    /// <summary>The ticket was merged into another. Only what is said there after <paramref name="At"/>, and there after <paramref name="LastComment"/>, belongs to this conversation.</summary>
    internal sealed record TicketMerged(string Into, DateTimeOffset At, string? LastComment) : ConversationInput;

    /// <summary>The chat waits for an agent's first answer for longer than it should.</summary>
    internal sealed record NobodyAnswered : ConversationInput;

    /// <summary>Neither side has said anything for a long time.</summary>
    internal sealed record FellSilent : ConversationInput;

    /// <summary>An agent attached a file to a public comment; <paramref name="IsInfected"/>: the helpdesk found malware in it.</summary>
    internal sealed record AgentSentFile(string CommentId, AttachedFile File, bool IsInfected, Employee Agent) : ConversationInput
    {
        /// <summary>As for a text (<see cref="AgentWrote.IsHeardByAnother"/>).</summary>
        public bool IsHeardByAnother { get; init; }
    }

    /// <summary>The ticket was read and has this status; <paramref name="Agent"/> is whoever is responsible for it, when known.</summary>
    internal sealed record TicketSeen(TicketStatus Status, Employee? Agent) : ConversationInput;

    /// <summary>A message of ours opened a ticket.</summary>
    internal sealed record TicketOpened(string TicketId, TicketStatus Status) : ConversationInput;

    /// <summary>A message of ours was written into the ticket, which has this status since; <paramref name="SetByUs"/>: because we asked for it.</summary>
    internal sealed record TicketWritten(TicketStatus Status, bool SetByUs) : ConversationInput;

    /// <summary>A message will not be delivered, unless an operator sends it again; <paramref name="Attempt"/> is the one that ended so, and tells one such end from the next.</summary>
    internal sealed record DeliveryFailed(string MessageId, int Attempt, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A client's file did not get into the ticket. <paramref name="WasTold"/>: the comment in its place says so.</summary>
    internal sealed record FileNotCarried(string MessageId, ClientFile File, bool WasTold) : ConversationInput;

    /// <summary>A message for JAICP waits longer than it should.</summary>
    internal sealed record DeliveryDelayed(string MessageId, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A message of ours was refused because the ticket is closed or gone.</summary>
    internal sealed record TicketRefused(TicketStatus Status) : ConversationInput;
}
