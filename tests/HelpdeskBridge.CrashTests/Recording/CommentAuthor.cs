namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>Who wrote a comment.</summary>
internal enum CommentAuthor
{
    Client,
    Agent,
    Bridge,
}
