using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>What a failed request means for an administrator.</summary>
/// <param name="Side">Which side has to be corrected.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do.</param>
internal sealed record FailureAdvice(FindingSide Side, string What, string Fix)
{
    private const string OAuthPage = "Admin Center, Apps and integrations, APIs, OAuth clients";
    private const string ApiTokenPage = "Admin Center, Apps and integrations, APIs, Zendesk API";

    /// <param name="failure">What went wrong.</param>
    /// <param name="helpdesk">The name of the account in the settings.</param>
    /// <param name="options">Its settings.</param>
    public static FailureAdvice Create(ZendeskFailure failure, string helpdesk, HelpdeskOptions options)
    {
        var key = $"{HelpdeskRegistry.Section}:{helpdesk}";
        return failure.Status is { } status ? ForStatus(status, failure, key, options) : ForException(failure, key, options);
    }

    /// <summary>
    /// Making a ticket field is for admins, and 400 fields are the most that Zendesk recommends for an account or form (developer.zendesk.com,
    /// "Ticket Fields"). How it refuses more than a plan allows is not documented.
    /// </summary>
    public static FailureAdvice CreateForTicketField(ZendeskFailure failure, string attribute, string helpdesk, HelpdeskOptions options) =>
        failure.Status is HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity
            ? new(
                FindingSide.Helpdesk,
                $"Zendesk refuses the field ({failure.Summary}): the user or the scopes do not allow it, or the account can have no further one.",
                $"Make the user of the OAuth client an admin, and let {HelpdeskRegistry.Section}:{helpdesk}:OAuth:Scope be \"read write\". "
                + $"If they are, delete fields that nobody needs ({OwnTicketFields.Page}), or make tags of the attribute: "
                + $"Channels:{{channel}}:Ticket:Fields:{attribute} = {TicketOptions.IntoTags}.")
            : Create(failure, helpdesk, options);

    /// <summary>
    /// Which users may write macros for everybody depends on their role: an agent by default makes only their own (developer.zendesk.com, "Custom
    /// Agent Roles", <c>macro_access</c>).
    /// </summary>
    public static FailureAdvice CreateForMacro(ZendeskFailure failure, string tag, string helpdesk, HelpdeskOptions options) =>
        failure.Status is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity
            ? new(
                FindingSide.Helpdesk,
                $"Zendesk refuses it ({failure.Summary}): the user or the scopes do not allow macros for all agents, or a rule of the account.",
                $"Make the user of the OAuth client an admin, and let {HelpdeskRegistry.Section}:{helpdesk}:OAuth:Scope be \"read write\". "
                + $"Or make a macro by hand that adds the tag {tag} ({OwnMacros.Page}), and leave out --macros.")
            : Create(failure, helpdesk, options);

    private static FailureAdvice ForStatus(HttpStatusCode status, ZendeskFailure failure, string key, HelpdeskOptions options) => status switch
    {
        HttpStatusCode.NotFound when failure.Code?.StartsWith("No help desk", StringComparison.OrdinalIgnoreCase) == true => new(
            FindingSide.Settings, $"There is no Zendesk account at {options.BaseUrl}.", $"Correct the subdomain in {key}:BaseUrl."),
        HttpStatusCode.BadRequest when failure.Code == "invalid_scope" => new(
            FindingSide.Settings,
            $"Zendesk refuses the scopes \"{options.OAuth?.Scope}\" (invalid_scope).",
            $"Allow these scopes on the OAuth client ({OAuthPage}), or correct {key}:OAuth:Scope; \"read write\" is what the bridge needs."),
        HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized when failure.Code?.StartsWith("invalid_", StringComparison.Ordinal) == true => new(
            FindingSide.Settings,
            $"Zendesk refuses the OAuth client ({failure.Summary}).",
            $"Compare {key}:OAuth:ClientId and {key}:OAuth:ClientSecret with the client in {OAuthPage}. It must be of the kind Confidential."),
        HttpStatusCode.Unauthorized when options.OAuth is null => new(
            FindingSide.Settings,
            "Zendesk refuses the API token (401). It may be wrong, deactivated for lack of use, or deleted.",
            $"Compare {key}:ApiToken:Email and {key}:ApiToken:Token with {ApiTokenPage}; better, create an OAuth client and set {key}:OAuth."),
        HttpStatusCode.Unauthorized => new(
            FindingSide.Helpdesk,
            "Zendesk issues access tokens but does not accept them (401).",
            $"Look whether the user of the OAuth client is still active ({OAuthPage})."),
        HttpStatusCode.Forbidden => new(
            FindingSide.Helpdesk,
            "Zendesk refuses the request (403): the user or the scopes do not allow it.",
            $"Make the user of the OAuth client an admin, and let {key}:OAuth:Scope be \"read write\"."),
        HttpStatusCode.TooManyRequests => new(
            FindingSide.Helpdesk,
            "The account's requests per minute are used up (429).",
            $"Wait a minute. If it happens often, lower {key}:RequestsPerMinute below the limit of your plan, or look which other apps use the API."),
        >= HttpStatusCode.InternalServerError => new(
            FindingSide.Helpdesk, $"Zendesk, or a proxy before it, answers {(int)status}.", "Look at status.zendesk.com, and try again later."),
        < HttpStatusCode.BadRequest => new(
            FindingSide.Settings,
            $"Zendesk answers {(int)status}, a redirect.",
            $"Let {key}:BaseUrl be the account's own address, https://{{subdomain}}.zendesk.com, not a mapped one."),
        _ => new(FindingSide.Helpdesk, $"Zendesk answers {failure.Summary}.", $"Look whether {key}:BaseUrl is the right account."),
    };

    private static FailureAdvice ForException(ZendeskFailure failure, string key, HelpdeskOptions options)
    {
        var host = new Uri(options.BaseUrl).Authority;
        if (failure.Exception is BrokenCircuitException)
            return new(FindingSide.Network, $"Connections to {host} fail, so none is tried for moments.", $"Check {key}:BaseUrl and the network.");
        return (failure.Exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.UserAuthenticationError => new(
                FindingSide.Settings,
                $"There is no access token ({failure.Exception.Message.Replace("No access token: ", "", StringComparison.Ordinal)}).",
                $"Check {key}:OAuth:ClientId, {key}:OAuth:ClientSecret and {key}:OAuth:Scope, and {key}:BaseUrl."),
            HttpRequestError.NameResolutionError => new(
                FindingSide.Network, $"The name {host} does not resolve.", $"Check {key}:BaseUrl, and the name server of this machine."),
            HttpRequestError.SecureConnectionError => new(
                FindingSide.Network,
                $"No secure connection to {host} can be made.",
                $"Check {key}:BaseUrl and the clock. If a proxy of your company inspects traffic, let this machine trust its certificate."),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new(
                FindingSide.Network,
                $"No connection to {host} can be made.",
                $"Check {key}:BaseUrl, and let the firewall allow outgoing connections to it."),
            _ => new(
                FindingSide.Network, $"There is no answer from {host} ({failure.Summary}).", $"Check {key}:BaseUrl and the network, and try again."),
        };
    }
}
