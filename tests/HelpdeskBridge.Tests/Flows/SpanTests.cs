using System.Net;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What spans hold: by OpenTelemetry's conventions, and nothing secret.</summary>
[Collection(nameof(RunsAlone))]
public sealed class SpanTests
{
    private const string SendText = "POST /operator/{channel}/{key}/sendText";

    [Fact]
    public async Task A_refused_call_is_no_error_of_the_bridge_and_one_that_the_store_can_not_take_is()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var (refused, failed) = (TracedCalls.NewTrace(), TracedCalls.NewTrace());
        (await bridge.CallTracedAsync("sendText", new { }, refused)).Dispose();
        using (bridge.App.LockStore())
            (await bridge.CallTracedAsync("sendText", new { userId = BridgeFixture.User, text = "More" }, failed)).Dispose();

        var refusal = await bridge.FindSpanAsync(collector, refused, SendText);
        (refusal.Tag("http.response.status_code"), refusal.Tag("error.type"), refusal.IsError).ShouldBe(("400", null, false));
        var failure = await bridge.FindSpanAsync(collector, failed, SendText);
        (failure.Tag("http.response.status_code"), failure.Tag("error.type"), failure.IsError).ShouldBe(("503", "503", true));
    }

    [Fact]
    public async Task A_method_that_nobody_knows_and_an_address_that_is_none_are_not_named()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.StartAsync(collector.Settings);
        var (strange, nowhere) = (TracedCalls.NewTrace(), TracedCalls.NewTrace());
        (await CallAsync(bridge, new HttpMethod("A-STRANGE-METHOD"), "/nowhere", strange)).Dispose();
        (await CallAsync(bridge, HttpMethod.Get, "/nowhere", nowhere)).Dispose();

        (await bridge.FindSpanAsync(collector, strange, "HTTP")).Tag("http.request.method").ShouldBe("_OTHER");
        var span = await bridge.FindSpanAsync(collector, nowhere, "GET");
        span.Tags.Keys.ShouldBe(["http.request.method", "url.scheme", "http.response.status_code"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_call_of_the_helpdesk_names_its_host_and_operation_and_one_of_an_unknown_host_only_that_it_is_for_a_file()
    {
        await using var collector = OtlpReceiver.Start();
        await using var files = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        bridge.Zendesk.AcceptsUploads();
        var trace = TracedCalls.NewTrace();
        (await bridge.CallTracedAsync("sendFile", new { userId = BridgeFixture.User, url = files.Url, fileName = "a.png" }, trace)).Dispose();
        await bridge.DeliveredAsync("ClientFile");

        var upload = await bridge.FindSpanAsync(collector, trace, "POST /api/v2/uploads");
        upload.Tag("url.template").ShouldBe("/api/v2/uploads");
        upload.Tag("server.address").ShouldBe("127.0.0.1");
        upload.Tag("server.port").ShouldBe($"{bridge.Zendesk.Url.Port}");
        upload.Tag("bridge.name").ShouldBe("main");
        var download = await bridge.FindSpanAsync(collector, trace, "GET file");
        download.Tags.Keys.ShouldBe(["http.request.method", "bridge.target", "http.response.status_code"], ignoreOrder: true);
        files.Requests.ShouldHaveSingleItem().Header("traceparent").ShouldBeNull();
    }

    [Fact]
    public async Task A_call_without_an_answer_has_the_kind_of_its_failure()
    {
        await using var collector = OtlpReceiver.Start();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        var trace = TracedCalls.NewTrace();
        var url = "http://127.0.0.1:9/nobody-listens";
        (await bridge.CallTracedAsync("sendFile", new { userId = BridgeFixture.User, url, fileName = "a.png" }, trace)).Dispose();
        await bridge.HasSpanAsync(collector, trace, "GET file");

        var call = collector.Trace(trace).First(span => span.Name == "GET file");
        (call.Tag("error.type"), call.IsError).ShouldBe(("connection_error", true));
    }

    [Fact]
    public async Task An_attempt_that_fails_before_anything_is_sent_is_a_span_as_well()
    {
        await using var collector = OtlpReceiver.Start();
        await using var files = await FileServerStub.StartAsync();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(collector.Settings);
        if (Directory.Exists(bridge.App.Spool))
            Directory.Delete(bridge.App.Spool, recursive: true);
        await File.WriteAllTextAsync(bridge.App.Spool, "a file where the folder should be", TestContext.Current.CancellationToken);
        var trace = TracedCalls.NewTrace();
        (await bridge.CallTracedAsync("sendFile", new { userId = BridgeFixture.User, url = files.Url, fileName = "a.png" }, trace)).Dispose();

        await bridge.HasSpanAsync(collector, trace, "deliver ClientFile");
        var attempt = collector.Trace(trace).First(span => span.Name == "deliver ClientFile");
        (attempt.Tag("bridge.attempt"), attempt.Tag("bridge.outcome"), attempt.IsError).ShouldBe(("1", "Retry", true));
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
            "A-STRANGE-METHOD",
        ];
        var sent = collector.Bodies("/v1/traces").Concat(collector.Bodies("/v1/metrics")).ToList();
        sent.Count.ShouldBeGreaterThan(1);
        LogScan.GetSought(words).Where(word => sent.Exists(body => OtlpReceiver.Contains(body, word))).ShouldBeEmpty();
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
            using var response = await CallAsync(bridge, HttpMethod.Get, path);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await CallAsync(bridge, new HttpMethod("A-STRANGE-METHOD"), $"/operator/shop/{BridgeApp.Key}/sendText")).Dispose();
    }

    private static async Task<HttpResponseMessage> CallAsync(BridgeFixture bridge, HttpMethod method, string path, string? trace = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(bridge.App.Url, path));
        request.Headers.UserAgent.ParseAdd("a-strange-agent/1.0");
        if (trace is not null)
            request.AddTrace(trace);
        return await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
