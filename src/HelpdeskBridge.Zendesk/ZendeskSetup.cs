using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.SignIn;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

internal static class ZendeskSetup
{
    /// <summary>Adds the adapter's part of checking the settings. It is needed before the service is built.</summary>
    public static void AddZendeskOptions(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<HelpdeskOptions>, ZendeskOptionsValidator>();
        services.AddSingleton<IValidateOptions<ChannelOptions>, ZendeskChannelValidator>();
        services.AddSingleton<ISettingsAdvice, ApiTokenAdvice>();
    }

    /// <summary>Adds the Zendesk adapter: the factory of accounts, and for each account in the settings its credentials and HTTP clients.</summary>
    public static void AddZendesk(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<BudgetMetrics>();
        builder.Services.AddSingleton<IAccountBudgets, SharedBudgets>();
        builder.Services.AddZendeskAccounts(settings);
    }

    /// <summary>Adds the accounts for a command, which runs without a cluster.</summary>
    public static void AddZendeskForCommands(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<IAccountBudgets, LocalBudgets>();
        services.AddZendeskAccounts(settings);
    }

    private static void AddZendeskAccounts(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<CircuitBreakers>();
        services.AddSingleton<IHelpdeskFactory, ZendeskHelpdeskFactory>();
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;
        var accounts = settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section).Where(pair => pair.Value.Kind == HelpdeskKind.Zendesk);
        foreach (var (name, options) in accounts)
        {
            services.AddKeyedSingleton(name, (provider, _) => ActivatorUtilities.CreateInstance<ZendeskCredentials>(
                provider, name, provider.GetRequiredService<IHttpClientFactory>().CreateSignInApi(name)));
            services.AddZendeskHttpClients(name, new Uri(options.BaseUrl), timeout);
        }
    }
}
