using System.Net;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Network;

internal static class NetworkSetup
{
    public static void AddNetwork(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<UntrustedHttpClient>();
        builder.Services.AddOutgoingHttpClient(UntrustedHttpClient.ClientName)
            .ConnectOnlyToAllowedAddresses(settings.Get<DeliveryOptions>().RequestTimeout);
    }
}
