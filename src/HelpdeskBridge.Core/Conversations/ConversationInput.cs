namespace HelpdeskBridge.Conversations;

/// <summary>Something that happened to a conversation. <see cref="ConversationRules"/> decides what follows from it.</summary>
internal abstract record ConversationInput
{
    private ConversationInput()
    {
    }

    /// <summary>The bot handed the chat over (selectDestination).</summary>
    internal sealed record HandedOver(string DestinationId, string? UserName, HandOverContext Context, string? Language = null) : ConversationInput
    {
        /// <summary>
        /// Whether something that the client said in the last chat, whose ticket takes nothing any more, waits for the ticket that follows it. It is
        /// looked up only for a chat that is over.
        /// </summary>
        public bool AwaitsFollowUp { get; init; }
    }

    /// <summary>The client wrote (sendText).</summary>
    internal sealed record ClientWrote(string Text) : ConversationInput;

    /// <summary>The client sent a file (sendFile).</summary>
    internal sealed record ClientSentFile(string Url, string? Name, long? Size) : ConversationInput;

    /// <summary>The client closed the chat (closeChat).</summary>
    internal sealed record ClientClosedChat(string? Text) : ConversationInput;

    /// <summary>The client rated the chat, or the bot did for the client. It may be over.</summary>
    internal sealed record ClientRated(int Score, string? Comment) : ConversationInput;

    /// <summary>The bot gave values for fields of the ticket.</summary>
    /// <param name="Fields">An object in JSON: the values by the names that the channel's settings map to fields.</param>
    internal sealed record BotSetFields(string Fields) : ConversationInput;

    /// <summary>An agent wrote a public comment.</summary>
    internal sealed record AgentWrote(string CommentId, string Text, Employee Agent) : ConversationInput
    {
        /// <summary>
        /// The ticket belongs to several conversations, and another one is open. The comment is for the client of that one, because the client of
        /// this one has left.
        /// </summary>
        public bool IsForAnotherConversation { get; init; }
    }

    /// <summary>An agent attached a file to a public comment.</summary>
    /// <param name="CommentId">The comment.</param>
    /// <param name="File">The file.</param>
    /// <param name="IsInfected">Whether the helpdesk found malware in it.</param>
    /// <param name="Agent">The agent who attached it.</param>
    internal sealed record AgentSentFile(string CommentId, AttachedFile File, bool IsInfected, Employee Agent) : ConversationInput
    {
        /// <inheritdoc cref="AgentWrote.IsForAnotherConversation"/>
        public bool IsForAnotherConversation { get; init; }
    }

    /// <summary>A public comment was written of which nothing is sent to the client.</summary>
    internal sealed record CommentRefused(string CommentId, CommentRefusal Reason) : ConversationInput;

    /// <summary>The ticket was read, and it is assigned to this agent, or to nobody.</summary>
    internal sealed record TicketAssigned(Employee? Agent) : ConversationInput;

    /// <summary>The chat has waited for an agent's first answer for longer than it should.</summary>
    /// <param name="Position">The client's place in the queue of the group; null: nobody is told.</param>
    internal sealed record AgentReplyOverdue(long? Position = null) : ConversationInput;

    /// <summary>It was looked at whether a step of <c>Escalations</c> is due.</summary>
    /// <param name="DueAt">When the next step is due; null: not within <see cref="EscalationRules.LongestWait"/>.</param>
    /// <param name="TicketReadAt">When the ticket was last read; null: never.</param>
    /// <param name="IsReadPending">Whether the ticket is to be read, because it may have changed.</param>
    internal sealed record EscalationLookedAt(DateTimeOffset? DueAt, DateTimeOffset? TicketReadAt, bool IsReadPending) : ConversationInput;

    /// <summary>Neither side has written for a long time.</summary>
    /// <param name="HasWaitingMessages">Whether a message of either side is not delivered yet.</param>
    /// <param name="TicketReadAt">When the ticket was last read; null: never.</param>
    /// <param name="IsReadPending">Whether the ticket is to be read, because it may have changed.</param>
    internal sealed record BecameIdle(bool HasWaitingMessages, DateTimeOffset? TicketReadAt = null, bool IsReadPending = false)
        : ConversationInput;

