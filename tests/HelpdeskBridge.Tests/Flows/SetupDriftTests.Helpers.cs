using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <content>The account, and what the service shows of it.</content>
public sealed partial class SetupDriftTests
{
    private static void SetUp(ZendeskStub zendesk, string account)
    {
        zendesk.Webhooks.Usually(SetupJson.Webhooks(account switch
        {
            "another address" => Described(SetupJson.Webhook(endpoint: "/elsewhere")),
            "inactive, another address" => Described(SetupJson.Webhook(status: "inactive", endpoint: "/elsewhere")),
            "less events" => SetupJson.Webhook(events: ["comment_added"]),
            "by hand" or "field made by setup, inactive, by hand" => SetupJson.Webhook(name: "Chat", events: ["comment_added", "status_changed"]),
            "by hand, inactive" => SetupJson.Webhook(name: "Chat", events: ["comment_added"], status: "inactive"),
            _ => SetupJson.Webhook(byTrigger: account.Contains("trigger", StringComparison.Ordinal) && account != "trigger left over"),
        }));
        zendesk.Triggers.Usually(account switch
        {
            "with trigger" or "trigger left over" => SetupJson.Triggers(SetupJson.Trigger()),
            "trigger inactive" => SetupJson.Triggers(SetupJson.Trigger(active: false)),
            "trigger edited" => SetupJson.Triggers(SetupJson.Trigger(body: "{}")),
            _ => SetupJson.Triggers(),
        });
        zendesk.TicketFields.Usually(account == "field deleted"
            ? SetupJson.TicketFields()
            : SetupJson.TicketFields(SetupJson.TicketField(
                101,
                active: !account.Contains("inactive", StringComparison.Ordinal),
                attribute: account.StartsWith("field made by setup", StringComparison.Ordinal) ? "plan" : null)));

        // Somebody who changes the address leaves the description, by which the webhook is recognised.
        static JsonObject Described(JsonObject webhook)
        {
            webhook["description"] = "Made by Helpdesk Bridge for https://bridge.example.com/helpdesk/main/webhook .";
            return webhook;
        }
    }

    /// <summary>Moves the clock, in steps because the service may need a moment to set its timer, until the next check has begun.</summary>
    private static async Task CheckAsync(BridgeFixture bridge)
    {
        var before = bridge.Zendesk.Webhooks.Calls.Count;
        await bridge.UntilAsync(() => bridge.Zendesk.Webhooks.Calls.Count > before, stepSeconds: 120);
    }

    private static async Task ShowsAsync(BridgeFixture bridge, string words)
    {
        string? shown = null;
        var look = Task.CompletedTask;
        await bridge.UntilAsync(
            () =>
            {
                if (shown == words)
                    return true;
                if (look.IsCompleted)
                    look = LookAsync();
                return false;
            },
            what: $"the card says \"{words}\"");

        async Task LookAsync() => shown = await SetupAsync(bridge);
    }

    private static async Task<string?> SetupAsync(BridgeFixture bridge) =>
        (await FactsAsync(bridge, await SessionAsync(bridge))).GetValueOrDefault("main/Set-up");

    /// <summary>The service is ready in any case; the status of all, and that of the part with its reason.</summary>
    private static async Task<(string Status, string Part, string Reason)> ReadyAsync(BridgeFixture bridge)
    {
        using var response = await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        var part = ready!["parts"]!["setup"]!;
        return ((string)ready["status"]!, (string)part["status"]!, (string)part["reason"]!);
    }

    /// <summary>Looks until the metric has this value, or none: the exporter gives the same answer for a moment.</summary>
    private static async Task MetricIsAsync(BridgeFixture bridge, int? value)
    {
        string[]? lines = null;
        var scrape = Task.CompletedTask;
        await bridge.UntilAsync(
            () =>
            {
                if (lines is not null && IsShown())
                    return true;
                if (scrape.IsCompleted)
                    scrape = ScrapeAsync();
                return false;
            },
            what: $"the metric is {value}");

        bool IsShown()
        {
            var samples = lines.Where(line => line.StartsWith("bridge_helpdesk_setup_drift{", StringComparison.Ordinal)).ToList();
            return value is null
                ? samples.Count == 0
                : samples is [var one] && one.Contains("helpdesk=\"main\"", StringComparison.Ordinal) && one.Split(' ')[1] == $"{value}";
        }

        async Task ScrapeAsync() => lines = (await bridge.ScrapeAsync()).Split('\n');
    }

    private static List<LogEventLevel> Logged(BridgeFixture bridge, int eventId) =>
    [
        .. bridge.Log.Events.Where(logged => logged.Properties.TryGetValue("EventId", out var id) && id.ToString().Contains($"Id: {eventId}"))
            .Select(logged => logged.Level),
    ];
}
