using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

/// <summary>Checks what the settings of a channel name in Zendesk.</summary>
internal sealed class ZendeskChannelValidator(EffectiveSettings settings) : IValidateOptions<ChannelOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        if (HelpdeskKinds.Find(settings, options.Helpdesk) is not (null or HelpdeskKind.Zendesk))
            return ValidateOptionsResult.Skip;
        var errors = new OptionsErrors($"{ChannelRegistry.Section}:{name}");
        foreach (var (attribute, field) in options.Ticket.Fields)
        {
            if (!OptionsErrors.IsId(field) && field != TicketOptions.IntoTags)
                errors.Add($"Ticket:Fields:{attribute}", $"is the id of a ticket field (digits) or {TicketOptions.IntoTags}");
        }

        return errors.ToResult();
    }
}
