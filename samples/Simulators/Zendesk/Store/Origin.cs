using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Who changes a ticket, and through what.</summary>
/// <param name="Updater">The signed-in user.</param>
/// <param name="Channel"><c>api</c> or <c>web</c>.</param>
/// <param name="Client">The program's user agent.</param>
/// <param name="Metadata">The writer's own metadata.</param>
internal sealed record Origin(SimulatedUser Updater, string Channel, string Client, JsonElement? Metadata = null);

/// <summary>A comment somebody wants to add.</summary>
internal sealed record CommentDraft
{
    public string? Body { get; init; }

    public string? HtmlBody { get; init; }

    public required long AuthorId { get; init; }

    /// <summary>Null: as the ticket's first comment was.</summary>
    public bool? IsPublic { get; init; }

    public IReadOnlyList<string> UploadTokens { get; init; } = [];

    /// <summary>For a merge's comment: the other ticket.</summary>
    public long? MergedWith { get; init; }
}
