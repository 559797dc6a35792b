using HelpdeskBridge.Admin;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Clustering;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>Binds every section of the settings to its options class, and registers the defaults of lists and all validators.</summary>
internal static class OptionsRegistration
{
    public static IServiceCollection AddSettingsOptions(this IServiceCollection services, IConfiguration effective)
    {
        services.AddSingleton(provider => new EffectiveSettings(effective, provider));
        services.AddSingleton<AdminAddress>();
        services.AddSingleton<NetworkRules>();
        services.AddSingleton<JaicpWebhookRules>();

        Add<BridgeOptions, BridgeOptionsValidator>(services, effective);
        Add<ChannelOptions, ChannelOptionsValidator>(services, effective);
        services.AddSingleton<IValidateOptions<ChannelOptions>, ChannelHelpdeskValidator>();
        services.AddRequestTrackerOptions();
        Add<HelpdeskOptions, HelpdeskOptionsValidator>(services, effective);
        services.AddZendeskOptions();
        Add<DeliveryOptions, DeliveryOptionsValidator>(services, effective);
        Add<StorageOptions, StorageOptionsValidator>(services, effective);
        Add<ClusterOptions, ClusterOptionsValidator>(services, effective);
        Add<NetworkOptions, NetworkOptionsValidator>(services, effective);
        Add<AdminOptions, AdminOptionsValidator>(services, effective);

        services.AddSingleton<ISettingsAdvice, RetentionAdvice>();
        AddListDefaults(services);
        return services;
    }

    /// <summary>Adds the helpdesks for a command, which runs without a cluster.</summary>
    public static void AddHelpdesksForCommands(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddZendeskForCommands(settings);
        services.AddRequestTracker(settings);
    }

    private static void Add<TOptions, TValidator>(IServiceCollection services, IConfiguration effective)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        var section = SettingsSections.All.Single(known => known.Options == typeof(TOptions));
        var part = effective.GetSection(section.Name);
        if (section.IsNamed)
        {
            foreach (var child in part.GetChildren())
                services.AddOptions<TOptions>(child.Key).Bind(child).ValidateOnStart();
        }
        else
        {
            services.AddOptions<TOptions>().Bind(part).ValidateOnStart();
        }

        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }

    /// <summary>The binder appends to the default of a list. Therefore lists are empty at first, and they get their defaults here.</summary>
    private static void AddListDefaults(IServiceCollection services)
    {
        services.PostConfigureAll<BridgeOptions>(bridge =>
            bridge.AllowedJaicpHosts = bridge.AllowedJaicpHosts is { Length: > 0 } hosts ? hosts : BridgeOptions.DefaultJaicpHosts);
        services.PostConfigureAll<DeliveryOptions>(delivery =>
            delivery.RetryDelays = delivery.RetryDelays is { Length: > 0 } delays ? delays : DeliveryOptions.DefaultRetryDelays);
        services.AddSingleton<IPostConfigureOptions<ChannelOptions>, ChannelDefaults>();
    }

    private sealed class ChannelDefaults(EffectiveSettings settings) : IPostConfigureOptions<ChannelOptions>
    {
        public void PostConfigure(string? name, ChannelOptions options)
        {
            if (options.Ticket.Tags.Length == 0)
                options.Ticket.Tags = TicketOptions.DefaultTags;

            // The settings ignore letter case, but the store compares names exactly. So the name is used as its section spells it.
            options.Helpdesk = settings.GetNames(HelpdeskRegistry.Section)
                .FirstOrDefault(known => known.Equals(options.Helpdesk, StringComparison.OrdinalIgnoreCase)) ?? options.Helpdesk;
        }
    }
}
