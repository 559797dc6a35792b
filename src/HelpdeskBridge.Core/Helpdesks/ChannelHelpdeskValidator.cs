using HelpdeskBridge.Channels;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Checks that a channel names a helpdesk account that exists.</summary>
internal sealed class ChannelHelpdeskValidator(EffectiveSettings settings) : IValidateOptions<ChannelOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        var (errors, known) = (new OptionsErrors($"{ChannelRegistry.Section}:{name}"), settings.GetNames(HelpdeskRegistry.Section));
        if (options.Helpdesk.Length == 0)
            errors.Add("Helpdesk", "is required: the name of a helpdesk under Helpdesks");
        else if (!known.Contains(options.Helpdesk, StringComparer.OrdinalIgnoreCase))
            errors.Add("Helpdesk", $"names a helpdesk that is not under Helpdesks; there is {OptionsErrors.Join(known)}");
        return errors.ToResult();
    }
}
