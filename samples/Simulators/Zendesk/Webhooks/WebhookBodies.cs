using System.Globalization;
using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>What a change looks like in webhooks: ids are strings here, enumerations upper case, times in nanoseconds.</summary>
internal sealed class WebhookBodies(UserDirectory users, Representations show)
{
    private const string Prefix = "zen:event-type:ticket.";
    private const long AccountId = 22_129_848;

    public IEnumerable<WebhookBody> Of(Audit audit, WebhookForm form) => form == WebhookForm.Trigger ? Trigger(audit) : Events(audit);

    /// <summary>Triggers run on updates, not on deletions; the ticket a merge closes is past their reach.</summary>
    private static IEnumerable<WebhookBody> Trigger(Audit audit)
    {
        if (audit.After.IsDeleted || audit.After.MergedInto is not null)
            yield break;
        var body = new
        {
            TicketId = Text(audit.After.Id),
            ExternalId = audit.After.ExternalId ?? "",
            // The placeholder {{ticket.status}} gives the label agents see, not the API's word.
            Status = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(audit.After.Status),
        };
        yield return new WebhookBody("trigger", audit.After.Id, JsonSerializer.SerializeToUtf8Bytes(body, ZendeskJson.Options));
    }

    private IEnumerable<WebhookBody> Events(Audit audit)
    {
        var sequence = Convert.ToHexString(Guid.CreateVersion7(audit.At).ToByteArray());
        foreach (var (position, (type, content)) in EventsOf(audit).Index())
        {
            content["meta"] = new { Sequence = new { Id = sequence, Position = position + 1 } };
            var body = new
            {
                AccountId,
                Detail = Detail(audit),
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

    private IEnumerable<(string Type, Dictionary<string, object?> Content)> EventsOf(Audit audit)
    {
        var ticket = audit.After;
        if (audit.Before is null)
            yield return ("created", []);
        if (audit.Comment is { } comment)
        {
            yield return ("comment_added", new() { ["comment"] = Comment(comment) });
            foreach (var file in comment.Files)
                yield return ("attachment_linked_to_comment", new() { ["comment"] = Attachment(comment, file) });
        }

        if (audit.Changed(after => after.Status))
            yield return ("status_changed", Change(ticket.Status.ToUpperInvariant(), audit.Before!.Status.ToUpperInvariant()));
        if (audit.Changed(after => after.GroupId))
            yield return ("group_assignment_changed", Change(Text(ticket.GroupId), Text(audit.Before!.GroupId)));
        if (audit.Changed(after => after.AssigneeId))
            yield return ("agent_assignment_changed", Change(Text(ticket.AssigneeId), Text(audit.Before!.AssigneeId)));
        if (audit.Changed(after => after.ExternalId))
            yield return ("external_id_changed", Change(ticket.ExternalId, audit.Before!.ExternalId));
        if (audit.Changed(after => after.Tags))
        {
            var added = ticket.Tags.Except(audit.Before!.Tags);
            yield return ("tags_changed", new() { ["tags_added"] = added, ["tags_removed"] = audit.Before.Tags.Except(ticket.Tags) });
        }

        if (audit.Changed(after => after.MergedInto))
            yield return ("merged", new() { ["target_ticket_id"] = Text(ticket.MergedInto) });
        if (audit.Changed(after => after.IsSpam))
            yield return ("marked_as_spam", []);
        else if (audit.Changed(after => after.IsDeleted))
            yield return ("soft_deleted", []);
    }

    private static object Detail(Audit audit)
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

    private object Comment(SimulatedComment comment)
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

    private object Attachment(SimulatedComment comment, SimulatedFile file) => new
    {
        Attachment = new { file.ContentType, ContentUrl = show.ContentUrl(file), Filename = file.Name, Id = Text(file.Id), comment.IsPublic },
        Id = Text(comment.Id),
    };

    private static Dictionary<string, object?> Change(object? current, object? previous) => new() { ["current"] = current, ["previous"] = previous };

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A webhook's bytes and what they are about.</summary>
internal sealed record WebhookBody(string Event, long TicketId, byte[] Bytes);
