using System.Globalization;
using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Creates webhook bodies. In them ids are strings, enumerations are upper case, and times have nanoseconds.</summary>
internal sealed class WebhookBodies(UserDirectory users, Representations representations)
{
    private const string Prefix = "zen:event-type:ticket.";
    private const long AccountId = 22_129_848;

    public IEnumerable<WebhookBody> Create(Audit audit, WebhookForm form) =>
        form == WebhookForm.Trigger ? CreateTrigger(audit) : CreateEvents(audit);

    /// <summary>Triggers run on updates but not on deletions, and not for the ticket that a merge closes.</summary>
    private static IEnumerable<WebhookBody> CreateTrigger(Audit audit)
    {
        if (audit.After.IsDeleted || audit.After.MergedInto is not null)
            yield break;
        var body = new
        {
            TicketId = Text(audit.After.Id),
            ExternalId = audit.After.ExternalId ?? "",
            // The placeholder {{ticket.status}} is the label that agents see, not the value used by the API.
            Status = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(audit.After.Status),
        };
        yield return new WebhookBody("trigger", audit.After.Id, JsonSerializer.SerializeToUtf8Bytes(body, ZendeskJson.Options));
    }

    private IEnumerable<WebhookBody> CreateEvents(Audit audit)
    {
        var sequence = Convert.ToHexString(Guid.CreateVersion7(audit.At).ToByteArray());
        foreach (var (position, (type, content)) in GetEvents(audit).Index())
        {
            content["meta"] = new { Sequence = new { Id = sequence, Position = position + 1 } };
            var body = new
            {
                AccountId,
                Detail = CreateDetail(audit),
                Event = content,
                Id = Guid.CreateVersion7(audit.At).ToString(),
                Subject = $"zen:ticket:{audit.After.Id}",
                Time = audit.At.ToNanoseconds(),
                Type = Prefix + type,
                ZendeskEventVersion = "2022-11-06",
            };
            byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(body, ZendeskJson.Webhook), (byte)'\n'];
            yield return new WebhookBody(Prefix + type, audit.After.Id, bytes);
        }
    }

    private IEnumerable<(string Type, Dictionary<string, object?> Content)> GetEvents(Audit audit)
    {
        var ticket = audit.After;
        if (audit.Before is null)
            yield return ("created", []);
        if (audit.Comment is { } comment)
        {
            yield return ("comment_added", new() { ["comment"] = CreateComment(comment) });
            foreach (var file in comment.Files.Where(file => !file.IsUnlisted))
                yield return ("attachment_linked_to_comment", new() { ["comment"] = CreateAttachment(comment, file) });
        }

        if (audit.HasChanged(after => after.Status))
            yield return ("status_changed", CreateChange(ticket.Status.ToUpperInvariant(), audit.Before!.Status.ToUpperInvariant()));
        if (audit.HasChanged(after => after.GroupId))
            yield return ("group_assignment_changed", CreateChange(Text(ticket.GroupId), Text(audit.Before!.GroupId)));
        if (audit.HasChanged(after => after.AssigneeId))
            yield return ("agent_assignment_changed", CreateChange(Text(ticket.AssigneeId), Text(audit.Before!.AssigneeId)));
        if (audit.HasChanged(after => after.ExternalId))
            yield return ("external_id_changed", CreateChange(ticket.ExternalId, audit.Before!.ExternalId));
        if (audit.HasChanged(after => after.Tags))
        {
            var added = ticket.Tags.Except(audit.Before!.Tags);
            yield return ("tags_changed", new() { ["tags_added"] = added, ["tags_removed"] = audit.Before.Tags.Except(ticket.Tags) });
        }

        if (audit.HasChanged(after => after.MergedInto))
            yield return ("merged", new() { ["target_ticket_id"] = Text(ticket.MergedInto) });
        if (audit.HasChanged(after => after.IsSpam))
            yield return ("marked_as_spam", []);
        else if (audit.HasChanged(after => after.IsDeleted))
            yield return ("soft_deleted", []);
    }

    private static object CreateDetail(Audit audit)
    {
        var ticket = audit.After;
        return new
        {
            ActorId = Text(audit.Updater.Id),
            AssigneeId = Text(ticket.AssigneeId),
            BrandId = Text(ticket.BrandId),
            CreatedAt = ticket.CreatedAt.ToIso(),
            CustomStatus = (string?)null,
            ticket.Description,
            ticket.ExternalId,
            FormId = Text(ticket.FormId),
            GroupId = Text(ticket.GroupId),
            Id = Text(ticket.Id),
            ticket.IsPublic,
            OrganizationId = (string?)null,
            Priority = ticket.Priority?.ToUpperInvariant(),
            RequesterId = Text(ticket.RequesterId),
            Status = ticket.IsDeleted ? "DELETED" : ticket.Status.ToUpperInvariant(),
            ticket.Subject,
            SubmitterId = Text(ticket.SubmitterId),
            Tags = ticket.Tags.Count == 0 ? null : ticket.Tags,
            Type = ticket.Type?.ToUpperInvariant(),
            UpdatedAt = ticket.UpdatedAt.ToIso(),
            Via = new { Channel = ticket.Channel == "api" ? "web_service" : "web_form" },
        };
    }

    private object CreateComment(SimulatedComment comment)
    {
        var author = users.Find(comment.AuthorId);
        return new
        {
            Author = new { Id = Text(comment.AuthorId), IsStaff = author?.IsStaff == true, Name = author?.Name ?? "" },
            comment.Body,
            Id = Text(comment.Id),
            comment.IsPublic,
        };
    }

    private object CreateAttachment(SimulatedComment comment, SimulatedFile file) => new
    {
        Attachment = new
        {
            file.ContentType,
            ContentUrl = representations.GetContentUrl(file),
            Filename = file.Name,
            Id = Text(file.Id),
            comment.IsPublic,
        },
        Id = Text(comment.Id),
    };

    private static Dictionary<string, object?> CreateChange(object? current, object? previous) =>
        new() { ["current"] = current, ["previous"] = previous };

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The body of a webhook, with the event and the ticket it is about.</summary>
internal sealed record WebhookBody(string Event, long TicketId, byte[] Bytes);
