using System.Globalization;
using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>A ticket field of the settings that can't be used.</summary>
/// <param name="Channel">The channel that names it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record FieldProblem(string Channel, string What, string Fix);

/// <summary>Compares the ticket fields that channels name with those of the account. Pure.</summary>
internal static class TicketFieldCheck
{
    /// <summary>Whether any channel names a field.</summary>
    public static bool IsNeeded(IEnumerable<ChannelOptions> channels) => channels.Any(channel => GetIds(channel).Any());

    /// <summary>Whether any channel names this field.</summary>
    public static bool IsInUse(IEnumerable<ChannelOptions> channels, string id) =>
        channels.Any(channel => GetIds(channel).Any(mapping => mapping.Value == id));

    /// <summary>The fields that do not exist or, unless they were made for this bridge and can be put right by it, are not active.</summary>
    public static IEnumerable<FieldProblem> Find(IReadOnlyDictionary<string, ChannelOptions> channels, OwnTicketFields fields) =>
        from channel in channels
        from mapping in GetIds(channel.Value)
        where !fields.Contains(mapping.Value)
        let field = fields.Others.FirstOrDefault(field => field.Id.ToString(CultureInfo.InvariantCulture) == mapping.Value)
        where field is null or { Active: false }
        let key = $"Channels:{channel.Key}:Ticket:Fields:{mapping.Key}"
        select field is null
            ? new FieldProblem(
                channel.Key,
                $"There is no ticket field {mapping.Value}, which {key} names.",
                $"Correct the id, which {OwnTicketFields.Page} shows, or remove {key}. "
                + $"\"setup apply --ticket-fields {mapping.Key}\" makes such a field.")
            : new FieldProblem(
                channel.Key,
                $"The ticket field {mapping.Value}, which {key} names, is not active.",
                $"Activate it ({OwnTicketFields.Page}), or remove {key}.");

    private static IEnumerable<KeyValuePair<string, string>> GetIds(ChannelOptions channel) =>
        channel.Ticket.Fields.Where(mapping => mapping.Value != TicketOptions.IntoTags);
}
