namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>What an agent did in a ticket.</summary>
/// <param name="UserId">The client whose ticket it is.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Number">Counts the actions of this client's agents. Their replies contain it.</param>
/// <param name="StartedAt">Just before the action.</param>
/// <param name="EndedAt">Just after it.</param>
/// <param name="IsReply">A public comment was part of the action.</param>
/// <param name="EndsChat">The action solved or closed the ticket, or gave the chat back to the bot.</param>
/// <param name="IsChatKnownOpen">The chat was known to be open, so that a reply must be delivered and an end must be announced.</param>
internal sealed record AgentAction(
    string UserId, long TicketId, long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, bool IsReply, bool EndsChat,
    bool IsChatKnownOpen = false)
{
    /// <summary>The action gave the chat back to the bot, by a tag of the ticket.</summary>
    public bool IsReturn { get; init; }
}
