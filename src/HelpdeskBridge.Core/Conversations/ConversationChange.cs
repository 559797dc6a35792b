namespace HelpdeskBridge.Conversations;

/// <summary>What has to be stored for a decision. Pure, like the decision itself.</summary>
/// <param name="After">The conversation to be stored; null: it stays as it is.</param>
/// <param name="RaisesVersion">
/// Whoever decided on an older reading of the conversation must notice. A message alone is no reason, a write to the ticket is one even where it
/// changed nothing here: a ticket that was read before the write may show an older status.
/// </param>
/// <param name="NewTicket">The ticket that carries the conversation from now on; null: no other than before.</param>
/// <param name="HastensTicketOpening">A message for the ticket is there, so its opening waits no longer for a first message.</param>
internal sealed record ConversationChange(Conversation? After, bool RaisesVersion, TicketLink? NewTicket, bool HastensTicketOpening)
{
    public static ConversationChange Create(Conversation? before, ConversationInput input, Decision decision)
    {
        var after = decision.After;
        var isWrite = input is ConversationInput.TicketWritten;
        return new ConversationChange(
            after is not null && (after != before || isWrite) ? after : null,
            RaisesVersion: isWrite || before is null || after is null || after with { LastMessageAt = before.LastMessageAt } != before,
            after?.TicketId is { } ticketId && ticketId != before?.TicketId ? new TicketLink(ticketId, input as ConversationInput.TicketMerged) : null,
            HastensTicketOpening: decision.Messages.Any(message => message.Body is HelpdeskMessage and not OpenTicket));
    }
}

/// <summary>A ticket that begins to carry a conversation.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Merge">The merge that brought the conversation here; null: the ticket was opened for it.</param>
internal sealed record TicketLink(string TicketId, ConversationInput.TicketMerged? Merge);
