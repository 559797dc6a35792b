using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Webhooks;

/// <summary>Finds the ticket in either form of webhook body: an event subscription's envelope, or the body of our trigger.</summary>
internal static class WebhookBody
{
    private const string TicketSubject = "zen:ticket:";

    public static WebhookReading Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : new WebhookReading.Unreadable("must be a JSON object");
        }
        catch (JsonException)
        {
            return new WebhookReading.Unreadable("is not JSON");
        }
    }

    private static WebhookReading Read(JsonElement root)
    {
        if (Text(root, "ticket_id") is { } fromTrigger)
            return About(fromTrigger, Text(root, "external_id"));
        if (Text(root, "type") is not { } type || Text(root, "subject") is not { } subject)
            return new WebhookReading.Unreadable("has neither ticket_id (our trigger's body) nor type and subject (an event)");
        if (!subject.StartsWith(TicketSubject, StringComparison.Ordinal) || !type.Contains("ticket", StringComparison.Ordinal))
            return new WebhookReading.NotAboutTicket();
        if (IsNoNews(type, root))
            return new WebhookReading.NotAboutTicket();
        var about = About(subject[TicketSubject.Length..], root.Member("detail") is { } detail ? Text(detail, "external_id") : null);
        return about is WebhookReading.AboutTicket ticket && type.EndsWith(".merged", StringComparison.Ordinal) ? ticket with { MergedInto = MergedInto(root) } : about;
    }

    private static string? MergedInto(JsonElement root) =>
        root.Member("event") is { } happened && Text(happened, "target_ticket_id") is { } target && IsTicketId(target)
            ? target
            : null;

    /// <summary>
    /// Events that can't hold anything for the client, our own comments' echo above all: reading the ticket for each would cost two
    /// requests per client message. A kind of event that is not known here is read.
    /// </summary>
    private static bool IsNoNews(string type, JsonElement root)
    {
        var kind = type[(type.LastIndexOf('.') + 1)..];
        if (kind == "created")
            return true;
        if (kind == "comment_added")
            return root.Member("event")?.Member("comment") is { } comment && (IsFalse(comment, "is_public") || (comment.Member("author") is { } author && IsFalse(author, "is_staff")));
        return kind.EndsWith("_changed", StringComparison.Ordinal) && kind is not ("status_changed" or "custom_status_changed" or "agent_assignment_changed" or "group_assignment_changed");
    }

    private static bool IsFalse(JsonElement parent, string name) => parent.Member(name) is { ValueKind: JsonValueKind.False };

    private static WebhookReading About(string ticketId, string? externalId) =>
        IsTicketId(ticketId)
            ? new WebhookReading.AboutTicket(ticketId, ZendeskIds.IsOurs(externalId))
            : new WebhookReading.Unreadable("names no ticket id (digits)");

    private static bool IsTicketId(string id) => id.Length is > 0 and <= 19 && id.All(char.IsAsciiDigit);

    /// <summary>Ids come as strings or numbers.</summary>
    private static string? Text(JsonElement parent, string name) =>
        parent.Member(name) is { } value ? value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.Text() : null;
}
