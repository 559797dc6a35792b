using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Zendesk.SignIn;

namespace HelpdeskBridge.Zendesk;

public static class ZendeskSetup
{
    /// <summary>Adds the Zendesk adapter: the factory of accounts, and for each account in the settings its credentials and HTTP clients.</summary>
    public static void AddZendesk(this IHostApplicationBuilder builder, BridgeSettings settings)
    {
        builder.Services.AddSingleton<IHelpdeskFactory, ZendeskHelpdeskFactory>();
        foreach (var (name, options) in settings.Helpdesks.Where(pair => pair.Value.Kind == HelpdeskKind.Zendesk))
        {
            builder.Services.AddKeyedSingleton(name, (services, _) => ActivatorUtilities.CreateInstance<ZendeskCredentials>(
                services, name, options, services.GetRequiredService<IHttpClientFactory>().CreateSignInApi(name)));
            builder.Services.AddZendeskHttpClients(name, new Uri(options.BaseUrl), settings.Delivery.RequestTimeout);
        }
    }
}
