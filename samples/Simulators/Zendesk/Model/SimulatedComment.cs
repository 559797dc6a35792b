using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A comment on a ticket. Comments never change.</summary>
public sealed record SimulatedComment
{
    public required long Id { get; init; }

    public required long AuditId { get; init; }

    public required long TicketId { get; init; }

    public required long AuthorId { get; init; }

    /// <summary>The text without formatting.</summary>
    public required string Body { get; init; }

    public required string HtmlBody { get; init; }

    public required bool IsPublic { get; init; }

    public IReadOnlyList<SimulatedFile> Files { get; init; } = [];

    /// <summary>What the API client passed as <c>ticket.metadata</c>; returned as <c>metadata.custom</c>.</summary>
    public JsonElement? CustomMetadata { get; init; }

    /// <summary><c>api</c> for comments written through the API, <c>web</c> for those of agents.</summary>
    public required string Channel { get; init; }

    /// <summary>The user agent of the program that wrote the comment.</summary>
    public required string Client { get; init; }

    /// <summary>The other ticket, for a comment written by a merge.</summary>
    public long? MergedWith { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An uploaded file.</summary>
/// <param name="Id">The attachment's id.</param>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Token">The unguessable part of its <c>content_url</c>.</param>
public sealed record SimulatedFile(long Id, string Name, string ContentType, ReadOnlyMemory<byte> Content, string Token)
{
    /// <summary>The result of the malware scan, which may arrive after the comment: one of <see cref="MalwareScans"/>.</summary>
    public string MalwareScan { get; set; } = MalwareScans.NotFound;

    /// <summary>True for a picture inside the text. It is among the attachments only for requests that include inline images.</summary>
    public bool IsInline { get; init; }

    /// <summary>True for a picture to which only the HTML text refers: it is never among the attachments.</summary>
    public bool IsUnlisted { get; init; }
}

/// <summary>The results of a malware scan.</summary>
public static class MalwareScans
{
    public const string NotScanned = "not_scanned";
    public const string NotFound = "malware_not_found";
    public const string Found = "malware_found";
    public const string Failed = "failed_to_scan";
}
