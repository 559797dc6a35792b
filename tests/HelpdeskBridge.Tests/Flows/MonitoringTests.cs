using System.Net;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What monitoring sees: /metrics and /health.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public async Task Metrics_count_what_was_delivered_died_and_waits()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await bridge.DeliveredAsync("AgentText");
        bridge.Zendesk.Updates.Next(new Answer(429, RetryAfter: "3600"));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);

        var metrics = await MetricsAsync(bridge, "bridge_messages_waiting", "bridge_messages_dead", "bridge_messages_put_off");
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToHelpdesk\"", "state=\"Delivered\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToJaicp\"", "state=\"Delivered\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToJaicp\"", "state=\"Dead\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_put_off", "direction=\"ToHelpdesk\"", ""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_delay", "_count", "direction=\"ToHelpdesk\""));
    }

    [Fact]
    public async Task With_nothing_stuck_the_service_is_healthy()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();

        (await ReadyAsync(bridge)).ShouldBeJson("""
            {"status":"Healthy","parts":{"store":{"status":"Healthy","reason":"The store takes writes."},
             "settings":{"status":"Healthy","reason":"The helpdesks accept what the settings name."},
             "delivery":{"status":"Healthy","reason":"Nothing is stuck."},
             "helpdesks":{"status":"Healthy","reason":"Every open chat is in a helpdesk of the settings."},
             "setup":{"status":"Healthy","reason":"main: not checked yet"}}}
            """);
    }

    [Fact]
    public async Task A_helpdesk_that_can_not_be_reached_is_degraded_until_it_answers()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Usually(new Answer(401));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await ShowsAsync(bridge, "Degraded", "ToHelpdesk main can't be reached or used for writing (401)");

        bridge.Zendesk.AcceptsTickets();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_message_that_waits_long_is_named_with_its_reason_and_no_outage_is_concluded_from_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:NotifyAfter", "00:01:00"));
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");

        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await ShowsAsync(bridge, "Degraded", "1 chat(s) wait ToHelpdesk main since 2026-11-23 10:00:00Z: 503");

        bridge.Zendesk.AcceptsTickets();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_ticket_that_can_not_be_read_for_long_is_named_with_the_reason()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Forbidden);
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await ShowsAsync(bridge, "Degraded", "1 ticket(s) of main wait to be read since 2026-11-23 10:00:00Z: 403 Forbidden");

        bridge.Zendesk.TicketIs("open");
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 1, stepSeconds: 10);
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_webhook_that_is_wrong_is_degraded_until_it_is_set_anew(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(status));
        await bridge.AnswerAsync("Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        bridge.Jaicp.Events.Usually(new Answer(status));
        bridge.Clock.Advance(TimeSpan.FromSeconds(30));
        await ShowsAsync(bridge, "Degraded", $"JAICP answered {status}: the webhook is wrong; press Save on the channel in JAICP");

        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_dead_letter_is_degraded_until_it_is_handled()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("one");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await ShowsAsync(bridge, "Degraded", "1 dead letter(s): see /admin/api/dead-letters");

        await bridge.DoAsync($"dead-letters/{(await bridge.DeadLettersAsync())[0]!["id"]}/discard");
        await ShowsAsync(bridge, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_is_not_ready()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        using (bridge.App.LockStore())
        {
            var ready = await ReadyAsync(bridge, HttpStatusCode.ServiceUnavailable);
            ((string)ready["parts"]!["store"]!["status"]!).ShouldBe("Unhealthy");
        }
    }

    /// <summary>Looks until what was recorded last is taken into account.</summary>
    private static async Task ShowsAsync(BridgeFixture bridge, string status, string reason)
    {
        JsonNode? ready = null;
        var look = Task.CompletedTask;
        await bridge.UntilAsync(() =>
        {
            if ((string?)ready?["status"] == status)
                return true;
            if (look.IsCompleted)
                look = LookAsync();
            return false;
        });
        ((string)ready!["parts"]!["delivery"]!["reason"]!).ShouldContain(reason);

        async Task LookAsync() => ready = await ReadyAsync(bridge);
    }

    private static async Task<JsonNode> ReadyAsync(BridgeFixture bridge, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>
    /// The lines of a scrape that shows these values. The store is counted every 15 seconds, and the exporter gives the same answer for a
    /// moment.
    /// </summary>
    private static async Task<List<string>> MetricsAsync(BridgeFixture bridge, params string[] values)
    {
        var lines = new List<string>();
        var scrape = Task.CompletedTask;
        await bridge.UntilAsync(
            () =>
            {
                if (values.All(value => lines.Exists(line => Shows(line, value))))
                    return true;
                if (scrape.IsCompleted)
                    scrape = ScrapeAsync();
                return false;
            },
            stepSeconds: 1);
        return lines;

        async Task ScrapeAsync() => lines =
            [.. (await bridge.App.Http.GetStringAsync(new Uri(bridge.App.Url, "/metrics"), TestContext.Current.CancellationToken)).Split('\n')];
    }

    /// <summary>Not its value: meters of one name are shared by all services in the process, so by tests that run at the same time.</summary>
    private static bool Shows(string line, string name) => line.StartsWith(name, StringComparison.Ordinal);

    private static bool IsCount(string line, string name, string one, string other) =>
        line.StartsWith(name, StringComparison.Ordinal) && line.Contains(one, StringComparison.Ordinal)
            && line.Contains(other, StringComparison.Ordinal);
}
