using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The JSON representations of tickets, comments, users and files. Member names are written in snake_case.</summary>
/// <param name="getBaseUrl">The address of the helpdesk.</param>
/// <param name="getFileUrl">The address at which attachments are: the helpdesk's, or that of a brand.</param>
/// <param name="ids">The ids of events.</param>
internal sealed class Representations(Func<Uri> getBaseUrl, Func<Uri> getFileUrl, IdSequence ids)
{
    private static readonly object EmptyObject = new { };

    public Uri GetUrl(string path) => new(getBaseUrl(), path);

    public object Ticket(SimulatedTicket ticket, int? commentCount = null)
    {
        var fields = ticket.CustomFields.Select(field => new { Id = field.Key, field.Value }).ToArray();
        return new
        {
            Url = GetUrl($"/api/v2/tickets/{ticket.Id}.json"),
            ticket.Id,
            ticket.ExternalId,
            Via = ticket.FollowUpOf is { } source
                ? Via(ticket.Channel, new { TicketId = source, ticket.Subject }, "follow_up")
                : Via(ticket.Channel),
            CreatedAt = ticket.CreatedAt.ToIso(),
            UpdatedAt = ticket.UpdatedAt.ToIso(),
            GeneratedTimestamp = ticket.UpdatedAt.ToUnixTimeSeconds(),
            ticket.Type,
            ticket.Subject,
            RawSubject = ticket.Subject,
            ticket.Description,
            ticket.Priority,
            ticket.Status,
            Recipient = (string?)null,
            ticket.RequesterId,
            ticket.SubmitterId,
            ticket.AssigneeId,
            OrganizationId = (long?)null,
            ticket.GroupId,
            CollaboratorIds = Array.Empty<long>(),
            FollowerIds = Array.Empty<long>(),
            EmailCcIds = Array.Empty<long>(),
            ForumTopicId = (long?)null,
            ProblemId = (long?)null,
            HasIncidents = false,
            ticket.IsPublic,
            DueAt = (string?)null,
            ticket.Tags,
            CustomFields = fields,
            SatisfactionRating = (object?)null,
            SharingAgreementIds = Array.Empty<long>(),
            Fields = fields,
            FollowupIds = ticket.FollowUpIds,
            TicketFormId = ticket.FormId,
            ticket.BrandId,
            AllowChannelback = false,
            AllowAttachments = true,
            FromMessagingChannel = false,
            CommentCount = commentCount,
        };
    }

    public object Comment(SimulatedComment comment, bool includeInlineImages) => new
    {
        comment.Id,
        Type = "Comment",
        comment.AuthorId,
        comment.Body,
        comment.HtmlBody,
        PlainBody = comment.Body,
        Public = comment.IsPublic,
        Attachments = comment.Files.Where(file => !file.IsUnlisted && (includeInlineImages || !file.IsInline)).Select(Attachment),
        comment.AuditId,
        Via = comment.MergedWith is { } other ? Via(comment.Channel, new { TicketId = other }, "merge") : Via(comment.Channel),
        CreatedAt = comment.CreatedAt.ToIso(),
        Metadata = Metadata(comment.Client, comment.CustomMetadata),
    };

    public object Audit(Audit audit) => new
    {
        audit.Id,
        TicketId = audit.After.Id,
        CreatedAt = audit.At.ToIso(),
        AuthorId = audit.Updater.Id,
        Metadata = Metadata(audit.Comment?.Client ?? "", audit.Metadata),
        Events = AuditEvents(audit).ToArray(),
        Via = Via("api"),
    };

    public object User(SimulatedUser user) => new
    {
        user.Id,
        Url = GetUrl($"/api/v2/users/{user.Id}.json"),
        user.Name,
        user.Email,
        CreatedAt = user.CreatedAt.ToIso(),
        UpdatedAt = user.UpdatedAt.ToIso(),
        TimeZone = "UTC",
        IanaTimeZone = "Etc/UTC",
        user.Phone,
        SharedPhoneNumber = user.HasSharedPhone,
        Photo = user.HasPhoto ? Photo(user) : null,
        LocaleId = 1,
        Locale = "en-US",
        OrganizationId = (long?)null,
        user.Role,
        Verified = user.IsStaff,
        user.ExternalId,
        Tags = Array.Empty<string>(),
        user.Alias,
        Active = !user.IsDeleted,
        Shared = false,
        Suspended = user.IsSuspended,
        OnlyPrivateComments = false,
        DefaultGroupId = user.GroupIds.Count > 0 ? user.GroupIds[0] : (long?)null,
        UserFields = EmptyObject,
    };

    public object Group(SimulatedGroup group) => new
    {
        Url = GetUrl($"/api/v2/groups/{group.Id}.json"),
        group.Id,
        IsPublic = true,
        group.Name,
        Description = "",
        Default = false,
        Deleted = false,
        CreatedAt = group.CreatedAt.ToIso(),
        UpdatedAt = group.CreatedAt.ToIso(),
    };

    public object Membership(GroupMembership membership) => new
    {
        Url = GetUrl($"/api/v2/group_memberships/{membership.Id}.json"),
        membership.Id,
        membership.UserId,
        membership.GroupId,
        Default = membership.IsDefault,
    };

    public object Attachment(SimulatedFile file) => new
    {
        Url = GetUrl($"/api/v2/attachments/{file.Id}.json"),
        file.Id,
        FileName = file.Name,
        ContentUrl = GetContentUrl(file),
        MappedContentUrl = GetContentUrl(file),
        file.ContentType,
        Size = file.Content.Length,
        Width = (int?)null,
        Height = (int?)null,
        Inline = file.IsInline,
        Deleted = false,
        MalwareAccessOverride = false,
        MalwareScanResult = file.MalwareScan,
        Thumbnails = Array.Empty<object>(),
    };

    public Uri GetContentUrl(SimulatedFile file) =>
        new(getFileUrl(), $"/attachments/token/{file.Token}/?name={Uri.EscapeDataString(file.Name)}");

    private object Photo(SimulatedUser user)
    {
        var url = GetUrl($"/system/photos/{user.Id}/portrait.svg");
        return new { user.Id, FileName = "portrait.svg", ContentUrl = url, MappedContentUrl = url, ContentType = "image/svg+xml" };
    }

    /// <summary>The event of the comment has the comment's own id. The API client that wrote the comment learns the id from it.</summary>
    private IEnumerable<object> AuditEvents(Audit audit)
    {
        if (audit.Comment is { } comment)
        {
            yield return new
            {
                comment.Id,
                Type = "Comment",
                comment.AuthorId,
                comment.Body,
                comment.HtmlBody,
                PlainBody = comment.Body,
                Public = comment.IsPublic,
                Attachments = comment.Files.Where(file => !file.IsUnlisted).Select(Attachment),
                comment.AuditId,
            };
        }

        foreach (var (field, value, previous) in TicketFields.GetChanges(audit))
        {
            yield return audit.Before is null
                ? new { Id = ids.Next(), Type = "Create", FieldName = field, Value = value }
                : new { Id = ids.Next(), Type = "Change", FieldName = field, Value = value, PreviousValue = previous };
        }
    }

    private static object Metadata(string client, JsonElement? custom) => new
    {
        System = new { Client = client, IpAddress = "127.0.0.1", Location = "", Latitude = 0.5, Longitude = 0.5 },
        Custom = custom ?? EmptyObject,
    };

    private static object Via(string channel, object? from = null, string? rel = null) =>
        new { Channel = channel, Source = new { From = from ?? EmptyObject, To = EmptyObject, Rel = rel } };
}
