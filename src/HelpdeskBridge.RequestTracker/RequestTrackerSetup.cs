using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Limits;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

internal static class RequestTrackerSetup
{
    /// <summary>
    /// Adds the adapter's part of binding and checking the settings. It is needed before the service is built, and before the options are bound.
    /// </summary>
    public static void AddRequestTrackerOptions(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<HelpdeskOptions>, RequestTrackerDefaults>();
        services.AddSingleton<IValidateOptions<HelpdeskOptions>, RequestTrackerOptionsValidator>();
        services.AddSingleton<IValidateOptions<ChannelOptions>, RequestTrackerChannelValidator>();
        services.AddSingleton<ISettingsAdvice, ReturnFieldAdvice>();
    }

    /// <summary>Adds the adapter: the factory of accounts, and for each account in the settings its limits and HTTP clients.</summary>
    public static void AddRequestTracker(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<IHelpdeskFactory, RequestTrackerHelpdeskFactory>();
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;
        foreach (var (name, options) in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section))
        {
            if (options.Kind != HelpdeskKind.RequestTracker)
                continue;
            services.AddKeyedSingleton(name, (provider, _) => new RequestLimits(options, provider.GetRequiredService<ClusterShare>()));
            services.AddRequestTrackerHttpClients(name, new Uri(options.BaseUrl), timeout);
        }
    }
}
