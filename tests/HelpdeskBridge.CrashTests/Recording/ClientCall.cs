namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A call to the Operator API, or one of the bot's script.</summary>
/// <param name="UserId">The client.</param>
/// <param name="Kind">Which call.</param>
/// <param name="Number">
/// Counts the client's calls. Texts, file names, closing texts, ratings, fields and what the bot hands over contain it. Only a rating that had no
/// answer is sent again with the same number.
/// </param>
/// <param name="StartedAt">When the call was made.</param>
/// <param name="EndedAt">When its answer came, or when the connection failed.</param>
/// <param name="Status">The answer. Null: there was none, so the call may have been accepted or not.</param>
/// <param name="IsChatKnownOpen">The chat was known to be open, so that a closing text must reach a ticket.</param>
internal sealed record ClientCall(
    string UserId, CallKind Kind, long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int? Status, bool IsChatKnownOpen = false)
{
    public bool IsAccepted => Status == 200;

    /// <summary>A text or a file: it must arrive exactly once when it was accepted.</summary>
    public bool IsMessage => Kind is CallKind.Text or CallKind.File;

    /// <summary>Whether the call can begin a chat or carry one on that is over.</summary>
    public bool CanOpenChat => Kind is CallKind.SelectDestination or CallKind.Text or CallKind.File;

    /// <summary>A hand-over with what the bot knows about the client, of which a note tells the agent.</summary>
    public bool HasContext { get; init; }

    /// <summary>The ticket that must have what the call leads to. Null: that depends on what happened at the same time.</summary>
    public long? KnownTicketId { get; init; }

    /// <summary>A hand-over that must begin another chat in <see cref="KnownTicketId"/>, because the last one there was known to be over.</summary>
    public bool BeginsAnotherChat { get; init; }
}
