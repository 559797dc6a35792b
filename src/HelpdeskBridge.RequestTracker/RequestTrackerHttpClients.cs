using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Limits;
using HelpdeskBridge.RequestTracker.SignIn;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Refit;

namespace HelpdeskBridge.RequestTracker;

/// <summary>
/// The HTTP clients of an account. Each one's pipeline is listed from the outside in: circuit breaker, limits, timeout, credentials, size of the
/// response.
/// </summary>
internal static class RequestTrackerHttpClients
{
    /// <summary>Below the second after which starman closes an idle connection.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>A file is taken whole into the server's memory before it answers.</summary>
    private const double SlowestBytesPerSecond = 256 * 1024;

    public static void AddRequestTrackerHttpClients(this IServiceCollection services, string helpdesk, Uri baseUrl, TimeSpan timeout)
    {
        var root = new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + RequestTrackerOperations.Root);
        var target = OutgoingTarget.Helpdesk(helpdesk, RequestTrackerOperations.GetName);
        Add(ReadClient(helpdesk)).AddLimits(helpdesk, timeout)
            .AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxDataBytes));

        // A write that meets a connection which the server has just closed can't be told from one that was taken. So each has its own.
        Add(WriteClient(helpdesk)).ConfigureHttpClient(http => http.DefaultRequestHeaders.ConnectionClose = true).AddLimits(helpdesk, timeout)
            .AddHttpMessageHandler(() => new WriteResponseHandler(MaxResponseSizeHandler.MaxReceiptBytes));

        // Files are streamed to readers whose pace nobody knows, so they hold no place that messages wait for.
        Add(FileClient(helpdesk)).AddHttpMessageHandler(services => CreateSignIn(services, helpdesk));

        IHttpClientBuilder Add(string name) => services.AddOutgoingHttpClient(name, target, root).ConfigurePrimaryHttpMessageHandler(
            (handler, _) => ((SocketsHttpHandler)handler).PooledConnectionIdleTimeout = IdleTimeout);
    }

    public static IRequestTrackerApi CreateRequestTrackerApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IRequestTrackerApi>(clients.CreateClient(ReadClient(helpdesk)), RequestTrackerJson.RefitSettings);

    public static IRequestTrackerWriteApi CreateRequestTrackerWriteApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IRequestTrackerWriteApi>(clients.CreateClient(WriteClient(helpdesk)), RequestTrackerJson.RefitSettings);

    public static HttpClient CreateRequestTrackerFileClient(this IHttpClientFactory clients, string helpdesk) =>
        clients.CreateClient(FileClient(helpdesk));

    private static IHttpClientBuilder AddLimits(this IHttpClientBuilder client, string helpdesk, TimeSpan timeout)
    {
        client.AddResilienceHandler("breaker", (pipeline, context) => pipeline
            .AddRetry(new HttpRetryStrategyOptions
            {
                // The other client only reads, or changes what may be changed twice.
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(200),
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is HttpRequestException && client.Name != WriteClient(helpdesk)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(RefitCalls.IsConnectionFailure(args.Outcome.Exception)),
                MinimumThroughput = 10,
                FailureRatio = 0.7,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(5),
                StateProvider = client.Name == ReadClient(helpdesk)
                    ? context.ServiceProvider.GetRequiredKeyedService<RequestLimits>(helpdesk).CircuitBreaker
                    : null,
            }));
        client.AddHttpMessageHandler(services => new LimitHandler(services.GetRequiredKeyedService<RequestLimits>(helpdesk)));
        client.AddResilienceHandler("timeout", pipeline => pipeline.AddTimeout(new HttpTimeoutStrategyOptions
        {
            TimeoutGenerator = args => ValueTask.FromResult(timeout + GetTimeOfBody(args.Context.GetRequestMessage())),
        }));
        return client.AddHttpMessageHandler(services => CreateSignIn(services, helpdesk));
    }

    private static TimeSpan GetTimeOfBody(HttpRequestMessage? request) =>
        TimeSpan.FromSeconds((request?.Content?.Headers.ContentLength ?? 0) / SlowestBytesPerSecond);

    private static SignInHandler CreateSignIn(IServiceProvider services, string helpdesk) =>
        new(helpdesk, services.GetRequiredService<IOptionsMonitor<HelpdeskOptions>>());

    private static string ReadClient(string helpdesk) => $"request-tracker:{helpdesk}";

    private static string WriteClient(string helpdesk) => $"request-tracker-writes:{helpdesk}";

    private static string FileClient(string helpdesk) => $"request-tracker-files:{helpdesk}";
}
