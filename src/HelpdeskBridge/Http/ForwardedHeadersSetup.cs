using System.Net;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.AspNetCore.HttpOverrides;

namespace HelpdeskBridge.Http;

/// <summary>
/// Takes X-Forwarded-For and X-Forwarded-Proto only from the proxies in Network:TrustedProxies, because anybody else could pretend any
/// address. X-Forwarded-Host is never taken.
/// </summary>
internal static class ForwardedHeadersSetup
{
    /// <summary>More proxies in a row than any installation has. Each of them must be trusted.</summary>
    private const int MaxHops = 5;

    public static void UseTrustedForwardedHeaders(this WebApplication app, EffectiveSettings settings)
    {
        var trustedProxies = settings.Get<NetworkOptions>().TrustedProxies;
        if (trustedProxies.Length == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = MaxHops,
        };

        // The framework trusts the local machine by default. Here only the proxies in the settings are trusted.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in trustedProxies)
            options.KnownIPNetworks.Add(ParseNetwork(entry));
        app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork ParseNetwork(string entry)
    {
        if (System.Net.IPNetwork.TryParse(entry, out var network))
            return network;
        var address = IPAddress.Parse(entry);
        return new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
    }
}
