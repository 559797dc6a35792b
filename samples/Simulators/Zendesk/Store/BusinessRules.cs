using System.Security.Cryptography;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The webhooks, triggers and macros of the account.</summary>
internal sealed class BusinessRules(IdSequence ids, TimeProvider time)
{
    private readonly ObjectList<SimulatedWebhook, string> _webhooks = new(webhook => webhook.Id);
    private readonly ObjectList<SimulatedTrigger, long> _triggers = new(trigger => trigger.Id);
    private readonly ObjectList<SimulatedMacro, long> _macros = new(macro => macro.Id);

    public IReadOnlyList<SimulatedWebhook> Webhooks => _webhooks.All;

    public IReadOnlyList<SimulatedTrigger> Triggers => _triggers.All;

    public IReadOnlyList<SimulatedMacro> Macros => _macros.All;

    public SimulatedWebhook? FindWebhook(string id) => _webhooks.Find(id);

    public SimulatedTrigger? FindTrigger(long id) => _triggers.Find(id);

    public SimulatedMacro? FindMacro(long id) => _macros.Find(id);

    /// <summary>Adds a webhook, with an id and a signing secret of Zendesk's forms.</summary>
    public SimulatedWebhook Add(Func<SimulatedWebhook, SimulatedWebhook> describe)
    {
        var now = time.GetUtcNow();
        return _webhooks.Add(describe(new SimulatedWebhook
        {
            Id = "01" + Guid.CreateVersion7(now).ToString("N").ToUpperInvariant()[..24],
            Name = "",
            Endpoint = "",
            Subscriptions = [],
            Secret = CreateSecret(),
            CreatedAt = now,
        }));
    }

    public SimulatedTrigger Add(Func<SimulatedTrigger, SimulatedTrigger> describe) =>
        _triggers.Add(describe(new SimulatedTrigger { Id = ids.Next(), Title = "", CreatedAt = time.GetUtcNow() }));

    public SimulatedMacro Add(Func<SimulatedMacro, SimulatedMacro> describe) =>
        _macros.Add(describe(new SimulatedMacro { Id = ids.Next(), Title = "", CreatedAt = time.GetUtcNow() }));

    public SimulatedMacro Change(long id, Func<SimulatedMacro, SimulatedMacro> change) => _macros.Change(id, change);

    public void DeleteMacro(long id) => _macros.Delete(id);

    public SimulatedWebhook Change(string id, Func<SimulatedWebhook, SimulatedWebhook> change) => _webhooks.Change(id, change);

    public SimulatedTrigger Change(long id, Func<SimulatedTrigger, SimulatedTrigger> change) => _triggers.Change(id, change);

    /// <summary>Deletes a webhook. Zendesk refuses that while an active trigger calls it.</summary>
    public void DeleteWebhook(string id)
    {
        if (Triggers.Any(trigger => trigger.Active && trigger.WebhookId == id))
            throw ZendeskApiException.InvalidAttribute("The webhook is connected to an active trigger");
        _webhooks.Delete(id);
    }

    public void DeleteTrigger(long id) => _triggers.Delete(id);

    /// <summary>44 characters of Base64.</summary>
    public static string CreateSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
