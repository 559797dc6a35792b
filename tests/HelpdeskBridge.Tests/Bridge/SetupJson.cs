using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Webhooks, triggers and ticket fields, as Zendesk's lists show them.</summary>
internal static class SetupJson
{
    public const string WebhookId = "01JDC2V9Z1W8M4T0QH5B3N7KXR";

    private const string Name = "Helpdesk Bridge (main)";
    private const string Body = """{"ticket_id":"{{ticket.id}}","external_id":"{{ticket.external_id}}","status":"{{ticket.status}}"}""";

    private static readonly string[] Events =
    [
        "agent_assignment_changed", "comment_added", "marked_as_spam", "merged", "permanently_deleted", "soft_deleted", "status_changed",
    ];

    public static Answer Webhooks(params JsonObject[] webhooks) => Page("webhooks", webhooks);

    public static Answer Triggers(params JsonObject[] triggers) => Page("triggers", triggers);

    public static Answer TicketFields(params JsonObject[] fields) => Page("ticket_fields", fields);

    /// <summary>The webhook as <c>setup apply</c> makes it for <see cref="BridgeApp"/>, or in the form for a trigger.</summary>
    public static JsonObject Webhook(
        string name = Name, string status = "active", bool byTrigger = false, string[]? events = null, string endpoint = "/helpdesk/main/webhook") =>
        new()
        {
            ["id"] = WebhookId,
            ["name"] = name,
            ["status"] = status,
            ["endpoint"] = "https://bridge.example.com" + endpoint,
            ["http_method"] = "POST",
            ["request_format"] = "json",
            ["subscriptions"] = byTrigger
                ? new JsonArray("conditional_ticket_events")
                : new JsonArray([.. (events ?? Events).Select(name => JsonValue.Create($"zen:event-type:ticket.{name}"))]),
        };

    /// <summary>The trigger as <c>setup apply</c> makes it.</summary>
    public static JsonObject Trigger(bool active = true, string body = Body) => new()
    {
        ["id"] = 360001,
        ["title"] = Name,
        ["active"] = active,
        ["conditions"] = new JsonObject
        {
            ["all"] = new JsonArray(Condition("current_tags", "includes", "jaicp")),
            ["any"] = new JsonArray(
                Condition("comment_is_public", "is", "true"), Condition("status", "changed", null), Condition("assignee_id", "changed", null)),
        },
        ["actions"] = new JsonArray(new JsonObject { ["field"] = "notification_webhook", ["value"] = new JsonArray(WebhookId, body) }),
    };

    /// <summary>A text field; with an attribute, as <c>setup apply</c> makes it for this one.</summary>
    public static JsonObject TicketField(long id, bool active = true, string? attribute = null) => new()
    {
        ["id"] = id,
        ["title"] = "Plan",
        ["type"] = "text",
        ["active"] = active,
        ["agent_description"] = attribute is null
            ? null
            : $"Made by Helpdesk Bridge for https://bridge.example.com/helpdesk/main/webhook , attribute [{attribute}] .",
    };

    private static JsonObject Condition(string field, string comparison, string? value) =>
        new() { ["field"] = field, ["operator"] = comparison, ["value"] = value };

    private static Answer Page(string name, JsonObject[] items) => Answer.Ok(new JsonObject
    {
        [name] = new JsonArray([.. items.Select(item => item.DeepClone())]),
        ["meta"] = new JsonObject { ["has_more"] = false },
    }.ToJsonString());
}
