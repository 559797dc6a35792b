using HelpdeskBridge.Channels;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Helpdesks;

internal static class HelpdesksSetup
{
    public static void AddHelpdesks(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<HelpdeskRegistry>();
        builder.Services.AddSingleton<IMessageSender, HelpdeskSender>();
        builder.Services.AddSingleton<HelpdeskMetrics>();
        builder.Services.AddSingleton<InternalNotes>();
        builder.Services.AddSingleton<TicketRequesters>();
        builder.Services.AddSingleton<PendingTicketSyncs>();
        builder.Services.AddSingleton<ITicketSyncTrigger>(services => services.GetRequiredService<PendingTicketSyncs>());
        builder.Services.AddSingleton<IDueWork>(services => services.GetRequiredService<PendingTicketSyncs>());
        builder.Services.AddSingleton<WebhookInbox>();
        builder.Services.AddSingleton<TicketSyncSchedule>();
        builder.Services.AddSingleton<TicketUpdateProcessor>();
        builder.Services.AddSingleton<TicketSyncRecorder>();
        builder.Services.AddSingleton<TicketSync>();

        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddSingleton<EndedTicketRotation>();
        builder.Services.AddSingleton<OpenTicketRotation>();
        builder.Services.AddSingleton<ReconcileSweep>();
        foreach (var (name, options) in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section))
        {
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<ReconcileTimer>(services, name, options));
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<SetupDriftCheck>(services, name, options));
        }

        builder.Services.AddSingleton<MissingHelpdesks>();
        builder.Services.AddHostedService<MissingHelpdesksNotice>();
        builder.Services.AddHealthChecks().AddCheck<MissingHelpdesksHealthCheck>("helpdesks");

        builder.Services.AddSingleton<SetupStates>();
        builder.Services.AddHealthChecks().AddCheck<SetupDriftHealthCheck>("setup");

        builder.Services.AddSingleton<ChannelHours>();
        builder.Services.AddSingleton<IChannelHours>(services => services.GetRequiredService<ChannelHours>());
        builder.Services.AddSingleton<DestinationDirectory>();
        builder.Services.AddHostedService<WarmUp>();
    }
}
