namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A comment to be added to a ticket.</summary>
internal sealed record CommentDraft
{
    public string? Body { get; init; }

    public string? HtmlBody { get; init; }

    public required long AuthorId { get; init; }

    /// <summary>Whether the comment is public; null means like the first comment of the ticket.</summary>
    public bool? IsPublic { get; init; }

    public IReadOnlyList<string> UploadTokens { get; init; } = [];

    /// <summary>The other ticket, for a comment written by a merge.</summary>
    public long? MergedWith { get; init; }
}
