using HelpdeskBridge.Network;
using HelpdeskBridge.Operations;
using HelpdeskBridge.Settings;
using Polly;
using Refit;

namespace HelpdeskBridge.Jaicp;

internal static class JaicpSetup
{
    public static void AddJaicp(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        // One client per channel, so that a webhook that is slow or down takes no other's place.
        foreach (var channel in settings.Channels.Keys)
        {
            // The address is replaced by each event's own; Refit wants one.
            var client = builder.Services.AddOutgoingClient(ClientOf(channel), new Uri("http://jaicp.invalid")).DialOnlyPublic(settings.Delivery.RequestTimeout);
            client.AddResilienceHandler("jaicp", pipeline => pipeline.AddTimeout(settings.Delivery.RequestTimeout));
            client.AddHttpMessageHandler(() => new BoundedAnswers(BoundedAnswers.OfReceipt));
            client.AddHttpMessageHandler(() => new VerbatimAddressHandler());
            builder.Services.AddKeyedSingleton(channel, (services, _) =>
                RestService.ForGenerated<IJaicpApi>(services.GetRequiredService<IHttpClientFactory>().CreateClient(ClientOf(channel)), JaicpEvent.Refit));
        }

        builder.Services.AddSingleton<JaicpSender>();
    }

    private static string ClientOf(string channel) => $"jaicp:{channel}";
}
