using System.Net;
using System.Text;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.OperatorApi;

/// <summary>The Operator API's answers other than to faulty bodies.</summary>
public sealed class AnswerTests(AnswerTests.Fixture fixture) : IClassFixture<AnswerTests.Fixture>
{
    private const string PreviousKey = "ffffffffffffffffffffffffffffffff";
    private const string Text = """{"userId":"u1","text":"Hello"}""";

    [Theory]
    [InlineData("setWebhook", """{"url":"https://bot.jaicp.com/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:01"}""")]
    [InlineData("setWebhook", """{"url":"https://x.y.just-ai.com/w"}""")]
    [InlineData("setWebhook", """{"url":"https://app.tovie.ai/w"}""")]
    [InlineData("setWebhook", """{"url":"HTTPS://BOT.JAICP.COM/w"}""")]
    [InlineData("setWebhook", """{"url":""}""")]
    [InlineData("selectDestination", """{"userId":"u1","destinationId":"360001234567"}""")]
    [InlineData("sendText", Text)]
    [InlineData("sendFile", """{"userId":"u1","url":"http://files.example.com/a.png"}""")]
    [InlineData("sendFile", """{"userId":"u1","url":"https://10.0.0.1:8443/a","fileName":null,"size":"12"}""")]
    [InlineData("closeChat", """{"userId":"u1"}""")]
    [InlineData("closeChat", """{"userId":"u1","text":null}""")]
    public async Task A_call_is_answered_200_with_an_empty_object(string method, string body)
    {
        using var response = await fixture.Bridge.App.PostAsync(method, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
    }

    [Fact]
    public async Task A_wrong_key_and_an_unknown_channel_look_the_same()
    {
        var bridge = fixture.Bridge;
        var wrongKey = await BytesAsync(await PostAsync(bridge, $"/operator/shop/{BridgeApp.Key[..^1]}0/sendText"));
        var unknown = await BytesAsync(await PostAsync(bridge, $"/operator/unknown/{BridgeApp.Key}/sendText"));

        wrongKey.ShouldStartWith("404\n");
        wrongKey.ShouldContain("application/problem+json");
        unknown.ShouldBe(wrongKey);
    }

    [Theory]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("%20")]
    public async Task Keys_are_compared_exactly(string key) =>
        (await PostAsync(fixture.Bridge, $"/operator/shop/{key}/sendText")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData(BridgeApp.Key, 200)]
    [InlineData(PreviousKey, 200)]
    [InlineData("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", 404)]
    public async Task The_previous_key_is_taken_as_well(string key, int status) =>
        ((int)(await PostAsync(fixture.Bridge, $"/operator/shop/{key}/closeChat", """{"userId":"u1"}""")).StatusCode).ShouldBe(status);

    [Theory]
    [InlineData("GET", "setWebhook")]
    [InlineData("GET", "selectDestination")]
    [InlineData("PUT", "sendText")]
    [InlineData("DELETE", "sendFile")]
    [InlineData("PATCH", "closeChat")]
    [InlineData("DELETE", "getDestinations")]
    public async Task Another_method_is_405(string method, string call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(fixture.Bridge.App.OperatorUrl, call));
        using var response = await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("sendTexts")]
    [InlineData("sendText/more")]
    public async Task Another_call_is_404(string call) =>
        (await fixture.Bridge.App.PostAsync(call, Text)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData(2048, false, 200)]
    [InlineData(2048, true, 200)]
    [InlineData(2049, false, 413)]
    [InlineData(2049, true, 413)]
    [InlineData(300_000, true, 413)]
    public async Task A_body_above_the_limit_is_413_however_it_is_sent(int length, bool chunked, int status)
    {
        HttpResponseMessage? answer = null;
        await Wait.UntilAsync(async () => (answer = await TrySendAsync()) is not null);
        using var response = answer!;

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 413)
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

            // What is left of the body is read by nobody: the next call must not come on this connection.
            response.Headers.ConnectionClose.ShouldBe(true);
        }

        // The bridge may close the connection while the rest of a large body is being written. Then a client sees no answer, whatever it was.
        async Task<HttpResponseMessage?> TrySendAsync()
        {
            const int Buffered = 64 * 1024;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Bridge.App.OperatorUrl, "closeChat"))
            {
                Content = new StringContent("""{"userId":"u1"}""".PadRight(length), Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = chunked;
            try
            {
                return await fixture.Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException e) when (length > Buffered && e.InnerException is IOException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Calls_above_the_channels_limit_are_429()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Channels:shop:InboundPerSecond", "2"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bridge.App.PostAsync("closeChat", """{"userId":"u1"}""")));

        answers.Select(a => (int)a.StatusCode).Distinct().Order().ShouldBe([200, 429]);
        answers.First(a => (int)a.StatusCode == 429).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_channel_above_its_limit_leaves_the_others_theirs()
    {
        const string otherKey = "fedcba9876543210fedcba9876543210";
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:InboundPerSecond", "1"), ("Channels:other:Key", otherKey), ("Channels:other:Helpdesk", "main"),
            ("Channels:other:DefaultDestination", "1"));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bridge.App.PostAsync("closeChat", """{"userId":"u1"}""")));

        (await PostAsync(bridge, $"/operator/other/{otherKey}/closeChat", """{"userId":"u1"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> PostAsync(BridgeFixture bridge, string path, string body = Text)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await bridge.App.Http.PostAsync(new Uri(bridge.App.Url, path), content, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything of an answer but its date.</summary>
    private static async Task<string> BytesAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date")
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{body}";
    }

    /// <summary>Zendesk is down: no answer ever waits for it.</summary>
    public sealed class Fixture : SharedFixture
    {
        private protected override async Task<BridgeFixture> StartAsync()
        {
            var bridge = await BridgeFixture.StartAsync(("Channels:shop:PreviousKey", PreviousKey), ("Bridge:MaxBodyBytes", "2048"));
            bridge.Zendesk.StopListening();
            return bridge;
        }
    }
}
