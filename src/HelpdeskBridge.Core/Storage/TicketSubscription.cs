using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>A conversation that a ticket belongs to, and how far the ticket was read for it.</summary>
/// <param name="Conversation">The conversation as it is stored now.</param>
/// <param name="ReadUntil">Time of the newest comment that was processed; null: none was.</param>
/// <param name="StartAfter">
/// Where a conversation begins in this ticket when its own ticket was merged into it: earlier comments are not for its client.
/// </param>
internal sealed record TicketSubscription(Conversation Conversation, DateTimeOffset? ReadUntil, CommentPosition? StartAfter);

/// <summary>A position in the comments of a ticket.</summary>
/// <param name="At">Its time. A helpdesk may count in whole seconds.</param>
/// <param name="CommentId">The last comment of that time that lies before the position; null: all comments of that time do.</param>
internal sealed record CommentPosition(DateTimeOffset At, string? CommentId)
{
    /// <summary>Whether a comment comes after this position. Comment ids rise with time within an account, across its tickets.</summary>
    public bool IsBefore(DateTimeOffset at, string commentId) => at > At || (at == At && CommentId is { } last && IsHigher(commentId, last));

    private static bool IsHigher(string id, string other) =>
        id.Length != other.Length ? id.Length > other.Length : string.CompareOrdinal(id, other) > 0;
}

/// <summary>A ticket that the reconcile sweep compares with the helpdesk.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="SeenUpdatedAt">When it had last been changed, as the helpdesk said at the last read; null: it has to be read again.</param>
internal sealed record WatchedTicket(string TicketId, DateTimeOffset? SeenUpdatedAt);

/// <summary>The ticket of a conversation that has ended.</summary>
internal sealed record EndedTicket(DateTimeOffset EndedAt, string ConversationId, WatchedTicket Ticket);
