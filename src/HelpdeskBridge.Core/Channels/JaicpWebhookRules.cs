using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>Which addresses a channel's events may be sent to.</summary>
internal sealed class JaicpWebhookRules(NetworkRules network, IOptions<BridgeOptions> bridge)
{
    /// <summary>What is wrong with an address for events; null: it may be called.</summary>
    public string? Validate(string url)
    {
        if (NetworkRules.ValidateWebAddress(url, out var uri) is { } problem)
            return problem;

        // It is called verbatim: a line break in it would end the request line and begin headers.
        if (url.Any(character => character is <= ' ' or >= '\x7f'))
            return "must be as it goes over the wire: no spaces, line breaks or other characters that need encoding";
        if (network.IsAllowedPrivate(uri!.Host))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "must be https; http only for hosts in Network:AllowedPrivateHosts";
        return bridge.Value.AllowedJaicpHosts.Any(pattern => Matches(pattern, uri.Host)) ? null : "points to a host that is not in Bridge:AllowedJaicpHosts";
    }

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
