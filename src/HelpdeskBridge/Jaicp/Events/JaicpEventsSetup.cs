using HelpdeskBridge.Channels;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Polly;
using Refit;

namespace HelpdeskBridge.Jaicp.Events;

internal static class JaicpEventsSetup
{
    public static void AddJaicpEvents(this WebApplicationBuilder builder, EffectiveSettings settings)
    {
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;

        // Each channel has an HTTP client of its own, so that a slow webhook takes no connections from the others.
        foreach (var channel in settings.GetNames(ChannelRegistry.Section))
        {
            // Refit requires a base address. VerbatimAddressHandler replaces it for each event.
            var client = builder.Services
                .AddOutgoingHttpClient(GetClientName(channel), OutgoingTarget.Jaicp(channel), new Uri("http://jaicp.invalid"))
                .ConnectOnlyToAllowedAddresses(timeout);
            client.AddResilienceHandler("jaicp", pipeline => pipeline.AddTimeout(timeout));
            client.AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxReceiptBytes));
            client.AddHttpMessageHandler(() => new VerbatimAddressHandler());
            builder.Services.AddKeyedSingleton(channel, (services, _) => RestService.ForGenerated<IJaicpApi>(
                services.GetRequiredService<IHttpClientFactory>().CreateClient(GetClientName(channel)), JaicpEvent.RefitSettings));
        }

        builder.Services.AddSingleton<JaicpEventFactory>();
        builder.Services.AddSingleton<IMessageSender, JaicpSender>();
    }

    private static string GetClientName(string channel) => $"jaicp:{channel}";
}
