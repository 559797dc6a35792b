using System.Net;
using HelpdeskBridge.Operations;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Network;

internal static class NetworkSetup
{
    public static void AddNetwork(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        builder.Services.AddSingleton<NetworkRules>();
        builder.Services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<OutsideClient>();
        builder.Services.AddOutgoingClient(OutsideClient.ClientName).DialOnlyPublic(settings.Delivery.RequestTimeout);
    }
}
