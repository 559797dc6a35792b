using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>Checks the settings of an account that is a Request Tracker.</summary>
internal sealed class RequestTrackerOptionsValidator : IValidateOptions<HelpdeskOptions>
{
    public ValidateOptionsResult Validate(string? name, HelpdeskOptions options)
    {
        if (options.Kind != HelpdeskKind.RequestTracker)
            return ValidateOptionsResult.Skip;
        var errors = new OptionsErrors($"{HelpdeskRegistry.Section}:{name}");
        if (WebUri.TryParse(options.BaseUrl, out var uri))
            CheckAddress(errors, uri);
        if (options.OAuth is not null)
            errors.Add("OAuth", "is not for Request Tracker: use ApiToken, and remove OAuth");
        if (string.IsNullOrWhiteSpace(options.ApiToken?.Token))
        {
            errors.Add(
                "ApiToken:Token",
                "is required: an authentication token of the bridge's user (Settings, Auth Tokens), or its password with ApiToken:Email");
        }

        CheckWebhookSecrets(errors, options);
        return errors.ToResult();
    }

    private static void CheckAddress(OptionsErrors errors, Uri uri)
    {
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            errors.Add("BaseUrl", "is Request Tracker's web address with its path and nothing behind it, such as https://help.example.com/rt");
        else if (uri.AbsolutePath.Contains("/REST/", StringComparison.OrdinalIgnoreCase)
            || uri.AbsolutePath.EndsWith("/REST", StringComparison.OrdinalIgnoreCase))
            errors.Add("BaseUrl", $"is Request Tracker's web address, such as https://help.example.com/rt, without {RequestTrackerOperations.Root}");
    }

    private static void CheckWebhookSecrets(OptionsErrors errors, HelpdeskOptions options)
    {
        if (options.WebhookSecrets.Length == 0 && options.Feed == HelpdeskFeed.Webhook)
            errors.Add("WebhookSecrets:0", "is required with Feed=Webhook: the secret that stands in the scrip (\"setup plan\" prints the scrip)");
        for (var i = 0; i < options.WebhookSecrets.Length; i++)
            errors.CheckKey($"WebhookSecrets:{i}", options.WebhookSecrets[i], required: true);
    }
}
