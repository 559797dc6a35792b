namespace HelpdeskBridge.Conversations;

/// <summary>Something that happened to a conversation. <see cref="ConversationRules"/> decides what follows from it.</summary>
internal abstract record ConversationInput
{
    private ConversationInput()
    {
    }

    /// <summary>The bot handed the chat over (selectDestination).</summary>
    internal sealed record HandedOver(string DestinationId, string? UserName, HandOverContext Context) : ConversationInput;

    /// <summary>The client wrote (sendText).</summary>
    internal sealed record ClientWrote(string Text) : ConversationInput;

    /// <summary>The client sent a file (sendFile).</summary>
    internal sealed record ClientSentFile(string Url, string? Name, long? Size) : ConversationInput;

    /// <summary>The client closed the chat (closeChat).</summary>
    internal sealed record ClientClosedChat(string? Text) : ConversationInput;

    /// <summary>An agent wrote a public comment.</summary>
    internal sealed record AgentWrote(string CommentId, string Text, Employee Agent) : ConversationInput
    {
        /// <summary>The ticket carries another conversation that is open. The comment is for that one's client; this one's has left.</summary>
        public bool IsForAnotherConversation { get; init; }
    }

    /// <summary>An agent attached a file to a public comment.</summary>
    /// <param name="CommentId">The comment.</param>
    /// <param name="File">The file.</param>
    /// <param name="IsInfected">The helpdesk found malware in it.</param>
    /// <param name="Agent">Who attached it.</param>
    internal sealed record AgentSentFile(string CommentId, AttachedFile File, bool IsInfected, Employee Agent) : ConversationInput
    {
        /// <inheritdoc cref="AgentWrote.IsForAnotherConversation"/>
        public bool IsForAnotherConversation { get; init; }
    }

    /// <summary>The ticket was read and is assigned to this agent; null: to nobody.</summary>
    internal sealed record TicketAssigned(Employee? Agent) : ConversationInput;

    /// <summary>The chat has waited for an agent's first answer for longer than it should.</summary>
    internal sealed record AgentReplyOverdue : ConversationInput;

    /// <summary>Neither side has written for a long time.</summary>
    /// <param name="HasWaitingMessages">A message of either side is not delivered yet.</param>
    internal sealed record BecameIdle(bool HasWaitingMessages = false) : ConversationInput;

    /// <summary>The ticket was read.</summary>
    /// <param name="Status">Its status.</param>
    /// <param name="Agent">The agent in charge, where one is known.</param>
    internal sealed record TicketRead(TicketStatus Status, Employee? Agent) : ConversationInput;

    /// <summary>A message of the bridge opened a ticket.</summary>
    internal sealed record TicketOpened(string TicketId, TicketStatus Status) : ConversationInput;

    /// <summary>A message of the bridge was written into the ticket.</summary>
    /// <param name="Status">The ticket's status since.</param>
    /// <param name="SetByUs">The bridge asked for this status.</param>
    internal sealed record TicketWritten(TicketStatus Status, bool SetByUs) : ConversationInput;

    /// <summary>A message of the bridge was refused, because the ticket is closed or gone.</summary>
    internal sealed record TicketRefused(TicketStatus Status) : ConversationInput;

    /// <summary>The ticket was merged into another. Only what is written there afterwards belongs to this conversation.</summary>
    /// <param name="Into">The other ticket.</param>
    /// <param name="At">When.</param>
    /// <param name="LastComment">The last comment of that time that is still before the merge; null: all of that time is.</param>
    internal sealed record TicketMerged(string Into, DateTimeOffset At, string? LastComment) : ConversationInput;

    /// <summary>A message will not be delivered, unless an operator sends it again.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Attempt">The attempt that failed for good; it tells one such end from the next.</param>
    /// <param name="Body">What it says.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record DeliveryFailed(string MessageId, int Attempt, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A message for JAICP waits longer than it should.</summary>
    internal sealed record DeliveryDelayed(string MessageId, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A client's message is in the ticket without its file.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="File">The file.</param>
    /// <param name="IsNamedInComment">The comment names the missing file.</param>
    internal sealed record FileNotUploaded(string MessageId, ClientFile File, bool IsNamedInComment) : ConversationInput;
}
