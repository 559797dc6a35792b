using HelpdeskBridge.Channels;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using Polly;
using Refit;

namespace HelpdeskBridge.Jaicp.Events;

internal static class JaicpEventsSetup
{
    public static void AddJaicpEvents(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;

        // One client per channel, so that a webhook that is slow or down takes no other's place.
        foreach (var channel in settings.GetNames(ChannelRegistry.Section))
        {
            // The address is replaced by each event's own; Refit wants one.
            var client = builder.Services.AddOutgoingHttpClient(GetClient(channel), new Uri("http://jaicp.invalid")).ConnectOnlyToAllowedAddresses(timeout);
            client.AddResilienceHandler("jaicp", pipeline => pipeline.AddTimeout(timeout));
            client.AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxReceiptBytes));
            client.AddHttpMessageHandler(() => new VerbatimAddressHandler());
            builder.Services.AddKeyedSingleton(channel, (services, _) =>
                RestService.ForGenerated<IJaicpApi>(services.GetRequiredService<IHttpClientFactory>().CreateClient(GetClient(channel)), JaicpEvent.Refit));
        }

        builder.Services.AddSingleton<JaicpEventFactory>();
        builder.Services.AddSingleton<IMessageSender, JaicpSender>();
    }

    private static string GetClient(string channel) => $"jaicp:{channel}";
}
