using System.Net;
using System.Net.Sockets;
using System.Text;
using HelpdeskBridge.Http;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Http;

/// <summary>Callers who use too much are refused, and others are served as before.</summary>
public sealed class LimitTests
{
    private const string Close = """{"userId":"u1"}""";

    [Fact]
    public async Task A_flood_of_refused_calls_is_429_whatever_they_are_and_genuine_ones_are_served()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.TicketIs("open");
        var calls = Enumerable.Range(0, RejectionLimiter.Burst);
        await Parallel.ForEachAsync(calls, TestContext.Current.CancellationToken, async (_, cancellationToken) =>
            (await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/nowhere"), cancellationToken)).Dispose());

        var wrongKey = await AnswerAsync(bridge, "/operator/shop/wrong/closeChat");
        var unknown = await AnswerAsync(bridge, "/operator/unknown/wrong/closeChat");
        unknown.ShouldBe(wrongKey);
        (await AnswerAsync(bridge, "/helpdesk/main/webhook")).ShouldBe(wrongKey);
        (await AnswerAsync(bridge, "/helpdesk/unknown/webhook")).ShouldBe(wrongKey);
        (await AnswerAsync(bridge, "/files/forged/a.png", HttpMethod.Get)).ShouldBe(wrongKey);
        wrongKey.ShouldStartWith("429 Retry-After: 10");

        await bridge.AcceptedAsync("closeChat", new { userId = "u1" });
        using var webhook = await bridge.WebhookAsync("""{"ticket_id":"501","external_id":"","status":"open"}""");
        webhook.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var status = await bridge.CallAdminAsync("/admin/api/status");
        status.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(63, 200)]
    [InlineData(64, 400)]
    public async Task Json_that_is_nested_too_deep_is_refused(int depth, int status)
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        var nested = $$"""{"userId":"u1","x":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        ((int)(await bridge.App.PostAsync("closeChat", nested)).StatusCode).ShouldBe(status);
        var webhook = $$"""{"ticket_id":"1","x":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        ((int)(await bridge.WebhookAsync(webhook)).StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Headers_and_lines_have_their_limits()
    {
        await using var bridge = await BridgeFixture.StartAsync();

        var manyHeaders = string.Concat(Enumerable.Range(0, 80).Select(i => $"X{i}: a\r\n"));
        (await StatusAsync($"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldBe(414);
        (await StatusAsync($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 20_000)}\r\n\r\n")).ShouldBe(431);
        (await StatusAsync($"GET / HTTP/1.1\r\nHost: localhost\r\n{manyHeaders}\r\n")).ShouldBe(431);

        async Task<int> StatusAsync(string request) => RawCall.GetStatus(await RawCall.SendAsync(bridge.App.Url, request));
    }

    [Fact]
    public async Task Bodies_that_fill_the_memory_are_refused_until_there_is_room_and_only_those_of_unknown_callers()
    {
        // Unknown callers may have eight bodies of this size in memory together, one address half of that.
        await using var bridge = await BridgeFixture.StartAsync(("Bridge:MaxBodyBytes", "8388608"));
        bridge.Zendesk.TicketIs("open");
        var held = new List<TcpClient>();
        try
        {
            using var refused = await FillAsync(bridge, held);
            held.Count.ShouldBeGreaterThanOrEqualTo(4, "three of them leave room for one more");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));

            // JAICP has a limit of its own.
            await bridge.AcceptedAsync("closeChat", new { userId = "u1" });
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }

        // The service frees the memory as soon as it notices that the connections are closed.
        for (var i = 1; ; i++)
        {
            using var response = await SendLargeAsync(bridge);
            if (response.StatusCode == HttpStatusCode.OK)
                break;
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            i.ShouldBeLessThan(1000, "the memory is never free again");
        }
    }

    [Fact]
    public async Task Whoever_dribbles_is_cut_off_and_others_are_served_meanwhile()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Kestrel:Limits:RequestHeadersTimeout", "00:00:01"));
        const string Unfinished = "POST /operator/shop HTTP/1.1\r\nHost: localhost\r\nX-A: ";
        var slow = Enumerable.Range(0, 200).Select(_ => RawCall.SendAsync(bridge.App.Url, Unfinished)).ToList();
        for (var i = 0; i < 20; i++)
            await bridge.AcceptedAsync("closeChat", new { userId = "u1" });

        // The service ends them, because their headers never came.
        (await Task.WhenAll(slow)).ShouldAllBe(answer => RawCall.GetStatus(answer) == 408 || answer.Length == 0);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_a_failure_that_waits()
    {
        await using var endless = new EndlessServer();
        await using var bridge = await BridgeFixture.StartAsync(
            ("Channels:shop:WebhookUrl", endless.Url.AbsoluteUri + "w"), ("Helpdesks:main:BaseUrl", endless.Url.AbsoluteUri));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line =>
            line.Contains("gives no access token", StringComparison.Ordinal)
            || line.Contains("can't be reached for an access token", StringComparison.Ordinal)));

        bridge.Log.DeadLetters("OpenTicket").ShouldBe(0);
        endless.MaxSent.ShouldBeLessThan(40 * 1024 * 1024);
    }

    /// <summary>A webhook call whose last byte is never sent.</summary>
    private static async Task<TcpClient> HoldAsync(Uri service, int bytes)
    {
        var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port, TestContext.Current.CancellationToken);
        var request = Encoding.ASCII.GetBytes(
            $"POST /helpdesk/main/webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: {bytes + 1}\r\n\r\n{new string('x', bytes)}");
        try
        {
            await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The service refused the body and closed the connection.
        }

        return client;
    }

