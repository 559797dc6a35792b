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

        foreach (var (i, step) in options.Escalations.Index())
        {
            if (!string.IsNullOrEmpty(step.Priority))
                errors.OneOf($"Escalations:{i}:Priority", step.Priority, ChannelOptionsValidator.Priorities);
            if (step.Tag?.Any(char.IsWhiteSpace) == true)
                errors.Add($"Escalations:{i}:Tag", "is one word: the helpdesk would split it at the space");
            if (!string.IsNullOrEmpty(step.Tag) && string.Equals(step.Tag, options.ReturnToBot.Tag, StringComparison.OrdinalIgnoreCase))
                errors.Add($"Escalations:{i}:Tag", ChannelOptionsValidator.WouldReturnToBot);
        }

        return errors.ToResult();
    }
}
