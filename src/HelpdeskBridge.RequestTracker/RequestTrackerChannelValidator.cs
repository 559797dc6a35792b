using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
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

        return errors.ToResult();
    }
}
