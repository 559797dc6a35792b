namespace HelpdeskBridge.Conversations;

/// <summary>What has to be stored for a decision. Pure, like the decision itself.</summary>
/// <param name="After">The conversation to store; null when it did not change.</param>
/// <param name="RaisesVersion">
/// Whether a decision based on the version before must be made again. A new message alone does not require that. A write to the ticket does, even
/// if it changed nothing in the conversation: a ticket that was read before the write may show an older status.
/// </param>
/// <param name="ChangesContext">
/// Whether the conversation is new, or what the bot handed over has changed. It may be large, so it is written only then.
/// </param>
/// <param name="NewTicket">The new ticket of the conversation; null when the ticket did not change.</param>
/// <param name="HastensTicketOpening">
/// Whether there is a message for a ticket that is not opened yet, so that it is opened without further waiting.
/// </param>
internal sealed record ConversationChange(
    Conversation? After, bool RaisesVersion, bool ChangesContext, TicketLink? NewTicket, bool HastensTicketOpening)
{
    /// <summary>Whether another chat begins in the same conversation, so that what is stored about the one before goes.</summary>
    public bool BeginsAnotherChat { get; private init; }

    public static ConversationChange Create(Conversation? before, ConversationInput input, Decision decision)
    {
        var after = decision.After;
        var isWrite = input is ConversationInput.TicketWritten;
        return new ConversationChange(
            after is not null && (after != before || isWrite) ? after : null,
            RaisesVersion: isWrite || before is null || after is null || after with { LastMessageAt = before.LastMessageAt } != before,
            ChangesContext: after?.Id != before?.Id || after?.Context != before?.Context,
            after?.TicketId is { } ticketId && ticketId != before?.TicketId
                ? new TicketLink(ticketId, input as ConversationInput.TicketMerged)
                : null,
            HastensTicketOpening: after?.TicketId is null && decision.Messages.Any(message =>
                message.Body is HelpdeskMessage and not (OpenTicket or RatingNote or TicketFieldValues)))
        {
            BeginsAnotherChat = after?.Id == before?.Id && after?.OpenedAt != before?.OpenedAt,
        };
    }
}

/// <summary>The new ticket of a conversation.</summary>
/// <param name="TicketId">The id of the ticket.</param>
/// <param name="Merge">The merge that moved the conversation into the ticket; null when the ticket was opened for the conversation.</param>
internal sealed record TicketLink(string TicketId, ConversationInput.TicketMerged? Merge);
