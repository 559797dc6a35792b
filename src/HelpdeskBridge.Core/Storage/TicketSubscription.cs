using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Storage;

/// <summary>A conversation that a ticket carries, and how far the ticket was read for it.</summary>
/// <param name="Conversation">The conversation as stored now.</param>
/// <param name="ReadUntil">Time of the newest comment that was processed; null: none was.</param>
/// <param name="StartAfter">Where a conversation that came by a merge begins in this ticket: earlier comments are not for its client.</param>
internal sealed record TicketSubscription(Conversation Conversation, DateTimeOffset? ReadUntil, CommentPosition? StartAfter);

/// <summary>A place in the comments of a ticket.</summary>
/// <param name="At">Its time. A helpdesk may count whole seconds.</param>
/// <param name="CommentId">The last comment of that time that is still before the place; null: all of that time is before it.</param>
internal sealed record CommentPosition(DateTimeOffset At, string? CommentId)
{
    /// <summary>Whether a comment comes after this place. Comments of one account have rising ids, whichever ticket they are in.</summary>
    public bool IsBefore(DateTimeOffset at, string commentId) => at > At || (at == At && CommentId is { } last && IsHigher(commentId, last));

    private static bool IsHigher(string id, string other) =>
        id.Length != other.Length ? id.Length > other.Length : string.CompareOrdinal(id, other) > 0;
}

/// <summary>A ticket that the reconcile sweep compares with the helpdesk.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="SeenUpdatedAt">Its change time when it was last read; null: read it again.</param>
internal sealed record WatchedTicket(string TicketId, DateTimeOffset? SeenUpdatedAt);
