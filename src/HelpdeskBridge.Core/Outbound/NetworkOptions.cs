namespace HelpdeskBridge.Outbound;

/// <summary>Section <c>Network</c>: what may be called outside the public internet.</summary>
public sealed class NetworkOptions
{
    /// <summary>Host names, addresses or address ranges (CIDR) outside the public internet that may be called, with http as well.</summary>
    /// <value>None by default.</value>
    public string[] AllowedPrivateHosts { get; set; } = [];

    /// <summary>
    /// Addresses or ranges (CIDR) of the proxies in front of the service, each in a chain of them: whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed. Without them all callers behind a proxy count as one, where addresses count: in the limit of
    /// refused calls and of wrong admin keys, and in the audit.
    /// </summary>
    /// <value>None by default.</value>
    public string[] TrustedProxies { get; set; } = [];
}
