using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Network;
using HelpdeskBridge.Tests.Simulators;
using HelpdeskBridge.Zendesk.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.AspNetCore;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// The service between a strict Zendesk and a strict JAICP: a call that the test did not expect fails it at the end. The
/// bridge's clock stands still unless a wait moves it.
/// </summary>
internal sealed class BridgeFixture : IAsyncDisposable
{
    public const string User = "telegram-123-987654";

    private BridgeFixture(FakeTimeProvider clock)
    {
        Clock = clock;
        Zendesk = new ZendeskStub(() => clock.GetUtcNow());
        Jaicp = new JaicpStub(() => clock.GetUtcNow());
    }

    public FakeTimeProvider Clock { get; }

    public ZendeskStub Zendesk { get; }

    public JaicpStub Jaicp { get; }

    public MemoryLog Log { get; } = new();

    public BridgeApp App { get; private set; } = null!;

    /// <summary>Signing in to Zendesk works; everything else is up to the test.</summary>
    /// <param name="settings">Settings beside the usual ones; null removes one.</param>
    public static Task<BridgeFixture> StartAsync(params (string Key, string? Value)[] settings) =>
        LogScan.WithFrameworks && Array.TrueForAll(settings, setting => !setting.Key.StartsWith("Serilog", StringComparison.Ordinal))
            ? WithOwnLoggingAsync([.. settings, .. LogScan.EverythingAtDebug])
            : StartAsync(settings, LogOwn);

    /// <summary>As <see cref="StartAsync(ValueTuple{string, string}[])"/>, but logging passes everything that it passes in production.</summary>
    public static async Task<BridgeFixture> WithOwnLoggingAsync(params (string Key, string? Value)[] settings)
    {
        var name = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        var bridge = await StartAsync(
            [.. settings, ("Serilog:Using:0", typeof(MemoryLog).Assembly.GetName().Name), ("Serilog:WriteTo:0:Name", nameof(MemoryLogSetup.Memory)),
                ("Serilog:WriteTo:0:Args:name", name)],
            (services, log) =>
            {
                MemoryLogSetup.Logs[name] = log;

                // The service uses Serilog's static logger, which tests that run at the same time would share.
                services.RemoveAll<ILoggerFactory>();
                services.AddSingleton<ILoggerFactory>(s => new SerilogLoggerFactory(s.GetRequiredService<Serilog.ILogger>()));
                services.AddOptions<RequestLoggingOptions>().Configure<Serilog.ILogger>((options, logger) => options.Logger = logger);
            });
        return bridge;
    }

    /// <summary>As <see cref="StartAsync(ValueTuple{string, string}[])"/>, where host names resolve as <paramref name="resolve"/> decides.</summary>
    public static Task<BridgeFixture> WithNamesAsync(NameResolver resolve, params (string Key, string? Value)[] settings) =>
        StartAsync(settings, (services, log) =>
        {
            services.RemoveAll<NameResolver>();
            services.AddSingleton(resolve);
            LogOwn(services, log);
        });

    /// <summary>As <see cref="StartAsync(ValueTuple{string, string}[])"/>, on a store with messages that are sent at once.</summary>
    /// <param name="prepare">What Zendesk answers from the beginning.</param>
    /// <param name="settings">Settings beside the usual ones; null removes one.</param>
    public static Task<BridgeFixture> OnFilledStoreAsync(Action<ZendeskStub> prepare, params (string Key, string? Value)[] settings) =>
        StartAsync(settings, LogOwn, prepare);

    /// <summary>A bridge whose webhook is set, between two sides that accept tickets and events.</summary>
    public static async Task<BridgeFixture> WithWebhookAsync(params (string Key, string? Value)[] settings)
    {
        var bridge = await StartAsync(settings);
        bridge.Zendesk.AcceptsTickets();
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        return bridge;
    }

