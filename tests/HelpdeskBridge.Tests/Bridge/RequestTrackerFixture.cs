using System.Net;
using System.Text;
using HelpdeskBridge.RequestTracker.Webhooks;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>The service between a strict Request Tracker and a strict JAICP. It polls every five seconds of its clock.</summary>
internal sealed class RequestTrackerFixture : IAsyncDisposable
{
    public const string Queue = "3";
    public const string OtherQueue = "4";

    /// <summary>Seconds between two polls.</summary>
    public const int Poll = 5;

    private RequestTrackerFixture(BridgeFixture bridge, RequestTrackerStub rt) => (Bridge, Rt) = (bridge, rt);

    public BridgeFixture Bridge { get; }

    public RequestTrackerStub Rt { get; }

    /// <summary>What Request Tracker keeps.</summary>
    public RequestTrackerData Data => Rt.Data;

    /// <param name="settings">Settings beside the usual ones; null removes one.</param>
    public static Task<RequestTrackerFixture> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(_ => { }, settings);

    /// <param name="prepare">What Request Tracker is like from the beginning.</param>
    /// <param name="settings">Settings beside the usual ones; null removes one.</param>
    public static async Task<RequestTrackerFixture> StartAsync(Action<RequestTrackerStub> prepare, params (string Key, string? Value)[] settings)
    {
        BridgeFixture? bridge = null;
        var start = BridgeApp.NewClock().GetUtcNow();
        var rt = new RequestTrackerStub(() => bridge?.Clock.GetUtcNow() ?? start);
        prepare(rt);
        bridge = await BridgeFixture.StartAsync(
            [.. GetAccount("main", rt), ("Channels:shop:DefaultDestination", Queue), .. settings]);
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        return new RequestTrackerFixture(bridge, rt);
    }

    /// <summary>With an open chat: the first ticket, opened with "Hello" and read once, and its feed has begun.</summary>
    public static async Task<RequestTrackerFixture> WithOpenChatAsync(params (string Key, string? Value)[] settings)
    {
        var fixture = await StartAsync(settings);
        await fixture.OpenChatAsync();
        return fixture;
    }

    /// <summary>The settings of an account.</summary>
    public static IEnumerable<(string Key, string? Value)> GetAccount(string name, RequestTrackerStub rt) =>
    [
        ($"Helpdesks:{name}:Kind", "RequestTracker"), ($"Helpdesks:{name}:BaseUrl", rt.BaseUrl.ToString()),
        ($"Helpdesks:{name}:OAuth:ClientId", null), ($"Helpdesks:{name}:OAuth:ClientSecret", null),
        ($"Helpdesks:{name}:ApiToken:Token", RequestTrackerStub.Token),

        // The limit goes by the machine's clock.
        ($"Helpdesks:{name}:RequestsPerMinute", "100000"),
    ];

    public async Task OpenChatAsync()
    {
        await Bridge.HandOverAsync(destination: Queue);
        await Bridge.SendTextAsync("Hello");
        await Bridge.DeliveredAsync("OpenTicket");
        await Bridge.UntilAsync(() => Bridge.Log.Readings(RequestTrackerStub.FirstTicket) >= 1);
        await BeginFeedAsync();
    }

    /// <summary>The feed begins with the first poll: what happened before is not told by it.</summary>
    public Task BeginFeedAsync() => Bridge.UntilAsync(() => Rt.FeedReads.Count >= 1, stepSeconds: Poll);

    /// <summary>The next so many polls.</summary>
    public async Task PollAsync(int count = 1)
    {
        for (var poll = 0; poll < count; poll++)
        {
            var reads = Rt.FeedReads.Count;
            await Bridge.UntilAsync(() => Rt.FeedReads.Count > reads, stepSeconds: Poll);
        }
    }

    /// <summary>Waits, poll after poll, until JAICP got so many events.</summary>
    public Task UntilHeardAsync(int count) =>
        Bridge.UntilAsync(() => Bridge.Jaicp.EventSummaries.Count >= count, stepSeconds: Poll, $"{count} events");

    /// <summary>Sends a text and waits until it is written. Time passes only where it has to.</summary>
    public async Task WriteAsync(string text, int stepSeconds = 0)
    {
        var before = Bridge.Log.Outcomes("ClientText", "Delivered");
        await Bridge.SendTextAsync(text);
        await Bridge.DeliveredAsync("ClientText", before + 1, stepSeconds);
    }

    /// <summary>The scrip tells that something happened in a ticket.</summary>
    public async Task RingAsync(
        long ticket = RequestTrackerStub.FirstTicket, string secret = BridgeApp.WebhookSecret, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"ticket_id":"{{ticket}}","transaction_id":"72"}""");
        var timestamp = Bridge.Clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Bridge.App.Url, "/helpdesk/main/webhook"));
        request.Content = new ByteArrayContent(body);
        request.Headers.Add(WebhookReader.TimestampHeader, timestamp);
        request.Headers.Add(WebhookReader.SignatureHeader, WebhookReader.Compute(secret, timestamp, body));
        using var response = await Bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected);
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        using (Rt)
        {
            Rt.HasNoStrayCalls();
            LogScan.FindsNothing(Bridge.Log, [.. LogScan.GetWords(Rt.Calls)]);
        }
    }
}
