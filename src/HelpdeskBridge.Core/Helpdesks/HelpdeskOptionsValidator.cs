using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Checks what section <c>Helpdesks:{helpdesk}</c> has in common for every product. Each adapter checks its own part.</summary>
internal sealed class HelpdeskOptionsValidator(NetworkRules network) : IValidateOptions<HelpdeskOptions>
{
    public ValidateOptionsResult Validate(string? name, HelpdeskOptions options)
    {
        var errors = new OptionsErrors($"{HelpdeskRegistry.Section}:{name}");
        errors.CheckName(name ?? "");
        if (!Enum.IsDefined(options.Kind))
            errors.Add("Kind", $"is one of {OptionsErrors.Join(Enum.GetNames<HelpdeskKind>())}");
        if (ValidateBaseUrl(options.BaseUrl) is { } problem)
            errors.Add("BaseUrl", problem);
        errors.Positive("SignatureTolerance", options.SignatureTolerance);
        errors.Between("RequestsPerMinute", options.RequestsPerMinute, 1, 1_000_000);
        if (options.LateWriteWindow is { } window)
            errors.Positive("LateWriteWindow", window, TimeSpan.FromHours(1));
        errors.Positive("ReconcileEvery", options.ReconcileEvery, OptionsErrors.MaxInterval);
        errors.Positive("PollEvery", options.PollEvery, OptionsErrors.MaxInterval);
        return errors.ToResult();
    }

    private string? ValidateBaseUrl(string url)
    {
        if (NetworkRules.ValidateWebAddress(url, out var uri) is { } problem)
            return url.Length == 0 ? "is required: the address of the account, such as https://acme.zendesk.com" : problem;
        return uri!.Scheme == Uri.UriSchemeHttps || network.IsAllowedPrivate(uri.Host)
            ? null
            : "must be https; http only for hosts in Network:AllowedPrivateHosts";
    }
}
