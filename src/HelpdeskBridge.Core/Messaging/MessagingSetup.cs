using System.Net;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Options;
using HelpdeskBridge.Time;
using Orleans.Configuration;

namespace HelpdeskBridge.Messaging;

internal static class MessagingSetup
{
    public static void AddMessaging(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        var delivery = settings.Get<DeliveryOptions>();
        builder.Services.AddSingleton<RecentConversations>();
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSingleton<ConversationTimeouts>();
        builder.Services.AddSingleton<WakeUps>();
        builder.Services.AddSingleton<DueTimer>();
        builder.Services.AddSingleton<ConcurrencyLimits>();
        builder.Services.AddSingleton<EndpointHealth>();
        builder.Services.AddSingleton<OutageRecovery>();
        builder.Services.AddSingleton<IDueWork>(services => services.GetRequiredService<OutageRecovery>());
        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton<BacklogGauges>();
        builder.Services.AddActivatedSingleton<EndpointMetrics>();
        builder.Services.AddSingleton(services =>
            new RetryPolicy(delivery.RetryDelays, delivery.GiveUpAfter, services.GetRequiredService<BridgeClock>().Now));
        builder.Services.AddSingleton<MessageSenders>();
        builder.Services.AddSingleton<OutboundBatchLoader>();
        builder.Services.AddSingleton<DeliveryRecorder>();
        builder.Services.AddSingleton<DeliveryFollowUp>();
        builder.Services.AddSingleton<OutboundQueue>();
        builder.Services.AddSingleton<IDueWork, DueMessages>();
        builder.Services.AddHealthChecks().AddCheck<DeliveryHealthCheck>("delivery");

        // A cluster of one process. Nobody connects to it: it has no gateway, the port that it advertises is a name only, and the system
        // chooses the loopback port on which it listens, so that no other program can have taken it.
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(gatewayPort: 0, serviceId: "helpdesk-bridge", clusterId: "helpdesk-bridge")
            .Configure<EndpointOptions>(options => options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0))

            // By default there is room for a million grains of other processes, which takes 15 MB even while it is empty.
            .Configure<GrainDirectoryOptions>(options => options.CacheSize = 1000)

            // A chat is quiet between two messages, and its grains hold nothing that may be lost. So they leave the memory soon: what they take is
            // then in proportion to the messages of the last half minute, not to the open chats. A grain that is working is not idle.
            .Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionAge = TimeSpan.FromSeconds(30);
                options.CollectionQuantum = TimeSpan.FromSeconds(10);
            }));

        // Services start in the order in which they are added. These call grains, so they start after the cluster: a call before that is lost
        // until the next poll.
        builder.Services.AddHostedService<DueWorkPoller>();
        builder.Services.AddHostedService<IdleConversationMonitor>();
        builder.Services.AddHostedService<BacklogMetrics>();
    }
}
