using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Network;

/// <summary>Checks section <c>Network</c>.</summary>
internal sealed class NetworkOptionsValidator : IValidateOptions<NetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var errors = new OptionsErrors("Network");
        for (var i = 0; i < options.AllowedPrivateHosts.Length; i++)
        {
            if (!NetworkRules.IsHostOrRange(options.AllowedPrivateHosts[i]))
                errors.Add($"AllowedPrivateHosts:{i}", "is a host name, an address or a range such as 10.0.0.0/8");
        }

        for (var i = 0; i < options.TrustedProxies.Length; i++)
        {
            if (!NetworkRules.IsAddressOrRange(options.TrustedProxies[i]))
                errors.Add($"TrustedProxies:{i}", "is the address of a proxy or a range such as 10.0.0.0/8");
        }

        return errors.ToResult();
    }
}
