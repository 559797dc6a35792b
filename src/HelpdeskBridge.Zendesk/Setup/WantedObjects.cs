using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>
/// What an account should have, and how webhooks and triggers are compared with it. There are two forms: a webhook that subscribes to the events of
/// tickets, or, where the plan does not offer these, a webhook that a trigger calls. Pure.
/// </summary>
/// <param name="Names">The names and the address.</param>
/// <param name="Tags">A tag of each channel of the account, by which the trigger recognises the bridge's tickets.</param>
/// <param name="ReturnTags">The tags that give a chat back to the bot.</param>
internal sealed record WantedObjects(SetupNames Names, IReadOnlyList<string> Tags, IReadOnlyList<string> ReturnTags)
{
    public const string WebhookKind = "webhook";
    public const string TriggerKind = "trigger";

    private const string CalledByTriggers = "conditional_ticket_events";
    private const string EventPrefix = "zen:event-type:";
    private const string Body =
        """{"ticket_id":"{{ticket.id}}","external_id":"{{ticket.external_id}}","status":"{{ticket.status}}"}""";

    /// <summary>The events after which the bridge reads the ticket (<see cref="Webhooks.WebhookBody"/>).</summary>
    private static readonly string[] Events =
    [
        "zen:event-type:ticket.agent_assignment_changed", "zen:event-type:ticket.comment_added", "zen:event-type:ticket.marked_as_spam",
        "zen:event-type:ticket.merged", "zen:event-type:ticket.permanently_deleted", "zen:event-type:ticket.soft_deleted",
        "zen:event-type:ticket.status_changed",
    ];

    /// <summary>A change of tags means something only where a tag gives chats back to the bot.</summary>
    private const string TagsChanged = "zen:event-type:ticket.tags_changed";

    /// <summary>
    /// Public comments, changes of the status or of the agent, and tags that give the chat back, in tickets of the bridge. Zendesk has no condition
    /// on the external id (support.zendesk.com, trigger conditions), so the tickets are recognised by their tags.
    /// </summary>
    private TriggerConditions Conditions => new(
        [new("current_tags", "includes", string.Join(' ', Tags))],
        [
            new("comment_is_public", "is", "true"), new("status", "changed", null), new("assignee_id", "changed", null),
            .. ReturnTags.Select(tag => new TriggerCondition("current_tags", "includes", tag)),
        ]);

    public static bool IsCalledByTriggers(ZendeskWebhook webhook) => webhook.Subscriptions?.Contains(CalledByTriggers) == true;

    /// <summary>The objects that should exist.</summary>
    /// <param name="byTrigger">The form that a trigger calls.</param>
    /// <param name="webhookId">The webhook's id; null: it does not exist yet.</param>
    public IReadOnlyList<SetupObject> Describe(bool byTrigger, string? webhookId)
    {
        var webhook = Describe(ToModel(CreateWebhook(byTrigger)));
        return byTrigger ? [webhook, Describe(ToModel(CreateTrigger(webhookId ?? "the new webhook")))] : [webhook];
    }

    public static SetupObject Describe(ZendeskWebhook webhook) => new(WebhookKind, webhook.Name ?? "", webhook.Id, new Dictionary<string, string>
    {
        ["endpoint"] = webhook.Endpoint ?? "",
        ["status"] = webhook.Status ?? "",
        ["subscriptions"] = string.Join(", ", (webhook.Subscriptions ?? []).Order(StringComparer.Ordinal).Select(ToShortName)),
        ["method"] = webhook.HttpMethod ?? "",
        ["format"] = webhook.RequestFormat ?? "",
    });

    public static SetupObject Describe(ZendeskTrigger trigger) => new(
        TriggerKind, trigger.Title ?? "", trigger.Id == 0 ? null : trigger.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        new Dictionary<string, string>
        {
            ["active"] = trigger.Active == false ? "no" : "yes",
            ["all conditions"] = Describe(trigger.Conditions?.All),
            ["any condition"] = Describe(trigger.Conditions?.Any),
            ["calls webhook"] = trigger.WebhookId ?? "",
            ["body"] = trigger.Body ?? "",
        });

    public WebhookDraft CreateWebhook(bool byTrigger) => new(
        Names.Name, Names.Description, "active", Names.Endpoint, "POST", "json",
        byTrigger ? [CalledByTriggers] : ReturnTags.Count > 0 ? [.. Events, TagsChanged] : Events);

    public TriggerDraft CreateTrigger(string webhookId) =>
        new(Names.Name, Names.Description, Active: true, Conditions, [ZendeskTrigger.CreateCall(webhookId, Body)]);

    private static ZendeskWebhook ToModel(WebhookDraft draft) => new(
        null, draft.Name, draft.Description, draft.Status, draft.Endpoint, draft.HttpMethod, draft.RequestFormat, draft.Subscriptions);

    private static ZendeskTrigger ToModel(TriggerDraft draft) =>
        new(0, draft.Title, draft.Description, draft.Active, draft.Conditions, draft.Actions);

    private static string Describe(IReadOnlyList<TriggerCondition>? conditions) => string.Join(
        ", ",
        (conditions ?? []).Select(condition => $"{condition.Field} {condition.Operator} {condition.Value}".TrimEnd()).Order(StringComparer.Ordinal));

    private static string ToShortName(string subscription) =>
        subscription.StartsWith(EventPrefix, StringComparison.Ordinal) ? subscription[EventPrefix.Length..] : subscription;
}
