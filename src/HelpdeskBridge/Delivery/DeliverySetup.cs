using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace HelpdeskBridge.Delivery;

internal static class DeliverySetup
{
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Doorbell>();
        builder.Services.AddSingleton<DueAlarm>();
        builder.Services.AddSingleton<Turnstiles>();
        builder.Services.AddSingleton<Recovery>();
        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton<LaneRecorder>();
        builder.Services.AddSingleton<Lane>();
        builder.Services.AddHostedService<DueSweep>();
        builder.Services.AddHostedService<QuietChats>();
        builder.Services.AddHostedService<StoreGauges>();
        builder.Services.AddHealthChecks().AddCheck<DeliveryHealth>("delivery");

        // One process: a cluster of one, on loopback ports that were free a moment ago.
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort(), serviceId: "helpdesk-bridge", clusterId: "helpdesk-bridge")
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
