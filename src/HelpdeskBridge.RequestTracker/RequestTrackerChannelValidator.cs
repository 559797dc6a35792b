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

        CheckReturn(errors, options);
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
            if (FieldValue.Parse(step.Tag) is { } tag && ReturnsToBot(options, tag))
                errors.Add($"Escalations:{i}:Tag", ChannelOptionsValidator.WouldReturnToBot);
        }

        return errors.ToResult();
    }

    private static void CheckReturn(OptionsErrors errors, ChannelOptions options)
    {
        if (options.ReturnToBot.Tag is not { Length: > 0 } tag || FieldValue.Parse(tag) is not null)
            return;
        if (tag.Contains('=') || tag.Any(char.IsWhiteSpace))
            errors.Add("ReturnToBot:Tag", $"is a custom field and its value, such as {FieldValue.Example}: Request Tracker has no tags");

        // The value would end the next chat in the ticket at once: in an unknown field it can't be taken away.
        if (options.Ticket.Reuse == TicketReuse.WhileOpen)
            errors.Add("Ticket:Reuse", $"is Never, unless ReturnToBot:Tag names the custom field whose value it is, such as {FieldValue.Example}");
    }

    /// <summary>A field may be named by its id in the one place and by its name in the other, which can't be seen here.</summary>
    private static bool ReturnsToBot(ChannelOptions options, FieldValue step) => FieldValue.Parse(options.ReturnToBot.Tag) is { } tag
        ? tag.Equals(step, StringComparison.OrdinalIgnoreCase)
        : string.Equals(step.Value, options.ReturnToBot.Tag, StringComparison.OrdinalIgnoreCase);
}
