using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Tickets;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>Checks what the settings of a channel name in Request Tracker.</summary>
internal sealed class RequestTrackerChannelValidator(EffectiveSettings settings) : IValidateOptions<ChannelOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        if (HelpdeskKinds.Find(settings, options.Helpdesk) != HelpdeskKind.RequestTracker)
            return ValidateOptionsResult.Skip;
        var errors = new OptionsErrors($"{ChannelRegistry.Section}:{name}");
        if (options.Hours?.ZendeskScheduleId is not null)
            errors.Add("Hours:ZendeskScheduleId", "is not for Request Tracker, which has no schedules: use Hours:Open");
        if (options.Ticket.FormId is not null)
            errors.Add("Ticket:FormId", "is not for Request Tracker, which has no forms: remove it");
        if (options.Ticket.BrandId is not null)
            errors.Add("Ticket:BrandId", "is not for Request Tracker, which has no brands: remove it");
        if (options.Requester.PhoneFrom is not null)
            errors.Add("Requester:PhoneFrom", "is not for Request Tracker, which can't be searched for phone numbers: remove it");

        // The value of the custom field would end the next chat in the ticket at once.
        if (options is { ReturnToBot.Tag: not null, Ticket.Reuse: TicketReuse.WhileOpen })
            errors.Add("Ticket:Reuse", "is Never with ReturnToBot:Tag in Request Tracker, because the bridge takes no values of custom fields away");
        foreach (var (attribute, field) in options.Ticket.Fields)
        {
            if (string.IsNullOrWhiteSpace(field))
                errors.Add($"Ticket:Fields:{attribute}", "is the id or the name of a custom field");
        }

        foreach (var (i, step) in options.Escalations.Index())
        {
            if (!string.IsNullOrEmpty(step.Priority) && !OptionsErrors.IsId(step.Priority))
                errors.Add($"Escalations:{i}:Priority", "is a number in Request Tracker; remove it to leave the priority as it is");
            if (!string.IsNullOrEmpty(step.Tag) && FieldValue.Parse(step.Tag) is null)
                errors.Add($"Escalations:{i}:Tag", "is a custom field and its value, such as Escalated=yes: Request Tracker has no tags");
            if (FieldValue.Parse(step.Tag) is { } tag && string.Equals(tag.Value, options.ReturnToBot.Tag, StringComparison.OrdinalIgnoreCase))
                errors.Add($"Escalations:{i}:Tag", ChannelOptionsValidator.WouldReturnToBot);
        }

        return errors.ToResult();
    }
}
