using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The <c>ticket</c> object of a request. A <see cref="JsonElement"/> distinguishes a field that is null from one that is absent.</summary>
internal sealed record TicketInput
{
    public string? Subject { get; init; }

    public CommentInput? Comment { get; init; }

    public long? RequesterId { get; init; }

    public long? SubmitterId { get; init; }

    public JsonElement GroupId { get; init; }

    public JsonElement AssigneeId { get; init; }

    public JsonElement ExternalId { get; init; }

    public long? BrandId { get; init; }

    public long? TicketFormId { get; init; }

    public string? Status { get; init; }

    public string? Priority { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<FieldInput>? CustomFields { get; init; }

    public JsonElement Metadata { get; init; }

    public long? ViaFollowupSourceId { get; init; }

    public bool SafeUpdate { get; init; }

    public DateTimeOffset? UpdatedStamp { get; init; }

    public JsonElement? CustomMetadata => Metadata.ValueKind == JsonValueKind.Object ? Metadata : null;

    public static async Task<(TicketInput Ticket, byte[] Raw)> ReadAsync(HttpRequest request)
    {
        var raw = await RequestBody.ReadAsync(request);
        var ticket = RequestBody.Parse<Envelope>(raw).Ticket;
        return (ticket ?? throw ZendeskApiException.InvalidAttribute("You passed an invalid value for the ticket attribute. must be an object"), raw);
    }

    private sealed record Envelope(TicketInput? Ticket);
}

/// <summary>The <c>comment</c> object of a request.</summary>
internal sealed record CommentInput
{
    public string? Body { get; init; }

    public string? HtmlBody { get; init; }

    public long? AuthorId { get; init; }

    public bool? Public { get; init; }

    /// <summary>One upload token or an array of them.</summary>
    public JsonElement Uploads { get; init; }

    public CommentDraft ToDraft(long defaultAuthorId) => new()
    {
        Body = Body,
        HtmlBody = HtmlBody,
        AuthorId = AuthorId ?? defaultAuthorId,
        IsPublic = Public,
        UploadTokens = Uploads.ValueKind switch
        {
            JsonValueKind.String => [Uploads.GetString()!],
            JsonValueKind.Array => [.. Uploads.EnumerateArray().Select(token => token.ToString())],
            _ => [],
        },
    };
}

/// <summary>The value of one custom field.</summary>
internal sealed record FieldInput(long Id, JsonElement Value);
