using HelpdeskBridge.Operations;
using HelpdeskBridge.Settings;
using Polly;
using Refit;

namespace HelpdeskBridge.Jaicp;

internal static class JaicpSetup
{
    private const string ClientName = "jaicp";

    public static void AddJaicp(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        // The address is replaced by each event's own; Refit wants one.
        var client = builder.Services.AddOutgoingClient(ClientName, new Uri("http://jaicp.invalid"));

        // No circuit breaker: the channels' webhooks share this client, and one that is down must not hold the others.
        client.AddResilienceHandler("jaicp", pipeline => pipeline
            .AddConcurrencyLimiter(permitLimit: 64, queueLimit: 10_000)
            .AddTimeout(settings.Delivery.RequestTimeout));
        client.AddHttpMessageHandler(() => new VerbatimAddressHandler());

        builder.Services.AddSingleton(services =>
            RestService.ForGenerated<IJaicpApi>(services.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName), JaicpEvent.Refit));
        builder.Services.AddSingleton<JaicpSender>();
    }
}
