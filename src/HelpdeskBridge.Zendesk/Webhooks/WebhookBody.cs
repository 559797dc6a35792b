using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Webhooks;

/// <summary>
/// Finds the ticket in the body of a webhook call. There are two forms: the event of a subscription (developer.zendesk.com, "Ticket events"),
/// and the body of the trigger that the README describes.
/// </summary>
internal static partial class WebhookBody
{
    private const string TicketSubject = "zen:ticket:";

    /// <summary>Ticket ids are 64-bit integers.</summary>
    private const int MaxDigitsOfTicketId = 19;

    private const int MaxBytesToTicketId = 200;

    /// <param name="body">The body of the call.</param>
    /// <param name="returnTags">Tags that give a chat back to the bot. A change of other tags concerns nobody.</param>
    public static WebhookReading Read(ReadOnlyMemory<byte> body, params IReadOnlyList<string> returnTags)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, returnTags)
                : new WebhookReading.Unreadable("must be a JSON object");
        }
        catch (JsonException) when (IsNestedTooDeep(body))
        {
            return new WebhookReading.Unreadable("is nested too deep");
        }
        catch (JsonException)
        {
            return ReadBrokenTriggerBody(body.Span) is { } ticketId
                ? CreateReading(ticketId, externalId: null)
                : new WebhookReading.Unreadable("is not JSON");
        }
    }

    /// <summary>Whether only the depth keeps the body from being read.</summary>
    private static bool IsNestedTooDeep(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// A quote in the value of a placeholder makes the body of a trigger invalid JSON. The ticket id is in it beyond doubt if it is the first member:
    /// nothing that anybody wrote stands before it.
    /// </summary>
    /// <returns>Null: it is not.</returns>
    private static string? ReadBrokenTriggerBody(ReadOnlySpan<byte> body)
    {
        var start = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBytesToTicketId)]);
        return TicketIdAsFirstMember().Match(start) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("""^\s*\{\s*"ticket_id"\s*:\s*"?([0-9]{1,19})"?\s*[,}]""")]
    private static partial Regex TicketIdAsFirstMember();

    private static WebhookReading Read(JsonElement root, IReadOnlyList<string> returnTags)
    {
        if (GetText(root, "ticket_id") is { } ticketId)
            return CreateReading(ticketId, GetText(root, "external_id"));
        return GetText(root, "type") is { } type && GetText(root, "subject") is { } subject
            ? ReadEvent(root, type, subject, returnTags)
            : new WebhookReading.Unreadable("has neither ticket_id (a trigger's body) nor type and subject (an event)");
    }

    private static WebhookReading ReadEvent(JsonElement root, string type, string subject, IReadOnlyList<string> returnTags)
    {
        if (!subject.StartsWith(TicketSubject, StringComparison.Ordinal) || !type.Contains("ticket", StringComparison.Ordinal))
            return new WebhookReading.NotAboutTicket();
        if (IsIrrelevant(type, root, returnTags))
            return new WebhookReading.NotAboutTicket();
        var externalId = root.Member("detail") is { } detail ? GetText(detail, "external_id") : null;
        var reading = CreateReading(subject[TicketSubject.Length..], externalId);
        return reading is not WebhookReading.AboutTicket ticket ? reading
            : type.EndsWith(".merged", StringComparison.Ordinal) ? ticket with { MergedInto = GetMergeTarget(root) }
            : type.EndsWith(".comment_added", StringComparison.Ordinal) ? ticket with { CommentBy = GetAgent(root) }
            : reading;
    }

    /// <summary>The agent who wrote the public comment that the event is about. Null: it does not say so.</summary>
    private static string? GetAgent(JsonElement root) =>
        root.Member("event")?.Member("comment") is { } comment && IsTrue(comment, "is_public")
        && comment.Member("author") is { } author && IsTrue(author, "is_staff") && GetText(author, "id") is { Length: > 0 } id
            ? id
            : null;

    private static string? GetMergeTarget(JsonElement root) =>
        root.Member("event") is { } change && GetText(change, "target_ticket_id") is { } target && IsTicketId(target)
            ? target
            : null;

    /// <summary>
    /// Whether the event can't concern the client. The most frequent such event is about the bridge's own comment. Reading the ticket after each
    /// of these events would cost two requests per message of a client. After an event of an unknown type the ticket is read.
    /// </summary>
    private static bool IsIrrelevant(string type, JsonElement root, IReadOnlyList<string> returnTags) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "created" => true,
        "comment_added" => IsInternalOrByEndUser(root.Member("event")?.Member("comment")),
        "status_changed" or "custom_status_changed" or "agent_assignment_changed" or "group_assignment_changed" => false,
        "tags_changed" => !HasAny(root.Member("event")?.Member("tags_added"), returnTags),
        var name => name.EndsWith("_changed", StringComparison.Ordinal),
    };

    private static bool HasAny(JsonElement? added, IReadOnlyList<string> tags) => added is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().Any(tag =>
            tag.Text() is { } text && tags.Contains(text, StringComparer.OrdinalIgnoreCase));

    private static bool IsInternalOrByEndUser(JsonElement? comment) =>
        comment is { } added && (IsFalse(added, "is_public") || (added.Member("author") is { } author && IsFalse(author, "is_staff")));

    private static bool IsFalse(JsonElement parent, string name) => parent.Member(name) is { ValueKind: JsonValueKind.False };

    private static bool IsTrue(JsonElement parent, string name) => parent.Member(name) is { ValueKind: JsonValueKind.True };

    private static WebhookReading CreateReading(string ticketId, string? externalId) =>
        IsTicketId(ticketId)
            ? new WebhookReading.AboutTicket(ticketId, ZendeskIds.IsTicketExternalId(externalId))
            : new WebhookReading.Unreadable("names no ticket id (digits)");

    private static bool IsTicketId(string id) => id.Length is > 0 and <= MaxDigitsOfTicketId && id.All(char.IsAsciiDigit);

    /// <summary>The text of a string or a number: ids come as either.</summary>
    private static string? GetText(JsonElement parent, string name) => parent.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { } value => value.Text(),
        null => null,
    };
}
