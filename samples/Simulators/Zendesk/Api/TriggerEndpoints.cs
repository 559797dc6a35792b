using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The management of triggers, which is for admins.</summary>
internal sealed class TriggerEndpoints(BusinessRules rules, Representations representations)
{
    private const string CallsWebhook = "notification_webhook";

    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/triggers", ZendeskOperation.ReadTriggers, List);
        api.MapOperation("POST", "/triggers", ZendeskOperation.WriteTrigger, CreateAsync);
        api.MapOperation("GET", "/triggers/{id:long}", ZendeskOperation.ReadTriggers, Show);
        api.MapOperation("PUT", "/triggers/{id:long}", ZendeskOperation.WriteTrigger, UpdateAsync);
        api.MapOperation("DELETE", "/triggers/{id:long}", ZendeskOperation.WriteTrigger, Delete);
    }

    private ZendeskResponse List(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of triggers";
        return ZendeskResponse.Ok(Paging.CreatePage(http.Request, "triggers", rules.Triggers, trigger => trigger.Id, Represent, out _));
    }

    private ZendeskResponse Show(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "trigger";
        return ZendeskResponse.Ok(new { Trigger = Represent(rules.FindTrigger(id) ?? throw ZendeskApiException.NotFound()) });
    }

    private async Task<ZendeskResponse> CreateAsync(HttpContext http)
    {
        var input = await ReadAsync(http);
        var trigger = rules.Add(created => Apply(created, input));
        JournalAnnotation.Get(http).Summary = $"new trigger {trigger.Title}";
        return ZendeskResponse.Created(new { Trigger = Represent(trigger) }, representations.GetUrl($"/api/v2/triggers/{trigger.Id}.json"));
    }

    private async Task<ZendeskResponse> UpdateAsync(long id, HttpContext http)
    {
        var input = await ReadAsync(http);
        JournalAnnotation.Get(http).Summary = $"change of trigger {input.Title}";
        return ZendeskResponse.Ok(new { Trigger = Represent(rules.Change(id, trigger => Apply(trigger, input))) });
    }

    private ZendeskResponse Delete(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "deletion of a trigger";
        rules.DeleteTrigger(id);
        return new ZendeskResponse(204, []);
    }

    /// <summary>An update replaces conditions and actions as wholes. A trigger must have an action, and its webhook must exist.</summary>
    private SimulatedTrigger Apply(SimulatedTrigger trigger, TriggerInput input)
    {
        if (string.IsNullOrEmpty(input.Title ?? trigger.Title))
            throw ZendeskApiException.Invalid("title", "Title: cannot be blank");
        if (input.Actions is not { Length: > 0 } && trigger.WebhookId is null)
            throw ZendeskApiException.Invalid("base", "Trigger must contain at least one action");
        var call = input.Actions?.FirstOrDefault(action => action.Field == CallsWebhook);
        var value = call?.Value is { ValueKind: JsonValueKind.Array } array ? array : (JsonElement?)null;
        var webhookId = value is null ? trigger.WebhookId : value.Value[0].GetString();
        if (webhookId is not null && rules.FindWebhook(webhookId) is not { } webhook)
            throw ZendeskApiException.Invalid("actions", "Actions: the webhook does not exist", "InvalidValue");
        return trigger with
        {
            Title = input.Title ?? trigger.Title,
            Description = input.Description ?? trigger.Description,
            Active = input.Active ?? trigger.Active,
            All = input.Conditions?.All ?? trigger.All,
            Any = input.Conditions?.Any ?? trigger.Any,
            WebhookId = webhookId,
            Body = value is null ? trigger.Body : value.Value[1].GetString() ?? "",
        };
    }

    private static async Task<TriggerInput> ReadAsync(HttpContext http) =>
        RequestBody.Parse<Envelope>(await RequestBody.ReadAsync(http.Request)).Trigger ?? throw ZendeskApiException.UnreadableJson();

    private object Represent(SimulatedTrigger trigger) => new
    {
        Url = representations.GetUrl($"/api/v2/triggers/{trigger.Id}.json"),
        trigger.Id,
        trigger.Title,
        RawTitle = trigger.Title,
        trigger.Description,
        trigger.Active,
        Position = 0,
        Conditions = new { trigger.All, trigger.Any },
        Actions = trigger.WebhookId is { } id
            ? [new { Field = CallsWebhook, Value = new[] { id, trigger.Body } }]
            : new[] { new { Field = "priority", Value = new[] { "normal" } } },
        CreatedAt = trigger.CreatedAt.ToIso(),
        UpdatedAt = trigger.CreatedAt.ToIso(),
    };

    private sealed record Envelope(TriggerInput? Trigger);

    private sealed record TriggerInput(string? Title, string? Description, bool? Active, ConditionsInput? Conditions, ActionInput[]? Actions);

    private sealed record ConditionsInput(TriggerCondition[]? All, TriggerCondition[]? Any);

    private sealed record ActionInput(string? Field, JsonElement Value);
}
