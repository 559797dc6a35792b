using System.Net.Http.Headers;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace HelpdeskBridge.NewHelpdesk;

/// <summary>What the service calls to know the product: one line in <c>HelpdeskAdapters</c>, two in <c>OptionsRegistration</c>.</summary>
internal static class NewHelpdeskRegistration
{
    /// <summary>
    /// Put your own member of <see cref="HelpdeskKind"/> here. The template is no part of the service and has none, so it stands in for another one.
    /// </summary>
    public const HelpdeskKind Kind = HelpdeskKind.RequestTracker;

    /// <summary>Adds the rules of the settings. For <c>OptionsRegistration</c>.</summary>
    public static void AddNewHelpdeskOptions(this IServiceCollection services) =>
        services.AddSingleton<IValidateOptions<HelpdeskOptions>, NewHelpdeskOptionsValidator>();

    /// <summary>Adds the adapter and the HTTP clients of each of its accounts. For <c>HelpdeskAdapters</c>.</summary>
    public static void AddNewHelpdesk(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<IHelpdeskFactory, NewHelpdeskFactory>();
        var timeout = settings.Get<DeliveryOptions>().RequestTimeout;
        foreach (var (name, options) in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section))
        {
            if (options.Kind != Kind)
                continue;
            var (target, url) = (OutgoingTarget.Helpdesk(name, GetOperation), new Uri(options.BaseUrl));

            // No retries here: the queue is the one owner of retries. A budget of requests belongs here too, see Limits of the other adapters.
            var api = services.AddOutgoingHttpClient(ApiClient(name), target, url);
            api.AddResilienceHandler("timeout", pipeline => pipeline.AddTimeout(new HttpTimeoutStrategyOptions { Timeout = timeout }));
            AddSignIn(api, name).AddHttpMessageHandler(() => new MaxResponseSizeHandler(MaxResponseSizeHandler.MaxDataBytes));

            // Files are streamed to readers whose pace nobody knows, so they have neither a time-out nor a limit of size.
            AddSignIn(services.AddOutgoingHttpClient(FileClient(name), target, url), name);
        }
    }

    public static string ApiClient(string helpdesk) => $"new-helpdesk:{helpdesk}";

    public static string FileClient(string helpdesk) => $"new-helpdesk-files:{helpdesk}";

    private static IHttpClientBuilder AddSignIn(IHttpClientBuilder client, string helpdesk) => client.AddHttpMessageHandler(
        services => new SignInHandler(helpdesk, services.GetRequiredService<IOptionsMonitor<HelpdeskOptions>>()));

    /// <summary>Names a request for spans and metrics, with nothing of its ids.</summary>
    private static string GetOperation(HttpRequestMessage request) => string.Concat(request.RequestUri!.Segments.Take(3)).TrimEnd('/');

    /// <summary>Adds the token to each request. It can change at run time.</summary>
    private sealed class SignInHandler(string helpdesk, IOptionsMonitor<HelpdeskOptions> options) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Get(helpdesk).ApiToken?.Token);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Checks the settings of an account. Each message names what is wrong and the fix.</summary>
    private sealed class NewHelpdeskOptionsValidator : IValidateOptions<HelpdeskOptions>
    {
        public ValidateOptionsResult Validate(string? name, HelpdeskOptions options)
        {
            if (options.Kind != Kind)
                return ValidateOptionsResult.Skip;
            var errors = new OptionsErrors($"{HelpdeskRegistry.Section}:{name}");
            if (string.IsNullOrWhiteSpace(options.ApiToken?.Token))
                errors.Add("ApiToken:Token", "is required: the token of the bridge's user");
            if (options.Feed == HelpdeskFeed.Webhook)
                errors.Add("Feed", "must be Poll: this helpdesk has no webhooks");
            return errors.ToResult();
        }
    }
}
