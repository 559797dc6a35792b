using HelpdeskBridge.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Section <c>Helpdesks:{helpdesk}</c>: one helpdesk account.</summary>
public sealed class HelpdeskOptions
{
    /// <summary>The product.</summary>
    /// <value>The default is <see cref="HelpdeskKind.Zendesk"/>.</value>
    public HelpdeskKind Kind { get; set; }

    /// <summary>
    /// The address of the account: <c>https://{subdomain}.zendesk.com</c>, or the web address of Request Tracker with its path. It may use http only
    /// for hosts in <c>Network:AllowedPrivateHosts</c>.
    /// </summary>
    /// <value>Required; has no default.</value>
    public string BaseUrl { get; set; } = "";

    /// <summary>OAuth client credentials. This is the recommended way to sign in to Zendesk. Request Tracker has none.</summary>
    /// <value>None by default. Either this or <see cref="ApiToken"/> is required.</value>
    public OAuthOptions? OAuth { get; set; }

    /// <summary>
    /// A token or password. For Zendesk it is a legacy API token: Zendesk stops accepting these on 2027-04-30 (developer.zendesk.com,
    /// oauth-migration). For Request Tracker it is the way to sign in.
    /// </summary>
    /// <value>None by default.</value>
    public ApiTokenOptions? ApiToken { get; set; }

    /// <summary>The signing secrets of the helpdesk's webhook: the current one and, while it is changed, the previous one.</summary>
    /// <value>Required if <see cref="Feed"/> is <see cref="HelpdeskFeed.Webhook"/>; has no default.</value>
    [Secret]
    public string[] WebhookSecrets { get; set; } = [];

    /// <summary>How much the timestamp of a webhook call may differ from the current time, into the past or the future.</summary>
    /// <value>The default is 15 minutes, because Zendesk may repeat a call later and documents no limit for that.</value>
    public TimeSpan SignatureTolerance { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many requests per minute the bridge may send to this account.</summary>
    /// <value>
    /// The default is 400, the limit of Zendesk's Growth and Professional plans; 120 for Request Tracker, which checks a slow hash for each.
    /// </value>
    public int RequestsPerMinute { get; set; } = 400;

    /// <summary>
    /// How long a write whose response was lost may still take effect, for example because a proxy still holds it. Until then the bridge looks
    /// whether it did, and does not send it again, so that nothing is written twice.
    /// </summary>
    /// <value>The default is 90 seconds for Zendesk, and 15 seconds for Request Tracker.</value>
    public TimeSpan? LateWriteWindow { get; set; }

    /// <summary>How often open conversations are compared with their tickets, to find changes whose webhook calls were lost.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How the bridge learns of changes in the helpdesk.</summary>
    /// <value>The default is <see cref="HelpdeskFeed.Webhook"/>; for Request Tracker it is <see cref="HelpdeskFeed.Poll"/>.</value>
    public HelpdeskFeed Feed { get; set; }

    /// <summary>How often changes are read if <see cref="Feed"/> is <see cref="HelpdeskFeed.Poll"/>.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Section <c>Helpdesks:{helpdesk}:OAuth</c>: the credentials of a confidential OAuth client.</summary>
public sealed class OAuthOptions
{
    /// <summary>The unique identifier of the client.</summary>
    /// <value>Required; has no default.</value>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the client.</summary>
    /// <value>Required; has no default.</value>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>The scopes to request, separated by spaces.</summary>
    /// <value>The default is "read write".</value>
    public string Scope { get; set; } = "read write";

    /// <summary>The lifetime to request for each access token. Zendesk allows 5 minutes to 2 days.</summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>Section <c>Helpdesks:{helpdesk}:ApiToken</c>: a token, or a user and a password.</summary>
public sealed class ApiTokenOptions
{
    /// <summary>
    /// The e-mail address of the Zendesk agent on whose behalf the bridge acts. For Request Tracker: the user's name or address, if
    /// <see cref="Token"/> is its password.
    /// </summary>
    /// <value>Required for Zendesk. For Request Tracker it is absent if <see cref="Token"/> is an authentication token.</value>
    public string Email { get; set; } = "";

    /// <summary>The token; for Request Tracker an authentication token, or the password of <see cref="Email"/>.</summary>
    /// <value>Required; has no default.</value>
    [Secret]
    public string Token { get; set; } = "";
}

/// <summary>Helpdesk products.</summary>
public enum HelpdeskKind
{
    /// <summary>Zendesk Support.</summary>
    Zendesk,

    /// <summary>Request Tracker 5, by its REST 2 interface.</summary>
    RequestTracker,
}

/// <summary>How the bridge learns of changes in the helpdesk.</summary>
public enum HelpdeskFeed
{
    /// <summary>The helpdesk calls the bridge.</summary>
    Webhook,

    /// <summary>The bridge reads changes at an interval.</summary>
    Poll,
}
