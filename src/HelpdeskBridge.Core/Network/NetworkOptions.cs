namespace HelpdeskBridge.Network;

/// <summary>Section <c>Network</c>: private hosts that may be called, and trusted proxies.</summary>
public sealed class NetworkOptions
{
    /// <summary>Host names, addresses or address ranges (CIDR) outside the public internet that may be called. They may use http too.</summary>
    /// <value>None by default.</value>
    public string[] AllowedPrivateHosts { get; set; } = [];

    /// <summary>
    /// Addresses or ranges (CIDR) of the proxies in front of the service, including each one of a chain. Their <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> headers are trusted. Without this setting, all callers behind a proxy have the proxy's address: they share the
    /// limits for rejected requests and for wrong admin keys, and the audit shows that address.
    /// </summary>
    /// <value>None by default.</value>
    public string[] TrustedProxies { get; set; } = [];
}
