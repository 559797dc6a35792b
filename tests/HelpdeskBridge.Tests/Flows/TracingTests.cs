using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What an OpenTelemetry collector is sent.</summary>
[Collection(nameof(RunsAlone))]
public sealed class TracingTests
{
    [Fact]
    public async Task A_text_is_one_trace_from_the_callers_span_to_the_comment()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var trace = await bridge.SendTracedTextAsync("More");
        await bridge.DeliveredAsync("ClientText");
        await bridge.HasSpanAsync(collector, trace, "PUT /api/v2/tickets/{id}");

        var accept = await bridge.FindSpanAsync(collector, trace, "POST /operator/{channel}/{key}/sendText");
        accept.ParentId.ShouldBe(TracedCalls.CallerSpan);
        var deliver = await bridge.FindSpanAsync(collector, trace, "deliver ClientText");
        deliver.ParentId.ShouldBe(accept.SpanId);
        deliver.Tag("bridge.channel").ShouldBe("shop");
        deliver.Tag("bridge.outcome").ShouldBe("Delivered");
        var call = await bridge.FindSpanAsync(collector, trace, "PUT /api/v2/tickets/{id}");
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
        var trace = await bridge.SendTracedTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(trace).Count(span => span.Name == "deliver ClientText") >= 2);

        var accept = await bridge.FindSpanAsync(collector, trace, "POST /operator/{channel}/{key}/sendText");
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
        var first = await bridge.SendTracedTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        var second = await bridge.SendTracedTextAsync("two");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(first).Any(span => span.Tag("bridge.outcome") == "Delivered"));

        var sent = collector.Trace(first).Single(span => span.Tag("bridge.outcome") == "Delivered");
        sent.Tag("bridge.batch.messages").ShouldBe("2");
        var accepts = new[]
        {
            await bridge.FindSpanAsync(collector, first, "POST /operator/{channel}/{key}/sendText"),
            await bridge.FindSpanAsync(collector, second, "POST /operator/{channel}/{key}/sendText"),
        };
        sent.Links.ShouldBe(accepts.Select(accept => $"{accept.TraceId}-{accept.SpanId}"));
    }

    [Fact]
    public async Task An_agents_answer_is_one_trace_from_the_webhook_over_the_read_to_JAICP_over_a_restart_too()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Unavailable);
        var trace = TracedCalls.NewTrace();
        using (await bridge.WebhookAsync($$"""{"ticket_id":"{{ZendeskStub.FirstTicket}}"}""", change: request => request.AddTrace(trace)))
            await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("could not be read", StringComparison.Ordinal)));
        bridge.Jaicp.Events.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi there"));
        await bridge.App.RestartAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1, stepSeconds: 1);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        await bridge.UntilAsync(() => collector.Trace(trace).Count(span => span.Name == "deliver AgentText") >= 2);

        var webhook = await bridge.FindSpanAsync(collector, trace, "POST /helpdesk/{helpdesk}/webhook");
        webhook.ParentId.ShouldBe(TracedCalls.CallerSpan);
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
        var unsampled = await bridge.SendTracedTextAsync("one", flags: "00");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Updates.Calls[^1].Header("traceparent")!.ShouldMatch($"^00-{unsampled}-[0-9a-f]{{16}}-00$");
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);
        var trace = TraceSent();
        await bridge.HasSpanAsync(collector, trace, "deliver ClientText");

        (await bridge.FindSpanAsync(collector, trace, "POST /operator/{channel}/{key}/sendText")).ParentId.ShouldBe("");
        collector.Trace(unsampled).ShouldBeEmpty();

        string TraceSent() => bridge.Zendesk.Updates.Calls[^1].Header("traceparent")!.Split('-')[1];
    }

    [Fact]
    public async Task With_the_standard_variables_spans_and_metrics_go_to_the_collector_under_the_services_name()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var trace = await bridge.SendTracedTextAsync("More");
        await bridge.DeliveredAsync("ClientText");
        await bridge.HasSpanAsync(collector, trace, "deliver ClientText");
        await bridge.UntilAsync(() => Has("/v1/metrics", "bridge.messages.settled"));

        Has("/v1/traces", "deliver ClientText").ShouldBeTrue();
        foreach (var path in new[] { "/v1/traces", "/v1/metrics" })
            Has(path, "service.name\u0012\u0011\n\u000fhelpdesk-bridge").ShouldBeTrue(path);

        bool Has(string path, string text) => collector.Bodies(path).Any(body => OtlpReceiver.Contains(body, text));
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off", true)]
    [InlineData("OTEL_TRACES_EXPORTER", "none", true)]
    [InlineData("OTEL_SDK_DISABLED", "true", false)]
    public async Task The_other_standard_variables_turn_traces_off(string name, string value, bool hasMetrics)
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync([.. collector.Settings, (name, value)]);
        (await bridge.ScrapeAsync()).Contains("bridge_", StringComparison.Ordinal).ShouldBe(hasMetrics);
        await bridge.App.StopAsync();

        collector.Spans.ShouldBeEmpty();
    }
}
