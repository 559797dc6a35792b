using System.Text.Json;
using System.Text.Json.Serialization;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Zendesk.Api;

/// <param name="Body">Plain text.</param>
/// <param name="Public">Always sent: Zendesk would otherwise reuse the value from the ticket's creation (Zendesk's OpenAPI file).</param>
/// <param name="AuthorId">The author; null: the bridge's own user.</param>
internal sealed record CommentDraft(string Body, bool Public, long? AuthorId = null)
{
    /// <summary>Tokens of the uploads to attach.</summary>
    public IReadOnlyList<string>? Uploads { get; init; }
}

internal sealed record CommentsResponse(
    [property: JsonConverter(typeof(CommentListConverter))] IReadOnlyList<ZendeskComment>? Comments, IReadOnlyList<ZendeskUser>? Users,
    ZendeskPage? Meta);

/// <summary>Reads a list of comments. One that can't be read stays in the list, so that a note can tell of it.</summary>
internal sealed class CommentListConverter : LenientListConverter<ZendeskComment>
{
    protected override ZendeskComment? GetReplacement(JsonElement element) => element.ValueKind == JsonValueKind.Object ? new ZendeskComment
    {
        Id = element.Member("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt64(out var value) ? value : 0,
        Public = element.Member("public") is not { ValueKind: JsonValueKind.False },
        Metadata = new ZendeskMetadata(element.Member("metadata")?.Member("custom")?.Clone()),
        IsUnreadable = true,
    } : null;
}

internal sealed record ZendeskComment
{
    public long Id { get; init; }
    public string? Type { get; init; }
    public long? AuthorId { get; init; }
    public string? Body { get; init; }
    public string? HtmlBody { get; init; }
    public string? PlainBody { get; init; }
    public bool Public { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was written. A comment without a time counts as old, unless the reader gave it one.</summary>
    public DateTimeOffset WrittenAt => CreatedAt ?? DateTimeOffset.UnixEpoch;

    public IReadOnlyList<ZendeskAttachment>? Attachments { get; init; }
    public ZendeskMetadata? Metadata { get; init; }
    public JsonElement? Via { get; init; }

    /// <summary>The bridge's marker (<see cref="ZendeskIds.CreateMarker"/>). Null: the bridge did not write this comment.</summary>
    public string? Marker => Metadata?.Custom?.Member(ZendeskIds.MarkerName)?.Text();

    /// <summary>Whether the response about it could not be read, except for its id and its marker.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }

    /// <summary>Zendesk's own plain text.</summary>
    public string PlainText => PlainBody ?? Body ?? "";
}

/// <param name="Custom">What the request gave as <c>ticket.metadata</c>.</param>
internal sealed record ZendeskMetadata(JsonElement? Custom);
