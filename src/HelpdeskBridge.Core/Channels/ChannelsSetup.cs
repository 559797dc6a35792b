namespace HelpdeskBridge.Channels;

internal static class ChannelsSetup
{
    public static void AddChannels(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChannelRegistry>();
        builder.Services.AddSingleton<ChannelPolicies>();
        builder.Services.AddSingleton<RefusedSettings>();
        builder.Services.AddActivatedSingleton<RefusedSettingsMetrics>();
        builder.Services.AddHealthChecks().AddCheck<RefusedSettingsHealthCheck>("settings");
    }
}
