using System.Text.Json;
using System.Text.Json.Serialization;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Text;
using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>How Zendesk's JSON is read and written: snake_case, unknown members ignored, ids as numbers or strings, nothing null sent.</summary>
internal static class ZendeskJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static readonly RefitSettings Refit = new(new SystemTextJsonContentSerializer(Options));
}

internal sealed record TokenRequest(string GrantType, string ClientId, string ClientSecret, string Scope, long ExpiresIn);

internal sealed record TokenAnswer(string? AccessToken, long? ExpiresIn);

internal sealed record UserRequest(UserDraft User);

internal sealed record UserDraft(string Name, string ExternalId, bool SkipVerifyEmail);

internal sealed record UserAnswer(ZendeskUser? User);

internal sealed record ZendeskUser(long Id, string? Name, string? Role, ZendeskPhoto? Photo)
{
    public bool IsStaff => Role is "agent" or "admin";
}

internal sealed record ZendeskPhoto(string? ContentUrl);

internal sealed record TicketRequest(TicketDraft Ticket);

internal sealed record TicketDraft
{
    public string? Subject { get; init; }
    public CommentDraft? Comment { get; init; }
    public long? RequesterId { get; init; }

    /// <summary>The first comment's author; without it the bridge's own user would seem to speak.</summary>
    public long? SubmitterId { get; init; }
    public long? GroupId { get; init; }
    public long? BrandId { get; init; }
    public long? TicketFormId { get; init; }
    public string? ExternalId { get; init; }
    public string[]? Tags { get; init; }
    public string? Priority { get; init; }
    public string? Status { get; init; }
    public IReadOnlyList<CustomFieldDraft>? CustomFields { get; init; }

    /// <summary>Works only for a closed ticket; Zendesk opens an ordinary one otherwise, without a word.</summary>
    public long? ViaFollowupSourceId { get; init; }

    /// <summary>Comes back as the comment's <c>metadata.custom</c>.</summary>
    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>For the log: ids are no secret, values are.</summary>
    [JsonIgnore]
    public string FieldIds => string.Join(", ", (CustomFields ?? []).Select(custom => custom.Id));
}

/// <summary>The value of a ticket field the account has added.</summary>
internal sealed record CustomFieldDraft(long Id, JsonElement Value);

/// <param name="Body">Plain text.</param>
/// <param name="Public">Always sent: left out, the last comment's value sticks.</param>
/// <param name="AuthorId">Who said it; the bridge's own user when absent.</param>
internal sealed record CommentDraft(string Body, bool Public, long? AuthorId = null)
{
    /// <summary>Tokens of uploaded files that it takes along.</summary>
    public IReadOnlyList<string>? Uploads { get; init; }
}

internal sealed record UploadAnswer(ZendeskUpload? Upload);

internal sealed record ZendeskUpload(string? Token);

internal sealed record TicketAnswer(ZendeskTicket? Ticket, ZendeskAudit? Audit, IReadOnlyList<ZendeskUser>? Users);

internal sealed record TicketsAnswer(IReadOnlyList<ZendeskTicket>? Tickets);

internal sealed record ChangesAnswer(IReadOnlyList<ZendeskTicket>? Tickets, string? AfterCursor, bool EndOfStream);

internal sealed record ZendeskTicket(long Id, string? Status, string? ExternalId, long? RequesterId, long? AssigneeId, DateTimeOffset? UpdatedAt, IReadOnlyList<string>? Tags);

internal sealed record ZendeskAudit(long Id, IReadOnlyList<ZendeskAuditEvent>? Events)
{
    /// <summary>The id the comment has in the ticket's list of comments.</summary>
    public string? CommentId => Comment?.Id is { } id ? id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The comment stands without any file, as far as the answer tells.</summary>
    public bool HasNoFiles => Comment?.Attachments is { Count: 0 };

    private ZendeskAuditEvent? Comment => Events?.FirstOrDefault(e => e.Type == "Comment");
}

internal sealed record ZendeskAuditEvent(long Id, string? Type, IReadOnlyList<ZendeskAttachment>? Attachments);

internal sealed record CommentsAnswer(IReadOnlyList<ZendeskComment>? Comments, IReadOnlyList<ZendeskUser>? Users, ZendeskPage? Meta);

internal sealed record ZendeskComment
{
    public long Id { get; init; }
    public string? Type { get; init; }
    public long? AuthorId { get; init; }
    public string? Body { get; init; }
    public string? HtmlBody { get; init; }
    public string? PlainBody { get; init; }
    public bool Public { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public IReadOnlyList<ZendeskAttachment>? Attachments { get; init; }
    public ZendeskMetadata? Metadata { get; init; }
    public JsonElement? Via { get; init; }

    /// <summary>The bridge's own mark: the id of the message this comment carries.</summary>
    public string? Marker => Metadata?.Custom?.Member(ZendeskIds.MarkerName)?.Text();
}

internal sealed record ZendeskMetadata(JsonElement? Custom);

/// <param name="Id">Its id.</param>
/// <param name="FileName">As the agent named it.</param>
/// <param name="ContentUrl">Where it is, with a token in it; perhaps not on the account's own host.</param>
/// <param name="ContentType">As Zendesk guesses it, mostly from the name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Deleted">InboxResult away by an agent.</param>
/// <param name="MalwareScanResult">not_scanned, malware_found, malware_not_found, failed_to_scan; null on accounts that don't scan.</param>
internal sealed record ZendeskAttachment(
    long Id, string? FileName, string? ContentUrl, string? ContentType, long? Size, bool? Deleted, string? MalwareScanResult);

internal sealed record ZendeskPage(bool HasMore, string? AfterCursor);

internal sealed record GroupsAnswer(IReadOnlyList<ZendeskGroup>? Groups, ZendeskPage? Meta);

internal sealed record ZendeskGroup(long Id, string? Name, bool? Deleted);
