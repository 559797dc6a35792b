using HelpdeskBridge.Clustering;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Options;
using HelpdeskBridge.Time;

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
        builder.Services.AddSingleton<EndpointStates>();
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

        // Services start in the order in which they are added. These call grains, so they start after the cluster: a call before that is lost
        // until the next poll.
        builder.AddCluster(settings);
        if (settings.Get<ClusterOptions>().Provider != ClusterProvider.None)
        {
            builder.Services.AddSingleton<ClusterEndpoints>();
            builder.Services.AddHostedService<EndpointSubscription>();
        }

        builder.Services.AddHostedService<DueWorkPoller>();
        builder.Services.AddHostedService<IdleConversationMonitor>();
        builder.Services.AddHostedService<EscalationMonitor>();
        builder.Services.AddHostedService<BacklogMetrics>();
    }
}