    /// <summary>The ticket was read.</summary>
    /// <param name="Status">The status of the ticket.</param>
    /// <param name="Agent">The assigned agent, if one is known.</param>
    internal sealed record TicketRead(TicketStatus Status, Employee? Agent) : ConversationInput
    {
        /// <summary>The tag of the ticket that gives the chat back to the bot; null: it has none.</summary>
        public string? ReturnTag { get; init; }
    }

    /// <summary>A message of the bridge opened a ticket.</summary>
    internal sealed record TicketOpened(string TicketId, TicketStatus Status) : ConversationInput
    {
        /// <summary>What is said about the requester of the ticket; null: nothing.</summary>
        public RequesterNote? Requester { get; init; }

        /// <inheritdoc cref="TicketWritten.Group"/>
        public OtherGroup? Group { get; init; }
    }

    /// <summary>A message of the bridge was written into the ticket.</summary>
    /// <param name="Status">The status of the ticket after the write.</param>
    /// <param name="SetByUs">Whether the write itself set this status.</param>
    /// <param name="CarriesChatOn">Whether the message carries on a chat that an agent has just ended; false for a note.</param>
    internal sealed record TicketWritten(TicketStatus Status, bool SetByUs, bool CarriesChatOn) : ConversationInput
    {
        /// <summary>Whether the write asked for another status, and the helpdesk kept this one.</summary>
        public bool KeptStatus { get; init; }

        /// <summary>Whether the helpdesk took the write only without the status that the ticket was to have.</summary>
        public bool LeavesStatusOut { get; init; }

        /// <summary>Whether a new hand-over could not take the ticket's return tag away.</summary>
        public bool KeepsReturnTag { get; init; }

        /// <summary>Where the ticket is instead of the group that the chat was handed over to; null: it is there.</summary>
        public OtherGroup? Group { get; init; }
    }

    /// <summary>The helpdesk refused a message of the bridge, because the ticket is closed or gone.</summary>
    /// <param name="Status">The status of the ticket.</param>
    /// <param name="IsFinal">Whether the chat goes on elsewhere or is over already. Otherwise the next read of the ticket ends it.</param>
    internal sealed record TicketRefused(TicketStatus Status, bool IsFinal) : ConversationInput;

    /// <summary>The ticket was merged into another one. Only comments written there after the merge belong to this conversation.</summary>
    /// <param name="Into">The id of the other ticket.</param>
    /// <param name="At">The time of the merge.</param>
    /// <param name="LastComment">
    /// Of the comments with exactly this time, the last one from before the merge; null when all of them are from before the merge.
    /// </param>
    internal sealed record TicketMerged(string Into, DateTimeOffset At, string? LastComment) : ConversationInput;

    /// <summary>A message became a dead letter. It will not be delivered, unless an operator sends it again.</summary>
    /// <param name="MessageId">The id of the message.</param>
    /// <param name="Attempt">The number of the last attempt. It differs each time the message becomes a dead letter.</param>
    /// <param name="Body">The content of the message.</param>
    /// <param name="Reason">Why it was not delivered.</param>
    internal sealed record DeliveryFailed(string MessageId, int Attempt, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A message for JAICP waits longer than it should.</summary>
    internal sealed record DeliveryDelayed(string MessageId, MessageBody Body, string Reason) : ConversationInput;

    /// <summary>A client's message is in the ticket without its file.</summary>
    /// <param name="MessageId">The id of the message.</param>
    /// <param name="File">The file.</param>
    /// <param name="IsNamedInComment">Whether the comment names the missing file.</param>
    internal sealed record FileNotUploaded(string MessageId, ClientFile File, bool IsNamedInComment) : ConversationInput;
}

/// <summary>The helpdesk does not know or take the group that a chat was handed over to.</summary>
/// <param name="Wanted">That group.</param>
/// <param name="Actual">The group of the ticket.</param>
internal sealed record OtherGroup(string Wanted, string Actual);
