using System.Text.Json;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Zendesk.Api;

internal sealed record TriggersResponse(IReadOnlyList<ZendeskTrigger>? Triggers, ZendeskPage? Meta);

internal sealed record TriggerResponse(ZendeskTrigger? Trigger);

/// <param name="Id">Zendesk's id.</param>
/// <param name="Title">The title that admins see.</param>
/// <param name="Description">The description that admins see.</param>
/// <param name="Active">Whether it runs.</param>
/// <param name="Conditions">When it runs.</param>
/// <param name="Actions">What it does.</param>
internal sealed record ZendeskTrigger(
    long Id, string? Title, string? Description, bool? Active, TriggerConditions? Conditions, IReadOnlyList<TriggerAction>? Actions)
{
    private const string CallsWebhook = "notification_webhook";

    /// <summary>The webhook that the trigger calls; null: none.</summary>
    public string? WebhookId => GetCallValue(0);

    /// <summary>The body that the trigger sends.</summary>
    public string? Body => GetCallValue(1);

    /// <summary>An action that calls a webhook. Its value is a list of the webhook's id and the body.</summary>
    public static TriggerAction CreateCall(string webhookId, string body) =>
        new(CallsWebhook, JsonSerializer.SerializeToElement(new[] { webhookId, body }));

    private string? GetCallValue(int index) =>
        Actions?.FirstOrDefault(action => action.Field == CallsWebhook)?.Value is { ValueKind: JsonValueKind.Array } value
            && value.GetArrayLength() > index ? value[index].Text() : null;
}

/// <param name="All">All of these must hold.</param>
/// <param name="Any">One of these must hold.</param>
internal sealed record TriggerConditions(IReadOnlyList<TriggerCondition>? All, IReadOnlyList<TriggerCondition>? Any);

internal sealed record TriggerCondition(string? Field, string? Operator, string? Value);

internal sealed record TriggerAction(string? Field, JsonElement Value);

internal sealed record TriggerRequest(TriggerDraft Trigger);

/// <summary>A trigger as the bridge writes it.</summary>
internal sealed record TriggerDraft(
    string Title, string Description, bool Active, TriggerConditions Conditions, IReadOnlyList<TriggerAction> Actions);
