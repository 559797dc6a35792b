using System.Net;
using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What monitoring sees: /metrics and /health.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public async Task Metrics_count_what_was_delivered_died_and_waits()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("ReplyNotDelivered");
        await rig.DeliveredAsync("AgentText");
        rig.Zendesk.Updates.Next(new Answer(429, RetryAfter: "3600"));
        await rig.SayAsync("waits");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);

        var metrics = await MetricsAsync(rig, "bridge_messages_waiting", "bridge_messages_dead", "bridge_messages_put_off");
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToHelpdesk\"", "state=\"Delivered\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToJaicp\"", "state=\"Delivered\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_settled", "direction=\"ToJaicp\"", "state=\"Dead\""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_put_off", "direction=\"ToHelpdesk\"", ""));
        metrics.ShouldContain(line => IsCount(line, "bridge_messages_delay", "_count", "direction=\"ToHelpdesk\""));
    }

    [Fact]
    public async Task With_nothing_stuck_the_service_is_healthy()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();

        (await ReadyAsync(rig)).ShouldBeJson("""
            {"status":"Healthy","parts":{"store":{"status":"Healthy","reason":"The store takes writes."},"delivery":{"status":"Healthy","reason":"Nothing is stuck."}}}
            """);
    }

    [Fact]
    public async Task A_helpdesk_that_can_not_be_reached_is_degraded_until_it_answers()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(503));
        await rig.SayAsync("waits");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        await ShowsAsync(rig, "Degraded", "ToHelpdesk main can't be reached");

        await rig.DeliveredAsync("ClientText", stepSeconds: 1);
        await ShowsAsync(rig, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_webhook_that_is_wrong_is_degraded_until_it_is_set_anew()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(404));
        await rig.AnswerAsync("Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        await ShowsAsync(rig, "Degraded", "ToJaicp shop can't be reached");

        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");
        await ShowsAsync(rig, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_dead_letter_is_degraded_until_it_is_handled()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("one");
        await rig.DeliveredAsync("ReplyNotDelivered");
        await ShowsAsync(rig, "Degraded", "1 dead letter(s): see /admin/api/dead-letters");

        await rig.DoAsync($"dead-letters/{(await rig.DeadLettersAsync())[0]!["id"]}/discard");
        await ShowsAsync(rig, "Healthy", "Nothing is stuck.");
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_is_not_ready()
    {
        await using var rig = await BridgeRig.StartAsync();
        using (rig.App.LockStore())
        {
            var ready = await ReadyAsync(rig, HttpStatusCode.ServiceUnavailable);
            ((string)ready["parts"]!["store"]!["status"]!).ShouldBe("Unhealthy");
        }
    }

    /// <summary>Looks until what was recorded last is taken into account.</summary>
    private static async Task ShowsAsync(BridgeRig rig, string status, string reason)
    {
        JsonNode? ready = null;
        var look = Task.CompletedTask;
        await rig.UntilAsync(() =>
        {
            if ((string?)ready?["status"] == status)
                return true;
            if (look.IsCompleted)
                look = LookAsync();
            return false;
        });
        ((string)ready!["parts"]!["delivery"]!["reason"]!).ShouldStartWith(reason);

        async Task LookAsync() => ready = await ReadyAsync(rig);
    }

    private static async Task<JsonNode> ReadyAsync(BridgeRig rig, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await rig.App.Http.GetAsync(new Uri(rig.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The lines of a scrape that shows these values. The store is counted every 15 seconds, and the exporter gives the same answer for a moment.</summary>
    private static async Task<List<string>> MetricsAsync(BridgeRig rig, params string[] values)
    {
        var lines = new List<string>();
        var scrape = Task.CompletedTask;
        await rig.UntilAsync(
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

        async Task ScrapeAsync() => lines = [.. (await rig.App.Http.GetStringAsync(new Uri(rig.App.Url, "/metrics"), TestContext.Current.CancellationToken)).Split('\n')];
    }

    /// <summary>Not its value: meters of one name are shared by all services in the process, so by tests that run at the same time.</summary>
    private static bool Shows(string line, string name) => line.StartsWith(name, StringComparison.Ordinal);

    private static bool IsCount(string line, string name, string one, string other) =>
        line.StartsWith(name, StringComparison.Ordinal) && line.Contains(one, StringComparison.Ordinal) && line.Contains(other, StringComparison.Ordinal);
}
