using HelpdeskBridge.Network;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.SignIn;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Refit;

namespace HelpdeskBridge.Zendesk;

/// <summary>
/// The HTTP clients of an account. Each one's pipeline is listed from the outside in: circuit breaker, request budget, concurrency limit and
/// timeout, credentials, maximum size of the response.
/// </summary>
internal static class ZendeskHttpClients
{
    private const int MaxConcurrentRequests = 32;
    private const int MaxQueuedRequests = 10_000;

    public static void AddZendeskHttpClients(this IServiceCollection services, string helpdesk, Uri baseUrl, TimeSpan timeout)
    {
        var target = OutgoingTarget.Helpdesk(helpdesk, ZendeskOperations.GetName);
        services.AddOutgoingHttpClient(SignInClient(helpdesk), target, baseUrl)
            .AddRetryAndCircuitBreaker(helpdesk, "sign-in")
            .AddConcurrencyLimitAndTimeout(timeout)
            .AddMaxResponseSize(MaxResponseSizeHandler.MaxReceiptBytes);

        services.AddOutgoingHttpClient(ApiClient(helpdesk), target, baseUrl)
            .AddRetryAndCircuitBreaker(helpdesk, "api")
            .AddBudget(helpdesk)
            .AddConcurrencyLimitAndTimeout(timeout)
            .AddSignIn(helpdesk)
            .AddMaxResponseSize(MaxResponseSizeHandler.MaxDataBytes);

        // An upload has no timeout. It ends when it makes no progress (UploadContent).
        services.AddOutgoingHttpClient(UploadClient(helpdesk), target, baseUrl)
            .AddRetryAndCircuitBreaker(helpdesk, "uploads")
            .AddBudget(helpdesk)
            .AddConcurrencyLimitAndTimeout(timeout: null)
            .AddSignIn(helpdesk)
            .AddMaxResponseSize(MaxResponseSizeHandler.MaxReceiptBytes);

        // Zendesk limits downloads apart from other requests (2500 a minute; developer.zendesk.com, rate limits). So they take nothing from the
        // budget, and share no limit with messages.
        services.AddOutgoingHttpClient(DownloadClient(helpdesk), target, baseUrl)
            .AddSignIn(helpdesk);
    }

    public static IZendeskSignInApi CreateSignInApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IZendeskSignInApi>(clients.CreateClient(SignInClient(helpdesk)), ZendeskJson.RefitSettings);

    public static IZendeskApi CreateApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IZendeskApi>(clients.CreateClient(ApiClient(helpdesk)), ZendeskJson.RefitSettings);

    public static IZendeskAdminApi CreateAdminApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IZendeskAdminApi>(clients.CreateClient(ApiClient(helpdesk)), ZendeskJson.RefitSettings);

    public static IZendeskUploadApi CreateUploadApi(this IHttpClientFactory clients, string helpdesk) =>
        RestService.ForGenerated<IZendeskUploadApi>(clients.CreateClient(UploadClient(helpdesk)), ZendeskJson.RefitSettings);

    public static HttpClient CreateDownloadClient(this IHttpClientFactory clients, string helpdesk) =>
        clients.CreateClient(DownloadClient(helpdesk));

    /// <summary>
    /// One circuit breaker per account. Only a read whose connection failed is retried here, once. Every other retry is the outbound queue's,
    /// because only the queue durably knows what was sent.
    /// </summary>
    private static IHttpClientBuilder AddRetryAndCircuitBreaker(this IHttpClientBuilder client, string helpdesk, string name)
    {
        client.AddResilienceHandler("breaker", (pipeline, context) => pipeline
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = false,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is HttpRequestException && args.Context.GetRequestMessage()?.Method == HttpMethod.Get),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(IsAccountFailure(args.Outcome)),
                MinimumThroughput = 10,
                FailureRatio = 0.7,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(5),
                StateProvider = context.ServiceProvider.GetRequiredService<CircuitBreakers>().Add(helpdesk, name),
            }));
        return client;
    }

    /// <summary>
    /// Whether the outcome counts as a failure of the account: it could not be connected to or signed in to. Any response, and also a lost one, may
    /// be about a single ticket, which must not stop the others.
    /// </summary>
    private static bool IsAccountFailure(Outcome<HttpResponseMessage> outcome) => ZendeskFailureTable.IsConnectionFailure(outcome.Exception);

    /// <summary>
    /// Inside the circuit breaker, so that a request that the breaker rejects takes no place in the budget. Outside the timeout, so that waiting for
    /// a place does not count as a failure.
    /// </summary>
    private static IHttpClientBuilder AddBudget(this IHttpClientBuilder client, string helpdesk) =>
        client.AddHttpMessageHandler(services => new BudgetHandler(
            helpdesk, services.GetRequiredService<IAccountBudgets>(), services.GetRequiredService<BridgeClock>()));

    /// <param name="client">The client.</param>
    /// <param name="timeout">How long a request may take; null: as long as it needs.</param>
    private static IHttpClientBuilder AddConcurrencyLimitAndTimeout(this IHttpClientBuilder client, TimeSpan? timeout)
    {
        client.AddResilienceHandler("limits", (pipeline, context) =>
        {
            // Each kind of request has places of its own, so that slow reads leave places for writes, and the other way round.
            var limiter = context.ServiceProvider.GetRequiredService<ClusterShare>().CreateLimiter<HttpRequestMessage, (RequestKind, bool IsRead)>(
                MaxConcurrentRequests, request => (RequestKinds.Get(request), request.Method == HttpMethod.Get), MaxQueuedRequests);
            pipeline.AddRateLimiter(new HttpRateLimiterStrategyOptions
            {
                RateLimiter = args => limiter.AcquireAsync(
                    args.Context.GetRequestMessage()!, cancellationToken: args.Context.CancellationToken),
            });
            if (timeout is { } max)
                pipeline.AddTimeout(max);
        });
        return client;
    }

    private static IHttpClientBuilder AddSignIn(this IHttpClientBuilder client, string helpdesk) =>
        client.AddHttpMessageHandler(services => new ZendeskSignInHandler(services.GetRequiredKeyedService<ZendeskCredentials>(helpdesk)));

    private static IHttpClientBuilder AddMaxResponseSize(this IHttpClientBuilder client, long maxBytes) =>
        client.AddHttpMessageHandler(() => new MaxResponseSizeHandler(maxBytes));

    private static string ApiClient(string helpdesk) => $"zendesk:{helpdesk}";

    private static string UploadClient(string helpdesk) => $"zendesk-uploads:{helpdesk}";

    private static string DownloadClient(string helpdesk) => $"zendesk-files:{helpdesk}";

    private static string SignInClient(string helpdesk) => $"zendesk-sign-in:{helpdesk}";
}
