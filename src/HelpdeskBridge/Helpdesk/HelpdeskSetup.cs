using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesk;

internal static class HelpdeskSetup
{
    public static void AddHelpdesks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Helpdesks>();
        builder.Services.AddSingleton<ChannelHours>();
        builder.Services.AddSingleton<IChannelHours>(services => services.GetRequiredService<ChannelHours>());
        builder.Services.AddSingleton<DestinationDirectory>();
        builder.Services.AddSingleton<TicketNews>();
        builder.Services.AddSingleton<TicketSync>();
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddSingleton<TicketSweep>();
        builder.Services.AddHostedService<SweepTimer>();
        builder.Services.AddHostedService<WarmUp>();
    }
}
