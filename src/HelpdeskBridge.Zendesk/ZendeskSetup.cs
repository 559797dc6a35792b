using HelpdeskBridge.Attachments;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Attachments;
using HelpdeskBridge.Zendesk.Availability;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.SignIn;
using HelpdeskBridge.Zendesk.Tickets;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Refit;

namespace HelpdeskBridge.Zendesk;

internal static class ZendeskSetup
{
    public static void AddZendesk(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<IHelpdeskFactory, Factory>();
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;
        foreach (var (name, options) in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section).Where(pair => pair.Value.Kind == HelpdeskKind.Zendesk))
        {
            var baseUrl = new Uri(options.BaseUrl);
            builder.Services.AddKeyedSingleton(name, (services, _) => new ZendeskTokens(
                name,
                () => services.GetRequiredService<IOptionsMonitor<HelpdeskOptions>>().Get(name),
                RestService.ForGenerated<IZendeskSignInApi>(services.GetRequiredService<IHttpClientFactory>().CreateClient(SignInClient(name)), ZendeskJson.Refit),
                services.GetRequiredService<BridgeClock>(),
                services.GetRequiredService<ILogger<ZendeskTokens>>()));
            builder.Services.AddOutgoingHttpClient(SignInClient(name), baseUrl).AddBreaker().AddLimits(timeout)
                .AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxReceiptBytes));
            builder.Services.AddOutgoingHttpClient(ApiClient(name), baseUrl)
                .AddBreaker()

                // Behind the breaker: what is not even tried takes no place in the budget. Before the time-out: waiting for a place is no fault.
                .AddHttpMessageHandler(services => new BudgetHandler(name, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<BridgeClock>()))
                .AddLimits(timeout)
                .AddHttpMessageHandler(services => new ZendeskSignInHandler(services.GetRequiredKeyedService<ZendeskTokens>(name)))
                .AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxDataBytes));
            builder.Services.AddOutgoingHttpClient(UploadClient(name), baseUrl)
                .AddBreaker()
                .AddHttpMessageHandler(services => new BudgetHandler(name, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<BridgeClock>()))
                .AddLimits(timeout: null) // An upload is ended only by standing still.
                .AddHttpMessageHandler(services => new ZendeskSignInHandler(services.GetRequiredKeyedService<ZendeskTokens>(name)))
                .AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxReceiptBytes));

            // Downloads have a limit of their own at Zendesk (2500 a minute), so they take nothing from the budget of live messages, nor their places.
            builder.Services.AddOutgoingHttpClient(FileClient(name), baseUrl)
                .AddHttpMessageHandler(services => new ZendeskSignInHandler(services.GetRequiredKeyedService<ZendeskTokens>(name)));
        }
    }

    /// <summary>
    /// A circuit breaker per account. No retries but one for a read that failed on the way: sending again is the lane's business, because
    /// only it knows durably what was sent.
    /// </summary>
    private static IHttpClientBuilder AddBreaker(this IHttpClientBuilder client)
    {
        client.AddResilienceHandler("breaker", pipeline => pipeline
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(200),
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is HttpRequestException && args.Context.GetRequestMessage()?.Method == HttpMethod.Get),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                // 429 and other refusals are answers of a healthy account; whether somebody is there is no reason to hold messages back.
                ShouldHandle = args => ValueTask.FromResult(
                    (args.Outcome.Exception is not null and not OperationCanceledException || (int?)args.Outcome.Result?.StatusCode >= 500)
                    && (args.Context.GetRequestMessage() is not { } request || BudgetHandler.GetKind(request) != RequestKind.Availability)),
                MinimumThroughput = 10,
                FailureRatio = 0.7,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(5),
            }));
        return client;
    }

    private static IHttpClientBuilder AddLimits(this IHttpClientBuilder client, TimeSpan? timeout)
    {
        client.AddResilienceHandler("limits", pipeline =>
        {
            pipeline.AddConcurrencyLimiter(permitLimit: 32, queueLimit: 10_000);
            if (timeout is { } longest)
                pipeline.AddTimeout(longest);
        });
        return client;
    }

    private static string ApiClient(string helpdesk) => $"zendesk:{helpdesk}";

    private static string FileClient(string helpdesk) => $"zendesk-files:{helpdesk}";

    private static string UploadClient(string helpdesk) => $"zendesk-uploads:{helpdesk}";

    private static string SignInClient(string helpdesk) => $"zendesk-sign-in:{helpdesk}";

    private sealed class Factory(
        IHttpClientFactory clients, IDatabase database, UntrustedHttpClient outside, ClientFileDownloadQueue fetches, ClientFileSpool spool, ChannelRegistry channels,
        IOptions<BridgeOptions> bridge, IOptions<DeliveryOptions> delivery, IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock, ILoggerFactory logs) : IHelpdeskFactory
    {
        public HelpdeskKind Kind => HelpdeskKind.Zendesk;

        public IHelpdesk Create(string name)
        {
            var api = RestService.ForGenerated<IZendeskApi>(clients.CreateClient(ApiClient(name)), ZendeskJson.Refit);
            var requesters = new ZendeskRequesters(name, api, database, clock);
            var uploads = RestService.ForGenerated<IZendeskUploads>(clients.CreateClient(UploadClient(name)), ZendeskJson.Refit);
            var files = new ClientFileUploader(uploads, fetches, spool, database, delivery, clock, logs.CreateLogger<ClientFileUploader>());
            var duplicates = new DuplicateCommentFinder(api, database, clock);
            var writer = new TicketWriter(
                new TicketOpener(api, requesters, duplicates, new TicketMerges(api, clock), channels, clock, logs.CreateLogger<TicketOpener>()),
                new TicketUpdater(api, requesters, duplicates, channels, bridge, clock, logs.CreateLogger<TicketUpdater>()));
            return new ZendeskHelpdesk(
                () => options.Get(name),
                api,
                files,
                writer,
                new TicketReader(api, clock),
                new AttachmentReader(clients.CreateClient(FileClient(name)), outside, delivery.Value.RequestTimeout, clock),
                new ZendeskAvailability(name, api, clock, logs.CreateLogger<ZendeskAvailability>()),
                new ZendeskSchedules(name, api, clock, logs.CreateLogger<ZendeskSchedules>()),
                clock);
        }
    }
}
