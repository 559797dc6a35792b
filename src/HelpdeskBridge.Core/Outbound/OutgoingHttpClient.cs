using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.Outbound;

/// <summary>What every HTTP client of the bridge has in common.</summary>
internal static class OutgoingHttpClient
{
    public static IHttpClientBuilder AddOutgoingHttpClient(this IServiceCollection services, string name, Uri? baseAddress = null)
    {
        var client = services.AddHttpClient(name, http =>
        {
            http.BaseAddress = baseAddress;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("HelpdeskBridge/1.0");

            // The resilience handler has the time-out; this one would cut off waiting for a place as well.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });

        // The factory's own loggers write whole addresses, and JAICP's hold its key.
        client.RemoveAllLoggers();

        // Clients live as long as the process, so connections are renewed below them, to see changes of DNS.
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return client.ConfigurePrimaryHttpMessageHandler(() =>
            new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false, UseCookies = false });
    }

    /// <summary>What the answer's Retry-After asks for, in either form.</summary>
    public static TimeSpan? RetryAfter(this IApiResponse response, BridgeClock clock) =>
        response.Headers?.RetryAfter is { } header ? header.Delta ?? header.Date - clock.Now : null;
}
