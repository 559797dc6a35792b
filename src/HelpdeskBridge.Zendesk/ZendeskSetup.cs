using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Zendesk.SignIn;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

internal static class ZendeskSetup
{
    /// <summary>Adds the adapter's part of checking the settings. It is needed before the service is built.</summary>
    public static void AddZendeskOptions(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<HelpdeskOptions>, ZendeskOptionsValidator>();
        services.AddSingleton<ISettingsAdvice, ApiTokenAdvice>();
    }

    /// <summary>Adds the Zendesk adapter: the factory of accounts, and for each account in the settings its credentials and HTTP clients.</summary>
    public static void AddZendesk(this IHostApplicationBuilder builder, EffectiveSettings settings)
    {
        builder.Services.AddSingleton<IHelpdeskFactory, ZendeskHelpdeskFactory>();
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;
        var accounts = settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section).Where(pair => pair.Value.Kind == HelpdeskKind.Zendesk);
        foreach (var (name, options) in accounts)
        {
            builder.Services.AddKeyedSingleton(name, (services, _) => ActivatorUtilities.CreateInstance<ZendeskCredentials>(
                services, name, services.GetRequiredService<IHttpClientFactory>().CreateSignInApi(name)));
            builder.Services.AddZendeskHttpClients(name, new Uri(options.BaseUrl), timeout);
        }
    }
}
