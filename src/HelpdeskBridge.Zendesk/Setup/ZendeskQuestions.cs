using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>What <c>setup init</c> asks about a Zendesk account.</summary>
internal static class ZendeskQuestions
{
    private const string Domain = ".zendesk.com";

    public static readonly InitQuestions All = new(
        HelpdeskKind.Zendesk,
        "Zendesk subdomain or address (acme, or https://acme.zendesk.com):",
        ToBaseUrl,
        "OAuth",
        [
            new("ClientId", "Unique identifier of the OAuth client (Admin Center, Apps and integrations, APIs, OAuth clients):", IsSecret: false),
            new("ClientSecret", "Secret of the OAuth client (it is not shown):", IsSecret: true),
        ],
        "group",
        HasWebhook: true,
        "setup apply --show-secrets   makes the webhook in Zendesk; put the secret it prints into the file (WebhookSecrets)");

    /// <summary>The address of the account; a name alone is a subdomain.</summary>
    internal static (string? Value, string? Problem) ToBaseUrl(string answer)
    {
        var address = answer.TrimEnd('/');
        if (!address.Contains("://", StringComparison.Ordinal))
            address = address.Contains('.', StringComparison.Ordinal) ? $"https://{address}" : $"https://{address}{Domain}";
        if (NetworkRules.ValidateWebAddress(address, out var uri) is not null || uri!.Host is Domain or "")
            return (null, "This is neither a subdomain nor an address.");

        // People copy the address of the page they are on.
        return (uri.GetLeftPart(UriPartial.Authority), null);
    }
}
