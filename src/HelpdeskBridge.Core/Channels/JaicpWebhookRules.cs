using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>To which addresses the events of a channel may be sent.</summary>
internal sealed class JaicpWebhookRules(NetworkRules network, IOptions<BridgeOptions> bridge)
{
    /// <returns>Why events must not be sent to the address; null when they may.</returns>
    public string? Validate(string url)
    {
        if (NetworkRules.ValidateWebAddress(url, out var uri) is { } problem)
            return problem;

        // The address is sent as it is. A line break in it would end the request line and add headers to the request.
        if (url.Any(character => character is <= ' ' or >= '\x7f'))
            return "must be encoded: it contains spaces, line breaks or other characters that are not allowed in an address";
        if (network.IsAllowedPrivate(uri!.Host))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "must be https; http only for hosts in Network:AllowedPrivateHosts";
        return bridge.Value.AllowedJaicpHosts.Any(pattern => Matches(pattern, uri.Host))
            ? null
            : "points to a host that is not in Bridge:AllowedJaicpHosts";
    }

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
