using System.Net;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Outbound;

internal static class OutboundSetup
{
    public static void AddOutbound(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<UntrustedHttpClient>();
        builder.Services.AddOutgoingHttpClient(UntrustedHttpClient.ClientName)
            .ConnectOnlyToAllowedAddresses(settings.Get<DeliveryOptions>().RequestTimeout);
    }
}
