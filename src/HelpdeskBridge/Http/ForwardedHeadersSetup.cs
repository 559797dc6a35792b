using System.Net;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using Microsoft.AspNetCore.HttpOverrides;

namespace HelpdeskBridge.Http;

/// <summary>Believes X-Forwarded-For and -Proto only of proxies that are set: anybody else could count as whom he likes. Never X-Forwarded-Host.</summary>
internal static class ForwardedHeadersSetup
{
    /// <summary>A chain of proxies is longer in no company; each of them must be set.</summary>
    private const int MaxHops = 5;

    public static void UseTrustedForwardedHeaders(this WebApplication app, EffectiveSettings settings)
    {
        if (settings.Get<NetworkOptions>().TrustedProxies.Length == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = MaxHops };

        // The framework trusts the own machine by default; here nobody is trusted who isn't named.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in settings.Get<NetworkOptions>().TrustedProxies)
            options.KnownIPNetworks.Add(AsRange(entry));
        app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork AsRange(string entry)
    {
        if (System.Net.IPNetwork.TryParse(entry, out var range))
            return range;
        var address = IPAddress.Parse(entry);
        return new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
    }
}
