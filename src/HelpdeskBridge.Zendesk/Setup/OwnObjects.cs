using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>
/// The webhooks and triggers of an account, by whom they belong to. Nothing belongs to this bridge by its name alone: another bridge may use the same
/// account and name. Pure.
/// </summary>
/// <param name="Webhooks">Those made for this bridge, by name and address or by the address in the description.</param>
/// <param name="Adopted">One made by hand that calls this bridge. It is used and corrected, but not removed.</param>
/// <param name="Triggers">Those made for this bridge.</param>
/// <param name="Namesakes">Webhooks that have the name but call another address. They are not touched.</param>
/// <param name="Doubles">Further webhooks, made by hand, that call this bridge as well. They are not touched.</param>
internal sealed record OwnObjects(
    IReadOnlyList<ZendeskWebhook> Webhooks, ZendeskWebhook? Adopted, IReadOnlyList<ZendeskTrigger> Triggers,
    IReadOnlyList<ZendeskWebhook> Namesakes, IReadOnlyList<ZendeskWebhook> Doubles)
{
    /// <summary>The webhook in use; null: there is none.</summary>
    public ZendeskWebhook? Webhook => Webhooks.Count > 0 ? Webhooks[0] : Adopted;

    public static OwnObjects Find(SetupNames names, IReadOnlyList<ZendeskWebhook> webhooks, IReadOnlyList<ZendeskTrigger> triggers)
    {
        // One that calls the right address comes first, so that of two it is the one that is kept.
        var own = webhooks.Where(IsOwn).OrderByDescending(webhook => names.IsEndpoint(webhook.Endpoint)).ToList();
        var byHand = webhooks.Where(webhook => !IsOwn(webhook) && names.IsEndpoint(webhook.Endpoint)).ToList();
        var adopted = own.Count == 0 ? byHand.FirstOrDefault() : null;
        var ids = own.Append(adopted).OfType<ZendeskWebhook>().Select(webhook => webhook.Id).ToHashSet();
        return new OwnObjects(
            own,
            adopted,
            [.. triggers.Where(trigger => names.IsMarked(trigger.Description) || (trigger.Title == names.Name && ids.Contains(trigger.WebhookId)))],
            [.. webhooks.Where(webhook => !IsOwn(webhook) && webhook.Name == names.Name && !names.IsEndpoint(webhook.Endpoint))],
            [.. byHand.Where(webhook => webhook != adopted)]);

        bool IsOwn(ZendeskWebhook webhook) =>
            names.IsMarked(webhook.Description) || (webhook.Name == names.Name && names.IsEndpoint(webhook.Endpoint));
    }
}
