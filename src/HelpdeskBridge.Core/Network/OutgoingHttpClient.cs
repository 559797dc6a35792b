using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace HelpdeskBridge.Network;

/// <summary>The common configuration of all HTTP clients of the bridge.</summary>
internal static class OutgoingHttpClient
{
    public static IHttpClientBuilder AddOutgoingHttpClient(
        this IServiceCollection services, string name, OutgoingTarget target, Uri? baseAddress = null)
    {
        var client = services.AddHttpClient(name, http =>
        {
            http.BaseAddress = baseAddress;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("HelpdeskBridge/1.0");

            // The resilience handler has the timeout. This one would also count the time a request waits in the concurrency limiter.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });

        // The factory's loggers write complete addresses, and the address of JAICP's webhook contains a key.
        client.RemoveAllLoggers();

        // Handlers live as long as the process. PooledConnectionLifetime makes sure that changes in DNS are noticed.
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        // After all other configuration, so that they become the innermost of the additional handlers.
        services.TryAddSingleton<OutgoingCallMetrics>();
        services.PostConfigure<HttpClientFactoryOptions>(name, options => options.HttpMessageHandlerBuilderActions.Add(handlers =>
        {
            handlers.AdditionalHandlers.Add(new OutgoingCallHandler(target, handlers.Services.GetRequiredService<OutgoingCallMetrics>()));
            if (handlers.Services.GetService<IRequestGate>() is { } gate)
                handlers.AdditionalHandlers.Add(new RequestGateHandler(gate));
        }));
        return client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            UseCookies = false,

            // The handler above sends the trace id.
            ActivityHeadersPropagator = null,
        });
    }
}
