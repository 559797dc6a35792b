namespace HelpdeskBridge.Options;

/// <summary>Section <c>Bridge</c>: the service itself.</summary>
public sealed class BridgeOptions
{
    internal static readonly string[] DefaultJaicpHosts = ["*.jaicp.com", "*.just-ai.com", "*.tovie.ai"];

    /// <summary>Absolute URL under which JAICP and the helpdesk reach the service.</summary>
    /// <value>Required; has no default.</value>
    public string PublicUrl { get; set; } = "";

    /// <summary>Hosts a <c>setWebhook</c> URL may point to; <c>*.</c> at the front stands for any subdomain.</summary>
    /// <value>The default is *.jaicp.com, *.just-ai.com, *.tovie.ai.</value>
    public string[] AllowedJaicpHosts { get; set; } = [];

    /// <summary>Largest request body taken from JAICP or a helpdesk, in bytes; more is answered 413.</summary>
    /// <value>The default is 1048576 (1 MiB).</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest file carried in either direction, in bytes.</summary>
    /// <value>The default is 52428800 (50 MiB), which is Zendesk's own limit.</value>
    public long MaxFileBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>How long a link to an agent's attachment works.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan FileLinkLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Secrets that sign file links, at least 24 characters each: the first signs, all verify, so a link lives no longer than its key is listed.</summary>
    /// <value>Generated and stored when absent.</value>
    [Secret]
    public string[] FileKeys { get; set; } = [];
}
