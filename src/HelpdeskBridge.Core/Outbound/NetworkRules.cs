using System.Net;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Outbound;

/// <summary>Which addresses may be called: the rules on names and schemes, before anything is resolved or dialled.</summary>
internal sealed class NetworkRules(BridgeSettings settings)
{
    private const int MaxUrlLength = 8192;

    /// <summary>Why JAICP's webhook may not be called at <paramref name="url"/>; null when it may.</summary>
    public string? ValidateJaicpWebhook(string url)
    {
        if (ValidateWebAddress(url, out var uri) is { } why)
            return why;

        // It is called verbatim: a line break in it would end the request line and begin headers.
        if (url.Any(character => character is <= ' ' or >= '\x7f'))
            return "must be as it goes over the wire: no spaces, line breaks or other characters that need encoding";
        if (IsAllowedPrivate(uri!.Host))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "must be https; http only for hosts in Network:AllowedPrivateHosts";
        return settings.Bridge.AllowedJaicpHosts.Any(pattern => Matches(pattern, uri.Host))
            ? null
            : "points to a host that is not in Bridge:AllowedJaicpHosts";
    }

    /// <summary>Why a helpdesk may not be at <paramref name="url"/>; null when it may.</summary>
    public string? ValidateHelpdeskUrl(string url)
    {
        if (ValidateWebAddress(url, out var uri) is { } why)
            return url.Length == 0 ? "is required: the address of the account, such as https://acme.zendesk.com" : why;
        if (uri!.AbsolutePath != "/" || uri.Query.Length > 0)
            return "is only scheme and host, such as https://acme.zendesk.com";
        return uri.Scheme == Uri.UriSchemeHttps || IsAllowedPrivate(uri.Host)
            ? null
            : "must be https; http only for hosts in Network:AllowedPrivateHosts";
    }

    /// <summary>Why <paramref name="url"/> is no absolute http(s) address; null when it is one.</summary>
    public static string? ValidateWebAddress(string url, out Uri? uri)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return "must be an absolute http or https URL";
        if (uri.UserInfo.Length > 0)
            return "must not carry a user name or password";
        return url.Length > MaxUrlLength ? $"must be at most {MaxUrlLength} characters" : null;
    }

    public static bool IsHostOrRange(string entry) =>
        IPNetwork.TryParse(entry, out _) || Uri.CheckHostName(entry) != UriHostNameType.Unknown;

    public static bool IsAddressOrRange(string entry) => IPNetwork.TryParse(entry, out _) || IPAddress.TryParse(entry, out _);

    /// <summary>Why no connection may be made to an address a host's name led to; null when one may.</summary>
    public string? CheckConnect(string host, IPAddress address) =>
        PublicAddress.Validate(address) is { } why && !IsAllowedPrivate(host) && !IsAllowedPrivate(address) ? why : null;

    /// <summary>Whether the host, by its name or as an address, is set in Network:AllowedPrivateHosts.</summary>
    public bool IsAllowedPrivate(string host) =>
        settings.Network.AllowedPrivateHosts.Contains(host, StringComparer.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IsAllowedPrivate(address));

    private bool IsAllowedPrivate(IPAddress address) =>
        settings.Network.AllowedPrivateHosts.Any(entry => IPNetwork.TryParse(entry, out var range)
            ? range.Contains(address)
            : IPAddress.TryParse(entry, out var allowed) && allowed.Equals(address));

    private static bool Matches(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
