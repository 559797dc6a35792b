using System.Net;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Network;

/// <summary>Which addresses may be called. <see cref="SsrfGuard"/> applies these rules when it connects.</summary>
internal sealed class NetworkRules(IOptions<NetworkOptions> options)
{
    private const int MaxUrlLength = 8192;

    /// <returns>Why <paramref name="url"/> is not a valid http or https address; null when it is one.</returns>
    public static string? ValidateWebAddress(string url, out Uri? uri)
    {
        if (!WebUri.TryParse(url, out uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return "must be an absolute http or https URL";
        if (uri.UserInfo.Length > 0)
            return "must not carry a user name or password";
        return url.Length > MaxUrlLength ? $"must be at most {MaxUrlLength} characters" : null;
    }

    public static bool IsHostOrRange(string entry) =>
        IPNetwork.TryParse(entry, out _) || Uri.CheckHostName(entry) != UriHostNameType.Unknown;

    public static bool IsAddressOrRange(string entry) => IPNetwork.TryParse(entry, out _) || IPAddress.TryParse(entry, out _);

    /// <summary>Checks an address that a host name was resolved to.</summary>
    /// <returns>Why no connection may be made to it; null when one may.</returns>
    public string? CheckConnect(string host, IPAddress address) =>
        PublicAddress.Validate(address) is { } why && !IsAllowedPrivate(host) && !IsAllowedPrivate(address) ? why : null;

    /// <summary>Whether <c>Network:AllowedPrivateHosts</c> contains the host, by its name or by its address.</summary>
    public bool IsAllowedPrivate(string host) =>
        options.Value.AllowedPrivateHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IsAllowedPrivate(address));

    private bool IsAllowedPrivate(IPAddress address) =>
        options.Value.AllowedPrivateHosts.Any(entry => IPNetwork.TryParse(entry, out var range)
            ? range.Contains(address)
            : IPAddress.TryParse(entry, out var allowed) && allowed.Equals(address));
}
