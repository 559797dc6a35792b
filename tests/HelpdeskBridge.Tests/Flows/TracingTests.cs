using System.Diagnostics;
using System.Net;
using System.Text;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What an OpenTelemetry collector is sent.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TracingTests
{
    private const string CallerSpan = "00f067aa0ba902b7";

    [Fact]
    public async Task A_text_is_one_trace_from_the_callers_span_to_the_comment()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var trace = await SendTextAsync(bridge, "More");
        await bridge.DeliveredAsync("ClientText");
        await HasAsync(bridge, collector, trace, "PUT /api/v2/tickets/{id}");

        var accept = await FindAsync(bridge, collector, trace, "POST /operator/{channel}/{key}/sendText");
        accept.ParentId.ShouldBe(CallerSpan);
        var deliver = await FindAsync(bridge, collector, trace, "deliver ClientText");
        deliver.ParentId.ShouldBe(accept.SpanId);
        deliver.Tag("bridge.channel").ShouldBe("shop");
        deliver.Tag("bridge.outcome").ShouldBe("Delivered");
        var call = await FindAsync(bridge, collector, trace, "PUT /api/v2/tickets/{id}");
        call.ParentId.ShouldBe(deliver.SpanId);
        call.Tag("http.response.status_code").ShouldBe("200");
        bridge.Zendesk.Updates.Calls[^1].Header("traceparent").ShouldBe($"00-{trace}-{call.SpanId}-01");
    }

    [Fact]
    public async Task A_message_continues_its_trace_after_a_restart_and_each_attempt_is_a_span()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        var trace = await SendTextAsync(bridge, "More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(trace).Count(span => span.Name == "deliver ClientText") >= 2);

        var accept = await FindAsync(bridge, collector, trace, "POST /operator/{channel}/{key}/sendText");
        var attempts = collector.Trace(trace).Where(span => span.Name == "deliver ClientText").ToList();
        attempts.Select(attempt => attempt.ParentId).ShouldBe([accept.SpanId, accept.SpanId]);
        attempts.Select(attempt => attempt.Tag("bridge.outcome")).ShouldBe(["Retry", "Delivered"]);
        attempts.Select(attempt => attempt.Tag("bridge.attempt")).ShouldBe(["1", "2"]);
        attempts[0].Status.ShouldContain("503");
    }

    [Fact]
    public async Task Messages_that_are_sent_together_are_linked_to_the_trace_of_each()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        var first = await SendTextAsync(bridge, "one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        var second = await SendTextAsync(bridge, "two");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(first).Any(span => span.Tag("bridge.outcome") == "Delivered"));

        var sent = collector.Trace(first).Single(span => span.Tag("bridge.outcome") == "Delivered");
        sent.Tag("bridge.batch.messages").ShouldBe("2");
        var accepts = new[]
        {
            await FindAsync(bridge, collector, first, "POST /operator/{channel}/{key}/sendText"),
            await FindAsync(bridge, collector, second, "POST /operator/{channel}/{key}/sendText"),
        };
        sent.Links.ShouldBe(accepts.Select(accept => $"{accept.TraceId}-{accept.SpanId}"));
    }

    [Fact]
    public async Task An_agents_answer_is_one_trace_from_the_webhook_over_the_read_to_JAICP_over_a_restart_too()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Unavailable);
        var trace = NewTrace();
        using (await bridge.WebhookAsync($$"""{"ticket_id":"{{ZendeskStub.FirstTicket}}"}""", change: request => AddTrace(request, trace)))
            await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        bridge.Jaicp.Events.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi there"));
        await bridge.App.RestartAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1, stepSeconds: 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(trace).Count(span => span.Name == "deliver AgentText") >= 2);

        var webhook = await FindAsync(bridge, collector, trace, "POST /helpdesk/{helpdesk}/webhook");
        webhook.ParentId.ShouldBe(CallerSpan);
        var reads = collector.Trace(trace).Where(span => span.Name == "read ticket").ToList();
        reads.ShouldAllBe(read => read.ParentId == webhook.SpanId);
        var events = collector.Trace(trace).Where(span => span.Name == "deliver AgentText").ToList();
        events.Select(attempt => attempt.ParentId).Distinct().ShouldBe([reads[^1].SpanId]);
        collector.Trace(trace).Where(span => span.Name == "POST event").Select(call => call.ParentId).ShouldBe(events.Select(e => e.SpanId));
    }

    [Fact]
    public async Task A_call_without_a_trace_begins_one_and_a_call_that_is_not_sampled_stays_so()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var unsampled = await SendTextAsync(bridge, "one", flags: "00");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);
        var trace = TraceSent();
        await HasAsync(bridge, collector, trace, "deliver ClientText");

        (await FindAsync(bridge, collector, trace, "POST /operator/{channel}/{key}/sendText")).ParentId.ShouldBe("");
        collector.Trace(unsampled).ShouldBeEmpty();

        string TraceSent() => bridge.Zendesk.Updates.Calls[^1].Header("traceparent")!.Split('-')[1];
    }

    [Fact]
    public async Task With_the_standard_variables_spans_and_metrics_go_to_the_collector_under_the_services_name()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var trace = await SendTextAsync(bridge, "More");
        await bridge.DeliveredAsync("ClientText");
        await HasAsync(bridge, collector, trace, "deliver ClientText");
        await bridge.UntilAsync(() => Has("/v1/metrics", "bridge.messages.settled"));

        Has("/v1/traces", "deliver ClientText").ShouldBeTrue();
        foreach (var path in new[] { "/v1/traces", "/v1/metrics" })
            Has(path, "service.name\u0012\u0011\n\u000fhelpdesk-bridge").ShouldBeTrue(path);

        bool Has(string path, string text) => collector.Bodies(path).Any(body => Contains(body, text));
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task The_other_standard_variables_turn_traces_off(string name, string value)
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync([.. collector.Settings, (name, value)]);
        await bridge.App.StopAsync();

        collector.Spans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_secret_and_nothing_anybody_wrote_is_in_what_is_exported()
    {
        await using var collector = OtlpReceiver.Start();
        var bridge = await BridgeFixture.WithOpenChatAsync([.. collector.Settings, AdminApi.Setting]);
        await using (bridge)
        {
            await ExchangeEverythingAsync(bridge);
            await bridge.App.StopAsync();
        }

        string[] words =
        [
            .. bridge.App.Secrets, .. LogScan.GetWords(bridge.Zendesk.Calls), .. LogScan.GetWords(bridge.Jaicp.Calls), BridgeFixture.User,
            JaicpStub.WebhookKey, "token=secret-of-the-link", "telegram-", "Bob Marley", "a-strange-agent",
        ];
        var sent = collector.Bodies("/v1/traces").Concat(collector.Bodies("/v1/metrics")).ToList();
        sent.Count.ShouldBeGreaterThan(1);
        LogScan.GetSought(words).Where(word => sent.Exists(body => Contains(body, word))).ShouldBeEmpty();
    }

    private static async Task ExchangeEverythingAsync(BridgeFixture bridge)
    {
        await bridge.SendTextAsync("a private text of the client");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendFileAsync("http://127.0.0.1:9/private-file.png?token=secret-of-the-link", "private-file.png");
        bridge.Jaicp.Events.Next(new Answer(500));
        await bridge.AnswerAsync("a private answer of the agent");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);
        foreach (var path in new[] { $"/operator/shop/{BridgeApp.Key}/nothing?token=secret-of-the-link", "/files/a-signed-token/private-file.png" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, path));
            request.Headers.UserAgent.ParseAdd("a-strange-agent/1.0");
            using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static string NewTrace() => ActivityTraceId.CreateRandom().ToHexString();

    private static void AddTrace(HttpRequestMessage request, string trace, string flags = "01") =>
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{CallerSpan}-{flags}");

    private static async Task<string> SendTextAsync(BridgeFixture bridge, string text, string flags = "01")
    {
        var trace = NewTrace();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.OperatorUrl, "sendText"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { userId = BridgeFixture.User, text }),
        };
        AddTrace(request, trace, flags);
        using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return trace;
    }

    private static Task HasAsync(BridgeFixture bridge, OtlpReceiver collector, string trace, string span) =>
        bridge.UntilAsync(() => collector.Trace(trace).Any(found => found.Name == span), what: $"the span {span}");

    /// <summary>Waits until the span was exported: a span ends after those within it, and may come with a later request.</summary>
    private static async Task<ExportedSpan> FindAsync(BridgeFixture bridge, OtlpReceiver collector, string trace, string name)
    {
        await HasAsync(bridge, collector, trace, name);
        return collector.Trace(trace).Where(span => span.Name == name).ShouldHaveSingleItem(name);
    }

    private static bool Contains(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
