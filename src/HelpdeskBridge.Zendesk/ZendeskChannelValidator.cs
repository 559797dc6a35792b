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

        if (options.ReturnToBot.Tag?.Any(char.IsWhiteSpace) == true)
            errors.Add("ReturnToBot:Tag", ChannelOptionsValidator.TagIsOneWord);
        foreach (var (i, tag) in options.Ticket.Tags.Index())
        {
            if (ReturnsToBot(options, tag))
                errors.Add($"Ticket:Tags:{i}", ChannelOptionsValidator.WouldReturnToBot);
        }

        foreach (var (i, step) in options.Escalations.Index())
        {
            if (!string.IsNullOrEmpty(step.Priority))
                errors.OneOf($"Escalations:{i}:Priority", step.Priority, ChannelOptionsValidator.Priorities);
            if (step.Tag?.Any(char.IsWhiteSpace) == true)
                errors.Add($"Escalations:{i}:Tag", "is one word: the helpdesk would split it at the space");
            if (ReturnsToBot(options, step.Tag))
                errors.Add($"Escalations:{i}:Tag", ChannelOptionsValidator.WouldReturnToBot);
        }

        return errors.ToResult();
    }

    private static bool ReturnsToBot(ChannelOptions options, string? tag) =>
        !string.IsNullOrEmpty(tag) && string.Equals(tag, options.ReturnToBot.Tag, StringComparison.OrdinalIgnoreCase);
}
