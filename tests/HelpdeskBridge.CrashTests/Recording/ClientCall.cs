namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A call to the Operator API.</summary>
/// <param name="UserId">The client.</param>
/// <param name="Kind">Which call.</param>
/// <param name="Number">Counts the client's calls. Texts, file names and closing texts contain it.</param>
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
}
