using System.Net;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Network;

internal static class NetworkSetup
{
    public static void AddNetwork(this IHostApplicationBuilder builder, EffectiveSettings settings) => builder.Services.AddNetwork(settings);

    public static void AddNetwork(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<UntrustedHttpClient>();
        services.AddOutgoingHttpClient(UntrustedHttpClient.ClientName, OutgoingTarget.Files)
            .ConnectOnlyToAllowedAddresses(settings.Get<DeliveryOptions>().RequestTimeout);
    }
}
