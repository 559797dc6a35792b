using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Calls of the bridge with a trace context, and the spans that come of them.</summary>
internal static class TracedCalls
{
    /// <summary>The span of the caller.</summary>
    public const string CallerSpan = "00f067aa0ba902b7";

    public static string NewTrace() => ActivityTraceId.CreateRandom().ToHexString();

    public static void AddTrace(this HttpRequestMessage request, string trace, string flags = "01") =>
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{CallerSpan}-{flags}");

    /// <summary>Sends a text of the client.</summary>
    /// <returns>The id of its trace.</returns>
    public static async Task<string> SendTracedTextAsync(this BridgeFixture bridge, string text, string flags = "01")
    {
        var trace = NewTrace();
        using var response = await bridge.CallTracedAsync("sendText", new { userId = BridgeFixture.User, text }, trace, flags);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return trace;
    }

    /// <summary>Calls the Operator API.</summary>
    public static async Task<HttpResponseMessage> CallTracedAsync(
        this BridgeFixture bridge, string method, object body, string trace, string flags = "01")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.OperatorUrl, method)) { Content = JsonContent.Create(body) };
        request.AddTrace(trace, flags);
        return await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task HasSpanAsync(this BridgeFixture bridge, OtlpReceiver collector, string trace, string span) =>
        bridge.UntilAsync(() => collector.Trace(trace).Any(found => found.Name == span), what: $"the span {span}");

    /// <summary>Waits until the span was exported: a span ends after those within it, and may come with a later request.</summary>
    public static async Task<ExportedSpan> FindSpanAsync(this BridgeFixture bridge, OtlpReceiver collector, string trace, string name)
    {
        await bridge.HasSpanAsync(collector, trace, name);
        return collector.Trace(trace).Where(span => span.Name == name).ShouldHaveSingleItem(name);
    }
}
