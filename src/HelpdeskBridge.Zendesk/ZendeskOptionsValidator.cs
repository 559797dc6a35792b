using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

/// <summary>Checks how an account signs in to Zendesk and recognises Zendesk's webhooks.</summary>
internal sealed class ZendeskOptionsValidator : IValidateOptions<HelpdeskOptions>
{
    /// <summary>
    /// The secret with which Zendesk signs tests of a webhook that is not saved yet (developer.zendesk.com/documentation/webhooks/verifying). It is
    /// public, so calls signed with it must not be accepted.
    /// </summary>
    internal const string StaticTestSecret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    private static readonly TimeSpan MinTokenLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromDays(2);

    public ValidateOptionsResult Validate(string? name, HelpdeskOptions options)
    {
        if (options.Kind != HelpdeskKind.Zendesk)
            return ValidateOptionsResult.Skip;
        var errors = new OptionsErrors($"{HelpdeskRegistry.Section}:{name}");
        if (WebUri.TryParse(options.BaseUrl, out var uri) && (uri.AbsolutePath != "/" || uri.Query.Length > 0))
            errors.Add("BaseUrl", "is only scheme and host, such as https://acme.zendesk.com");
        CheckSignIn(errors, options);
        CheckWebhookSecrets(errors, options);
        return errors.ToResult();
    }

    private static void CheckSignIn(OptionsErrors errors, HelpdeskOptions options)
    {
        if (options is { OAuth: null, ApiToken: null })
            errors.Add("OAuth", "is required: ClientId and ClientSecret of a confidential OAuth client (Admin Center, Apps and integrations, APIs)");
        if (options is { OAuth: not null, ApiToken: not null })
            errors.Add("ApiToken", "stands beside OAuth: keep one of them, OAuth where you can");
        if (options.OAuth is { } oauth)
        {
            errors.Required("OAuth:ClientId", oauth.ClientId);
            errors.Required("OAuth:ClientSecret", oauth.ClientSecret);
            if (oauth.TokenLifetime < MinTokenLifetime || oauth.TokenLifetime > MaxTokenLifetime)
                errors.Add("OAuth:TokenLifetime", "is between 00:05:00 and 2.00:00:00, as Zendesk allows");
        }

        if (options.ApiToken is { } token)
        {
            errors.Required("ApiToken:Email", token.Email);
            errors.Required("ApiToken:Token", token.Token);
        }
    }

    private static void CheckWebhookSecrets(OptionsErrors errors, HelpdeskOptions options)
    {
        if (options.WebhookSecrets.Length == 0 && options.Feed == HelpdeskFeed.Webhook)
            errors.Add("WebhookSecrets:0", "is required: the signing secret shown on the webhook's page in Zendesk");
        for (var i = 0; i < options.WebhookSecrets.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(options.WebhookSecrets[i]))
                errors.Add($"WebhookSecrets:{i}", "must not be empty");
            else if (options.WebhookSecrets[i] == StaticTestSecret)
                errors.Add($"WebhookSecrets:{i}", "is Zendesk's public test secret; use the signing secret of your own webhook");
        }
    }
}
