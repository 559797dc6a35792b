namespace HelpdeskBridge.Options;

/// <summary>Section <c>Bridge</c>: settings of the service itself.</summary>
public sealed class BridgeOptions
{
    internal static readonly string[] DefaultJaicpHosts = ["*.jaicp.com", "*.just-ai.com", "*.tovie.ai"];

    /// <summary>The absolute URL under which JAICP and the helpdesk reach the service.</summary>
    /// <value>Required; has no default.</value>
    public string PublicUrl { get; set; } = "";

    /// <summary>The hosts that a <c>setWebhook</c> URL may point to. A leading <c>*.</c> stands for any subdomain.</summary>
    /// <value>The default is *.jaicp.com, *.just-ai.com, *.tovie.ai.</value>
    public string[] AllowedJaicpHosts { get; set; } = [];

    /// <summary>The largest request body from JAICP or a helpdesk, in bytes. A larger one is answered with 413.</summary>
    /// <value>The default is 1048576 (1 MiB).</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>The largest file that is transferred in either direction, in bytes.</summary>
    /// <value>The default is 52428800 (50 MiB), which is Zendesk's own limit.</value>
    public long MaxFileBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>How long a link to an agent's file works.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan FileLinkLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The secrets for the signatures of file links, at least 24 characters each. The first one signs new links, and each one is accepted. A link
    /// stops working when its secret is removed.
    /// </summary>
    /// <value>Generated and stored when absent.</value>
    [Secret]
    public string[] FileKeys { get; set; } = [];
}
