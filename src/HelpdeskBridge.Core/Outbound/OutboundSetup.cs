using System.Net;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Outbound;

internal static class OutboundSetup
{
    public static void AddOutbound(this IHostApplicationBuilder builder, BridgeSettings settings)
    {
        builder.Services.AddSingleton<NetworkRules>();
        builder.Services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<UntrustedHttpClient>();
        builder.Services.AddOutgoingHttpClient(UntrustedHttpClient.ClientName).ConnectOnlyToAllowedAddresses(settings.Delivery.RequestTimeout);
    }
}
