using HelpdeskBridge.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Section <c>Helpdesks:{helpdesk}</c>: one helpdesk account.</summary>
public sealed class HelpdeskOptions
{
    /// <summary>Which product it is.</summary>
    /// <value>The default is <see cref="HelpdeskKind.Zendesk"/>.</value>
    public HelpdeskKind Kind { get; set; }

    /// <summary>Address of the account, <c>https://{subdomain}.zendesk.com</c>; http only for hosts in <c>Network:AllowedPrivateHosts</c>.</summary>
    /// <value>Required; has no default.</value>
    public string BaseUrl { get; set; } = "";

    /// <summary>OAuth client credentials: the way to sign in.</summary>
    public OAuthOptions? OAuth { get; set; }

    /// <summary>Legacy API token. Zendesk stops accepting these on 2027-04-30 (developer.zendesk.com, oauth-migration).</summary>
    public ApiTokenOptions? ApiToken { get; set; }

    /// <summary>Signing secrets of the helpdesk's webhook: the current one and, during a change, the previous one.</summary>
    [Secret]
    public string[] WebhookSecrets { get; set; } = [];

    /// <summary>How far a webhook's timestamp may be from now, past or future.</summary>
    /// <value>The default is 15 minutes: Zendesk documents no window and may repeat a call later.</value>
    public TimeSpan SignatureTolerance { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Requests per minute this account grants the bridge.</summary>
    /// <value>The default is 400, the limit of Zendesk's Growth and Professional plans.</value>
    public int RequestsPerMinute { get; set; } = 400;

    /// <summary>How often open conversations are compared with their tickets, to find what webhooks lost.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How the bridge hears of agents' answers.</summary>
    /// <value>The default is <see cref="HelpdeskFeed.Webhook"/>.</value>
    public HelpdeskFeed Feed { get; set; }

    /// <summary>How often tickets are read where <see cref="Feed"/> is <see cref="HelpdeskFeed.Poll"/>.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>OAuth client credentials of a confidential client.</summary>
public sealed class OAuthOptions
{
    /// <summary>The client's unique identifier.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>Scopes asked for, separated by spaces.</summary>
    /// <value>The default is "read write".</value>
    public string Scope { get; set; } = "read write";

    /// <summary>Life asked for each access token; Zendesk allows 5 minutes to 2 days.</summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>A legacy API token.</summary>
public sealed class ApiTokenOptions
{
    /// <summary>E-mail address of the agent it acts as.</summary>
    public string Email { get; set; } = "";

    /// <summary>The token.</summary>
    [Secret]
    public string Token { get; set; } = "";
}

/// <summary>Helpdesk products.</summary>
public enum HelpdeskKind
{
    /// <summary>Zendesk Support.</summary>
    Zendesk,

    /// <summary>Request Tracker; not available in this version.</summary>
    RequestTracker,
}

/// <summary>How the bridge hears of agents' answers.</summary>
public enum HelpdeskFeed
{
    /// <summary>The helpdesk calls the bridge.</summary>
    Webhook,

    /// <summary>The bridge reads open tickets regularly.</summary>
    Poll,
}
