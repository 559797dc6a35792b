using System.Net;
using System.Net.Sockets;
using HelpdeskBridge.Options;
using Orleans.Configuration;

namespace HelpdeskBridge.Messaging;

internal static class MessagingSetup
{
    public static void AddMessaging(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        var delivery = settings.Get<DeliveryOptions>();
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSingleton<WakeUps>();
        builder.Services.AddSingleton<DueTimer>();
        builder.Services.AddSingleton<ConcurrencyLimits>();
        builder.Services.AddSingleton<EndpointHealth>();
        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton(new RetryPolicy(delivery.RetryDelays, delivery.GiveUpAfter));
        builder.Services.AddSingleton<MessageSenders>();
        builder.Services.AddSingleton<OutboundBatchLoader>();
        builder.Services.AddSingleton<DeliveryRecorder>();
        builder.Services.AddSingleton<DeliveryFollowUp>();
        builder.Services.AddSingleton<OutboundQueue>();
        builder.Services.AddSingleton<IDueWork, DueMessages>();
        builder.Services.AddHealthChecks().AddCheck<DeliveryHealthCheck>("delivery");

        // A cluster of one process. It uses loopback ports that are free at this moment.
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(GetFreePort(), GetFreePort(), serviceId: "helpdesk-bridge", clusterId: "helpdesk-bridge")
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)));

        // Services start in the order in which they are added. These call grains, so they start after the cluster: a call before that is lost
        // until the next poll.
        builder.Services.AddHostedService<DueWorkPoller>();
        builder.Services.AddHostedService<IdleConversationMonitor>();
        builder.Services.AddHostedService<BacklogMetrics>();
    }

    private static int GetFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
