using System.Diagnostics.Metrics;
using System.Net;
using HelpdeskBridge.Network;
using HelpdeskBridge.Telemetry;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Repository;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// What /metrics has. Meters of one name are shared by all services in the process, so by tests that run at the same time: values are not judged.
/// </summary>
[Collection(nameof(RunsAlone))]
public sealed class MetricsTests
{
    [Fact]
    public async Task The_table_of_the_operating_page_has_every_metric_with_its_type_and_labels_and_no_other()
    {
        var documented = MonitoringFiles.ReadMetrics();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Helpdesks:main:ReconcileEvery", "00:01:00"));
        await LeaveSomethingEverywhereAsync(bridge);

        IReadOnlyList<Metric> found = [];
        var scrape = Task.CompletedTask;
        await bridge.UntilAsync(
            () =>
            {
                if (scrape.IsCompleted && !IsComplete())
                    scrape = ScrapeAsync();
                return scrape.IsCompleted && IsComplete();
            },
            stepSeconds: 5,
            what: "every metric is there");

        found.Select(Describe).ShouldBe(documented.Select(Describe), ignoreOrder: true);

        bool IsComplete() => documented.All(metric => found.Any(other => other.Name == metric.Name));
        async Task ScrapeAsync() => found = Metrics.Parse(await bridge.ScrapeAsync());
    }

    [Fact]
    public async Task Calls_are_counted_by_operation_and_status_and_not_by_address()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText");

        await ShowsAsync(
            bridge, "bridge_calls_total", "target=\"helpdesk\"", "name=\"main\"", "operation=\"/api/v2/tickets/{id}\"", "status=\"200\"");
        await ShowsAsync(bridge, "bridge_calls_total", "target=\"helpdesk\"", "operation=\"/oauth/tokens\"", "status=\"200\"");
        await ShowsAsync(bridge, "bridge_calls_total", "target=\"jaicp\"", "name=\"shop\"", "operation=\"event\"", "status=\"400\"");
    }

    [Fact]
    public async Task Calls_of_many_helpdesks_are_counted_apart()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        var calls = bridge.App.Services.GetRequiredService<OutgoingCallMetrics>();
        for (var helpdesk = 0; helpdesk < 3000; helpdesk++)
            calls.Record(OutgoingTarget.Helpdesk($"helpdesk-{helpdesk}", _ => ""), "/api/v2/tickets", HttpStatusCode.OK, TimeSpan.Zero);

        await ShowsAsync(bridge, "bridge_calls_total", "name=\"helpdesk-2999\"");
    }

    [Fact]
    public async Task Refused_calls_are_counted_by_route_and_status()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        using (await bridge.WebhookAsync("{}", secret: "another-secret"))
        {
            await ShowsAsync(
                bridge, "http_server_request_duration_seconds_count", "http_route=\"/helpdesk/{helpdesk}/webhook\"",
                "http_response_status_code=\"401\"");
        }
    }

    [Fact]
    public async Task No_label_has_a_key_a_text_a_name_or_an_id_of_a_client_or_a_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await LeaveSomethingEverywhereAsync(bridge);
        var scrape = await bridge.ScrapeAsync();

        string[] words =
        [
            .. bridge.App.Secrets, .. LogScan.GetWords(bridge.Zendesk.Calls), .. LogScan.GetWords(bridge.Jaicp.Calls), BridgeFixture.User,
            "tickets/501",
        ];
        LogScan.GetSought(words).Where(word => scrape.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_has_ended_leaves_no_metrics_behind()
    {
        var before = CountInstruments();
        var bridge = await BridgeFixture.WithOpenChatAsync();
        CountInstruments().ShouldBeGreaterThan(before);
        await bridge.DisposeAsync();

        CountInstruments().ShouldBe(before);
    }

    private static int CountInstruments()
    {
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => count += instrument.Meter.Name == Tracing.SourceName ? 1 : 0;
        listener.Start();
        return count;
    }

    private static string Describe(Metric metric) =>
        $"{metric.Type} {metric.Name} by {string.Join(", ", metric.Labels.Order(StringComparer.Ordinal))}";

    /// <summary>A little of everything: delivered, dead, waiting, read, found by a sweep, a read that waits, and a refused call.</summary>
    private static async Task LeaveSomethingEverywhereAsync(BridgeFixture bridge)
    {
        bridge.Zendesk.TicketsByIds.Usually(Answer.Ok("""{"tickets":[{"id":501,"status":"open","updated_at":"2026-11-23T09:00:00Z"}]}"""));
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        bridge.Zendesk.Updates.Usually(new Answer(429, RetryAfter: "3600"));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Forbidden);
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
    }

    private static async Task ShowsAsync(BridgeFixture bridge, string name, params string[] labels)
    {
        var scrape = "";
        var look = Task.CompletedTask;
        await bridge.UntilAsync(
            () =>
            {
                if (look.IsCompleted && !IsShown())
                    look = LookAsync();
                return look.IsCompleted && IsShown();
            },
            what: $"{name} with {string.Join(", ", labels)}");

        bool IsShown() => scrape.Split('\n').Any(line =>
            line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
        async Task LookAsync() => scrape = await bridge.ScrapeAsync();
    }
}
