using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Body of <c>POST /api/v2/tickets</c> and <c>PUT /api/v2/tickets/{id}</c>.</summary>
internal sealed record TicketRequest(TicketDraft Ticket);

/// <summary>A ticket to create, or what to change in one. Members that are null are not sent.</summary>
internal sealed record TicketDraft
{
    public string? Subject { get; init; }
    public CommentDraft? Comment { get; init; }
    public long? RequesterId { get; init; }

    /// <summary>The author of the first comment. Without it, that comment would appear as written by the bridge's own user.</summary>
    public long? SubmitterId { get; init; }
    public long? GroupId { get; init; }
    public long? AssigneeId { get; init; }
    public long? BrandId { get; init; }
    public long? TicketFormId { get; init; }
    public string? ExternalId { get; init; }

    /// <summary>Replaces all tags of an existing ticket.</summary>
    public string[]? Tags { get; init; }
    public string? Priority { get; init; }
    public string? Status { get; init; }
    public IReadOnlyList<CustomFieldDraft>? CustomFields { get; init; }

    /// <summary>
    /// The ticket this one follows up. That ticket must be closed: for any other, Zendesk opens an ordinary ticket and reports no error
    /// (developer.zendesk.com, "Creating and updating tickets").
    /// </summary>
    public long? ViaFollowupSourceId { get; init; }

    /// <summary>Comes back as <c>metadata.custom</c> of the comment.</summary>
    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>The ids of the custom fields, for the log. Ids may be logged; values may not.</summary>
    [JsonIgnore]
    public string FieldIds => string.Join(", ", (CustomFields ?? []).Select(custom => custom.Id));
}

/// <summary>The value of a custom ticket field.</summary>
internal sealed record CustomFieldDraft(long Id, JsonElement Value);

internal sealed record TicketResponse(ZendeskTicket? Ticket, ZendeskAudit? Audit, IReadOnlyList<ZendeskUser>? Users);

internal sealed record TicketsResponse(IReadOnlyList<ZendeskTicket>? Tickets);

/// <summary>A page of the incremental ticket export.</summary>
internal sealed record ChangesResponse(IReadOnlyList<ZendeskTicket>? Tickets, string? AfterCursor, bool EndOfStream);

internal sealed record ZendeskTicket(
    long Id,
    string? Status,
    string? ExternalId,
    long? RequesterId,
    long? AssigneeId,
    DateTimeOffset? UpdatedAt,
    IReadOnlyList<string>? Tags)
{
    public long? GroupId { get; init; }
}

/// <summary>What one create or update did to a ticket.</summary>
internal sealed record ZendeskAudit(long Id, IReadOnlyList<ZendeskAuditEvent>? Events)
{
    /// <summary>The id of the comment that was written. The list of comments uses the same id (recorded exchanges).</summary>
    public string? CommentId => Comment?.Id is { } id ? id.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The response lists the comment's attachments, and there are none.</summary>
    public bool HasNoFiles => Comment?.Attachments is { Count: 0 };

    private ZendeskAuditEvent? Comment => Events?.FirstOrDefault(e => e.Type == "Comment");
}

internal sealed record ZendeskAuditEvent(long Id, string? Type, IReadOnlyList<ZendeskAttachment>? Attachments);

/// <summary>Tags of a ticket.</summary>
internal sealed record TagsRequest(IReadOnlyList<string> Tags);
