using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The management of webhooks, which is for admins: the webhooks, their signing secrets, and how their calls ended.</summary>
internal sealed class WebhookEndpoints(BusinessRules rules, AccountRules account, Func<IReadOnlyList<WebhookDelivery>> getDeliveries)
{
    private const string EventPrefix = "zen:event-type:";
    private const string TicketEventPrefix = "zen:event-type:ticket.";

    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/webhooks", ZendeskOperation.ReadWebhooks, List);
        api.MapOperation("POST", "/webhooks", ZendeskOperation.WriteWebhook, CreateAsync);
        api.MapOperation("GET", "/webhooks/{id}", ZendeskOperation.ReadWebhooks, Show);
        api.MapOperation("PUT", "/webhooks/{id}", ZendeskOperation.WriteWebhook, UpdateAsync);
        api.MapOperation("PATCH", "/webhooks/{id}", ZendeskOperation.WriteWebhook, UpdateAsync);
        api.MapOperation("DELETE", "/webhooks/{id}", ZendeskOperation.WriteWebhook, Delete);
        api.MapOperation("GET", "/webhooks/{id}/signing_secret", ZendeskOperation.ReadSigningSecret, ShowSecret);
        api.MapOperation("POST", "/webhooks/{id}/signing_secret", ZendeskOperation.WriteWebhook, ResetSecret);
        api.MapOperation("GET", "/webhooks/{id}/invocations", ZendeskOperation.ReadWebhooks, ListInvocations);
    }

    private ZendeskResponse List(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of webhooks";
        var wanted = http.Request.Query["filter[name_contains]"].ToString();
        return ZendeskResponse.Ok(new
        {
            Webhooks = rules.Webhooks.Where(webhook => webhook.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(Represent),
            Meta = new { HasMore = false, AfterCursor = (string?)null, BeforeCursor = (string?)null },
            Links = new { Prev = (string?)null, Next = (string?)null },
        });
    }

    private ZendeskResponse Show(string id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "webhook";
        return ZendeskResponse.Ok(new { Webhook = Represent(Find(id)) });
    }

    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var input = await ReadAsync(http);
        var webhook = rules.Add(created => Apply(created, input));
        JournalAnnotation.Get(http).Summary = $"new webhook {webhook.Name}";
        return ZendeskResponse.Json(201, new { Webhook = Represent(webhook) });
    }

    private async Task<ZendeskResponse> UpdateAsync(string id, HttpContext http)
    {
        var input = await ReadAsync(http);
        var before = Find(id);
        var after = Apply(before, input);
        if (IsCalledByTriggers(before) != IsCalledByTriggers(after))
            throw ZendeskApiException.InvalidAttribute("The connection method of a webhook cannot be changed");
        rules.Change(id, _ => after);
        JournalAnnotation.Get(http).Summary = $"change of webhook {after.Name}";
        return new ZendeskResponse(204, []);
    }

    private ZendeskResponse Delete(string id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "deletion of a webhook";
        rules.DeleteWebhook(id);
        return new ZendeskResponse(204, []);
    }

    private ZendeskResponse ShowSecret(string id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "signing secret";
        if (account.HidesSigningSecrets)
            throw ZendeskApiException.Forbidden();
        return ZendeskResponse.Ok(RepresentSecret(Find(id)));
    }

    private ZendeskResponse ResetSecret(string id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "new signing secret";
        return ZendeskResponse.Json(201, RepresentSecret(rules.Change(id, webhook => webhook with { Secret = BusinessRules.CreateSecret() })));
    }

    /// <summary>The calls of a webhook, the newest first.</summary>
    private ZendeskResponse ListInvocations(string id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "calls of a webhook";
        Find(id);
        return ZendeskResponse.Ok(new
        {
            Invocations = getDeliveries().Where(delivery => delivery.WebhookId == id).Reverse().Take(100).Select(delivery => new
            {
                Id = delivery.InvocationId,
                Status = delivery.Outcome == WebhookOutcome.Delivered ? "success" : "failed",
                LatestCompletedAt = delivery.At.ToIso(),
            }),
            Meta = new { HasMore = false, AfterCursor = (string?)null },
        });
    }

    private SimulatedWebhook Find(string id) => rules.FindWebhook(id) ?? throw ZendeskApiException.NotFound();

    private SimulatedWebhook Apply(SimulatedWebhook webhook, WebhookInput input)
    {
        var changed = webhook with
        {
            Name = input.Name ?? webhook.Name,
            Description = input.Description ?? webhook.Description,
            Endpoint = input.Endpoint ?? webhook.Endpoint,
            Status = input.Status ?? webhook.Status,
            HttpMethod = input.HttpMethod ?? webhook.HttpMethod,
            RequestFormat = input.RequestFormat ?? webhook.RequestFormat,
            Subscriptions = input.Subscriptions ?? webhook.Subscriptions,
        };
        Validate(changed);
        return changed;
    }

    private void Validate(SimulatedWebhook webhook)
    {
        if (webhook.Name.Length == 0)
            throw ZendeskApiException.InvalidAttribute("name: is required");
        if (!Uri.TryCreate(webhook.Endpoint, UriKind.Absolute, out _))
            throw ZendeskApiException.InvalidAttribute("endpoint: is not a valid URL");
        if (webhook.Status is not ("active" or "inactive"))
            throw ZendeskApiException.InvalidAttribute("status: must be active or inactive");
        var subscriptions = webhook.Subscriptions;
        if (subscriptions.Count == 0 || (subscriptions.Count > 1 && IsCalledByTriggers(webhook))
            || !subscriptions.All(name => name == SimulatedWebhook.CalledByTriggers || name.StartsWith(EventPrefix, StringComparison.Ordinal)))
            throw ZendeskApiException.InvalidAttribute("subscriptions: are invalid");
        if (!account.OffersTicketEvents && subscriptions.Any(name => name.StartsWith(TicketEventPrefix, StringComparison.Ordinal)))
            throw ZendeskApiException.InvalidAttribute("subscriptions: the event type is not supported");
    }

    private static bool IsCalledByTriggers(SimulatedWebhook webhook) => webhook.Subscriptions.Contains(SimulatedWebhook.CalledByTriggers);

    private static async Task<WebhookInput> ReadAsync(HttpContext http) =>
        RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).Webhook ?? throw ZendeskApiException.UnreadableJson();

    private static object Represent(SimulatedWebhook webhook) => new
    {
        webhook.Id,
        webhook.Name,
        webhook.Description,
        webhook.Status,
        webhook.Endpoint,
        webhook.HttpMethod,
        webhook.RequestFormat,
        webhook.Subscriptions,
        CreatedAt = webhook.CreatedAt.ToIso(),
        CreatedBy = "1234567",
        UpdatedAt = webhook.CreatedAt.ToIso(),
        UpdatedBy = "1234567",
    };

    private static object RepresentSecret(SimulatedWebhook webhook) =>
        new { SigningSecret = new { webhook.Secret, Algorithm = "SHA256" } };

    private sealed record Envelope(WebhookInput? Webhook);

    private sealed record WebhookInput(
        string? Name, string? Description, string? Endpoint, string? Status, string? HttpMethod, string? RequestFormat, string[]? Subscriptions);
}
