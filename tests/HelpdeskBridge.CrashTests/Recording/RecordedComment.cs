namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A comment of a ticket.</summary>
internal sealed record RecordedComment(long Id, CommentAuthor Author, bool IsPublic, string Body, DateTimeOffset CreatedAt)
{
    /// <summary>Names and contents of the attached files.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files { get; init; } = [];
}
