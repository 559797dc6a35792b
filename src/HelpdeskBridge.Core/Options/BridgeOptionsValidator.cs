using System.Text.RegularExpressions;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>Validates section <c>Bridge</c>.</summary>
internal sealed partial class BridgeOptionsValidator : IValidateOptions<BridgeOptions>
{
    private static readonly TimeSpan MaxFileLinkLifetime = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, BridgeOptions options)
    {
        var errors = new OptionsErrors("Bridge");
        if (!WebUri.TryParse(options.PublicUrl, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0)
        {
            errors.Add(
                "PublicUrl",
                "is required: the absolute URL under which JAICP and the helpdesk reach the service, such as https://bridge.example.com");
        }

        errors.Between("MaxBodyBytes", options.MaxBodyBytes, 1024, 64 * 1024 * 1024);
        errors.Between("MaxFileBytes", options.MaxFileBytes, 1, 1L << 40);
        if (options.FileLinkLifetime <= TimeSpan.Zero || options.FileLinkLifetime > MaxFileLinkLifetime)
            errors.Add("FileLinkLifetime", "is more than zero and at most 3650.00:00:00 (ten years)");
        for (var i = 0; i < options.FileKeys.Length; i++)
        {
            if (options.FileKeys[i].Length < OptionsErrors.MinKeyLength)
                errors.Add($"FileKeys:{i}", $"needs at least {OptionsErrors.MinKeyLength} characters, such as the output of: openssl rand -hex 24");
        }

        for (var i = 0; i < options.AllowedJaicpHosts.Length; i++)
        {
            if (!HostPattern().IsMatch(options.AllowedJaicpHosts[i]))
                errors.Add($"AllowedJaicpHosts:{i}", "is a host name, with *. at the front for its subdomains");
        }

        return errors.ToResult();
    }

    [GeneratedRegex(@"^(\*\.)?[A-Za-z0-9.-]+\z")]
    private static partial Regex HostPattern();
}