    /// <summary>
    /// Holds one body after the other until a call is refused. Four are enough, unless the service reads one of them so late that a call in
    /// between takes its room.
    /// </summary>
    private static async Task<HttpResponseMessage> FillAsync(BridgeFixture bridge, List<TcpClient> held)
    {
        while (true)
        {
            held.Add(await HoldAsync(bridge.App.Url, 7_000_000));
            var response = await SendLargeAsync(bridge);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                return response;
            response.Dispose();
            held.Count.ShouldBeLessThan(8, "an address may have half of eight bodies");
        }
    }

    private static Task<HttpResponseMessage> SendLargeAsync(BridgeFixture bridge) =>
        bridge.WebhookAsync($$"""{"ticket_id":"501","external_id":"","status":"open","x":"{{new string('x', 5_000_000)}}"}""");

    /// <summary>
    /// The answer once too many calls were rejected. It repeats the call, because the limiter allows some more each second; and many at the same
    /// time, because on a busy machine fewer than those come through one after the other.
    /// </summary>
    private static async Task<string> AnswerAsync(BridgeFixture bridge, string path, HttpMethod? method = null)
    {
        for (var round = 0; round < 500; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CallAsync(bridge, path, method)));
            if (Array.Find(answers, answer => answer is not null) is { } refused)
                return refused;
        }

        throw new TimeoutException("too many rejected calls are never answered with 429");
    }

    /// <returns>Null: the call was rejected as usual.</returns>
    private static async Task<string?> CallAsync(BridgeFixture bridge, string path, HttpMethod? method)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(bridge.App.Url, path));
        if (method is null)
            request.Content = new StringContent(Close);
        using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
            return null;
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} Retry-After: {response.Headers.RetryAfter} {body}";
    }

    /// <summary>Answers everything with JSON that never ends.</summary>
    private sealed class EndlessServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly Task _serving;

        public EndlessServer()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public long MaxSent { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _serving;
            _listener.Dispose();
            _end.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                    await SendAsync(client.GetStream());
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        private async Task SendAsync(NetworkStream stream)
        {
            var sent = 0L;
            try
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"access_token\":\""u8.ToArray(), _end.Token);
                for (var piece = Encoding.ASCII.GetBytes(new string('a', 64 * 1024)); ; sent += piece.Length)
                    await stream.WriteAsync(piece, _end.Token);
            }
            catch (IOException)
            {
                MaxSent = Math.Max(MaxSent, sent);
            }
        }
    }
}