    /// <summary>A bridge with an open conversation: webhook set, ticket 501 opened with "Hello" as its first comment.</summary>
    public static async Task<BridgeFixture> WithOpenChatAsync(params (string Key, string? Value)[] settings)
    {
        var bridge = await WithWebhookAsync(settings);
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");

        // With a short time limit, a busy machine may be too slow for the first attempt.
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: settings.Any(setting => setting.Key == "Delivery:RequestTimeout") ? 1 : 0);
        return bridge;
    }

    /// <summary>What the service itself logs, all of it; the frameworks only their troubles.</summary>
    private static void LogOwn(IServiceCollection services, MemoryLog log) => services.AddSerilog(
        (_, logger) => logger.MinimumLevel.Debug()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Error)
            .MinimumLevel.Override("Polly", LogEventLevel.Error)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .WithoutAddresses()
            .WriteTo.Sink(log),
        preserveStaticLogger: true);

    private static async Task<BridgeFixture> StartAsync(
        (string Key, string? Value)[] settings, Action<IServiceCollection, MemoryLog> logging, Action<ZendeskStub>? prepare = null)
    {
        var bridge = new BridgeFixture(BridgeApp.NewClock());
        bridge.Zendesk.SignsIn();
        prepare?.Invoke(bridge.Zendesk);
        bridge.App = await BridgeApp.StartAsync(
            bridge.Zendesk.Url,
            all =>
            {
                foreach (var (key, value) in settings)
                {
                    if (value is null)
                        all.Remove(key);
                    else
                        all[key] = value;
                }
            },
            bridge.Clock,
            services => logging(services, bridge.Log));
        return bridge;
    }

    public Task SetWebhookAsync(string url) => AcceptedAsync("setWebhook", new { url });

    public Task HandOverAsync(string user = User, string? destination = BridgeApp.DefaultGroup, string? name = "Ann") =>
        AcceptedAsync("selectDestination", new { userId = user, destinationId = destination, userName = name });

    public Task SendTextAsync(string text, string user = User) => AcceptedAsync("sendText", new { userId = user, text });

    public Task SendFileAsync(string url, string? name = null, string user = User) =>
        AcceptedAsync("sendFile", new { userId = user, url, fileName = name });

    public Task CloseChatAsync(string? text = null, string user = User) => AcceptedAsync("closeChat", new { userId = user, text });

    /// <summary>Calls the Operator API and expects 200 with <c>{}</c>.</summary>
    public async Task AcceptedAsync(string method, object body)
    {
        using var response = await App.CallAsync(method, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        text.ShouldBe("{}");
    }

    /// <summary>Zendesk's trigger calls the webhook about a ticket; signed, now.</summary>
    public async Task WakeAsync(long ticket = ZendeskStub.FirstTicket)
    {
        using var response = await WebhookAsync($$"""{"ticket_id":"{{ticket}}","external_id":"","status":"open"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Calls the webhook and waits until the ticket was read.</summary>
    public async Task WakeAndReadAsync(long ticket = ZendeskStub.FirstTicket)
    {
        var readings = Log.Readings(ticket);
        await WakeAsync(ticket);
        await UntilAsync(() => Log.Readings(ticket) > readings);
    }

    /// <summary>A webhook call, signed with the configured secret unless another one is given.</summary>
    public Task<HttpResponseMessage> WebhookAsync(
        string body, string helpdesk = "main", string secret = BridgeApp.WebhookSecret, TimeSpan? age = null,
        Action<HttpRequestMessage>? change = null)
    {
        var timestamp = (Clock.GetUtcNow() - (age ?? TimeSpan.Zero)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(App.Url, $"/helpdesk/{helpdesk}/webhook")) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Compute(secret, timestamp, bytes));
        change?.Invoke(request);
        return App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until so many messages of a kind were delivered and that is stored.</summary>
    public Task DeliveredAsync(string kind, int count = 1, int stepSeconds = 0) =>
        UntilAsync(() => Log.Outcomes(kind, "Delivered") >= count, stepSeconds, $"{count} {kind} delivered");

    /// <summary>
    /// Waits for a condition; with steps, moves the bridge's clock at each look. On a busy machine it goes on more slowly, so that the bridge's calls
    /// do not run into their time limits.
    /// </summary>
    public async Task UntilAsync(Func<bool> condition, int stepSeconds = 0, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Wait.Limit)
                throw new TimeoutException($"Not in time: {what}\n{string.Join('\n', Log.Lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(stepSeconds > 0 ? 15 : 3), TimeProvider.System);
            if (stepSeconds == 0)
                continue;
            await MachinePace.KeepAsync();
            if (!condition())
                Clock.Advance(TimeSpan.FromSeconds(stepSeconds));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        using (Zendesk)
        using (Jaicp)
        {
            Zendesk.HasNoStrayCalls();
            Jaicp.HasNoStrayCalls();
            LogScan.FindsNothing(Log, [.. App.Secrets, .. LogScan.GetWords(Zendesk.Calls), .. LogScan.GetWords(Jaicp.Calls)]);
        }
    }
}
