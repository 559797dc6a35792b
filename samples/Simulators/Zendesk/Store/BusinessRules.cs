using System.Security.Cryptography;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The webhooks and triggers of the account.</summary>
internal sealed class BusinessRules(IdSequence ids, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedWebhook> _webhooks = [];
    private readonly List<SimulatedTrigger> _triggers = [];

    public IReadOnlyList<SimulatedWebhook> Webhooks
    {
        get
        {
            lock (_gate)
                return [.. _webhooks];
        }
    }

    public IReadOnlyList<SimulatedTrigger> Triggers
    {
        get
        {
            lock (_gate)
                return [.. _triggers];
        }
    }

    public SimulatedWebhook? FindWebhook(string id) => Webhooks.FirstOrDefault(webhook => webhook.Id == id);

    public SimulatedTrigger? FindTrigger(long id) => Triggers.FirstOrDefault(trigger => trigger.Id == id);

    /// <summary>Adds a webhook, with an id and a signing secret of Zendesk's forms.</summary>
    public SimulatedWebhook Add(Func<SimulatedWebhook, SimulatedWebhook> describe)
    {
        var now = time.GetUtcNow();
        var webhook = describe(new SimulatedWebhook
        {
            Id = "01" + Guid.CreateVersion7(now).ToString("N").ToUpperInvariant()[..24],
            Name = "",
            Endpoint = "",
            Subscriptions = [],
            Secret = CreateSecret(),
            CreatedAt = now,
        });
        lock (_gate)
            _webhooks.Add(webhook);
        return webhook;
    }

    public SimulatedTrigger Add(Func<SimulatedTrigger, SimulatedTrigger> describe)
    {
        var trigger = describe(new SimulatedTrigger { Id = ids.Next(), Title = "", CreatedAt = time.GetUtcNow() });
        lock (_gate)
            _triggers.Add(trigger);
        return trigger;
    }

    public SimulatedWebhook Change(string id, Func<SimulatedWebhook, SimulatedWebhook> change)
    {
        lock (_gate)
        {
            var index = _webhooks.FindIndex(webhook => webhook.Id == id);
            return index < 0 ? throw ZendeskApiException.NotFound() : _webhooks[index] = change(_webhooks[index]);
        }
    }

    public SimulatedTrigger Change(long id, Func<SimulatedTrigger, SimulatedTrigger> change)
    {
        lock (_gate)
        {
            var index = _triggers.FindIndex(trigger => trigger.Id == id);
            return index < 0 ? throw ZendeskApiException.NotFound() : _triggers[index] = change(_triggers[index]);
        }
    }

    /// <summary>Deletes a webhook. Zendesk refuses that while an active trigger calls it.</summary>
    public void DeleteWebhook(string id)
    {
        lock (_gate)
        {
            if (_triggers.Exists(trigger => trigger.Active && trigger.WebhookId == id))
                throw ZendeskApiException.InvalidAttribute("The webhook is connected to an active trigger");
            if (_webhooks.RemoveAll(webhook => webhook.Id == id) == 0)
                throw ZendeskApiException.NotFound();
        }
    }

    public void DeleteTrigger(long id)
    {
        lock (_gate)
        {
            if (_triggers.RemoveAll(trigger => trigger.Id == id) == 0)
                throw ZendeskApiException.NotFound();
        }
    }

    /// <summary>44 characters of Base64.</summary>
    public static string CreateSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
