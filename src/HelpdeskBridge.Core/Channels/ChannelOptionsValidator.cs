using HelpdeskBridge.Options;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>Validates section <c>Channels:{channel}</c>. ChannelHelpdeskValidator validates what depends on the helpdesk.</summary>
internal sealed class ChannelOptionsValidator(JaicpWebhookRules webhooks) : IValidateOptions<ChannelOptions>
{
    private static readonly string[] TicketStatuses = ["new", "open", "pending", "hold", "solved", "closed"];
    internal static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    internal const string TagIsOneWord = "is one word, as the helpdesk's tags are; remove it for none";
    internal const string WouldReturnToBot = "is ReturnToBot:Tag, which would give the chat back to the bot: choose another one";

    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        var errors = new OptionsErrors($"Channels:{name}");
        errors.CheckName(name ?? "");
        errors.CheckKey("Key", options.Key, required: true);
        errors.CheckKey("PreviousKey", options.PreviousKey, required: false);
        errors.CheckKey("BotKey", options.BotKey, required: false);
        CheckDestinations(errors, options);
        CheckTicket(errors, options.Ticket);
        CheckRequester(errors, options.Requester);
        errors.Between("InboundPerSecond", options.InboundPerSecond, 1, 1_000_000);
        errors.OneOf("Close:StatusOnClientClose", options.Close.StatusOnClientClose, TicketStatuses);
        errors.NotNegative("Close:ReopenWithin", options.Close.ReopenWithin);
        if (options.Close.IdleAfter is { } idleAfter)
            errors.Positive("Close:IdleAfter", idleAfter);
        if (options.ReturnToBot.Tag is "")
            errors.Add("ReturnToBot:Tag", TagIsOneWord);
        CheckEscalations(errors, options.Escalations);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            errors.Add("TimeZone", "is an IANA time zone such as Europe/Moscow");
        if (options.WebhookUrl is { Length: > 0 } webhook && webhooks.Validate(webhook) is { } problem)
            errors.Add("WebhookUrl", problem);
        CheckHours(errors, options.Hours);
        CheckTexts(errors, options.Texts);
        LanguageOptionsRules.Check(errors, options);
        return errors.ToResult();
    }

    private static void CheckDestinations(OptionsErrors errors, ChannelOptions options)
    {
        if (!OptionsErrors.IsId(options.DefaultDestination))
            errors.Add("DefaultDestination", "is required: the id of the helpdesk group (digits) that takes chats without a known destination");
        for (var i = 0; i < options.Destinations.Length; i++)
        {
            if (!OptionsErrors.IsId(options.Destinations[i].Id))
                errors.Add($"Destinations:{i}:Id", "is required: the id of a helpdesk group (digits)");
        }
    }

    private static void CheckTicket(OptionsErrors errors, TicketOptions ticket)
    {
        if (string.IsNullOrWhiteSpace(ticket.Subject))
            errors.Add("Ticket:Subject", "must not be empty; remove it for the default");
        errors.NotNegative("Ticket:WaitForFirstMessage", ticket.WaitForFirstMessage);
        if (ticket.Priority is { } priority)
            errors.OneOf("Ticket:Priority", priority, Priorities);
        for (var i = 0; i < ticket.Tags.Length; i++)
        {
            if (ticket.Tags[i].Length == 0 || ticket.Tags[i].Any(char.IsWhiteSpace))
                errors.Add($"Ticket:Tags:{i}", "is one word: the helpdesk would split it at the space");
        }
    }

    private static void CheckEscalations(OptionsErrors errors, EscalationOptions[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var (key, step) = ($"Escalations:{i}", steps[i]);
            errors.Positive($"{key}:After", step.After, OptionsErrors.MaxInterval);
            if (i > 0 && step.After <= steps[i - 1].After)
            {
                errors.Add(
                    $"{key}:After",
                    $"must be more than {errors.GetFullKey($"Escalations:{i - 1}:After")}: the steps stand in the order of their times");
            }

            if (!string.IsNullOrEmpty(step.Group) && !OptionsErrors.IsId(step.Group))
                errors.Add($"{key}:Group", "is the id of a helpdesk group (digits); remove it to leave the ticket where it is");
            if (Array.TrueForAll([step.Group, step.Priority, step.Tag, step.Note], string.IsNullOrEmpty))
                errors.Add(key, "needs a Group, Priority, Tag or Note, or nothing happens; remove it for none");
        }
    }

    private static void CheckRequester(OptionsErrors errors, RequesterOptions requester)
    {
        foreach (var (key, name) in new[]
        {
            ("EmailFrom", requester.EmailFrom), ("PhoneFrom", requester.PhoneFrom), ("ExternalIdFrom", requester.ExternalIdFrom),
        })
        {
            if (name is not null && string.IsNullOrWhiteSpace(name))
                errors.Add($"Requester:{key}", "is the name of an attribute that the bot has verified; remove it for none");
        }
    }

    private static void CheckHours(OptionsErrors errors, HoursOptions? hours)
    {
        if (hours is null)
            return;
        if (hours is { ZendeskScheduleId: not null, Open.Length: > 0 })
            errors.Add("Hours:ZendeskScheduleId", $"stands beside {errors.GetFullKey("Hours:Open")}: keep one of them");
        errors.Between("Hours:ZendeskScheduleId", hours.ZendeskScheduleId ?? 1, 1, long.MaxValue);
        for (var i = 0; i < hours.Open.Length; i++)
        {
            if (OpeningHoursParser.Parse(hours.Open[i]) is null)
            {
                errors.Add(
                    $"Hours:Open:{i}",
                    "is days and times such as Mon-Fri 09:00-18:00, Sat,Sun 10:00-14:00, Mon-Sun 00:00-24:00 or, over midnight, Fri 22:00-02:00");
            }
        }
    }

    private static void CheckTexts(OptionsErrors errors, Dictionary<string, string> texts)
    {
        foreach (var (name, value) in texts)
        {
            if (name.Equals(TextCatalogue.LanguageKey, StringComparison.OrdinalIgnoreCase))
                errors.OneOf($"Texts:{name}", value, TextCatalogue.Languages);
            else if (!TextCatalogue.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                errors.Add($"Texts:{name}", $"is not a text; there is {OptionsErrors.Join(TextCatalogue.Names)}");
            else if (PluralForms.Validate(value ?? "") is { } problem)
                errors.Add($"Texts:{name}", problem);
        }
    }
}
