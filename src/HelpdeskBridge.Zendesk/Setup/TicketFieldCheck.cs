using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>A ticket field of the settings that can't be used.</summary>
/// <param name="Channel">The channel that names it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record FieldProblem(string Channel, string What, string Fix);

/// <summary>Compares the ticket fields that channels name with those of the account. Pure.</summary>
internal static class TicketFieldCheck
{
    private const string FieldsPage = "Admin Center, Objects and rules, Tickets, Fields";

    /// <summary>Whether any channel names a field. If none does, the fields need not be read.</summary>
    public static bool IsNeeded(IEnumerable<ChannelOptions> channels) => channels.Any(channel => GetIds(channel).Any());

    public static IEnumerable<FieldProblem> Find(
        IReadOnlyDictionary<string, ChannelOptions> channels, IReadOnlyList<ZendeskTicketField> fields) =>
        from channel in channels
        from mapping in GetIds(channel.Value)
        let field = fields.FirstOrDefault(field => field.Id.ToString(CultureInfo.InvariantCulture) == mapping.Value)
        where field is null or { Active: false }
        let key = $"Channels:{channel.Key}:Ticket:Fields:{mapping.Key}"
        select field is null
            ? new FieldProblem(
                channel.Key,
                $"There is no ticket field {mapping.Value}, which {key} names.",
                $"Correct the id, which {FieldsPage} shows, or remove {key}.")
            : new FieldProblem(
                channel.Key, $"The ticket field {mapping.Value}, which {key} names, is not active.", $"Activate it ({FieldsPage}), or remove {key}.");

    private static IEnumerable<KeyValuePair<string, string>> GetIds(ChannelOptions channel) =>
        channel.Ticket.Fields.Where(mapping => mapping.Value != TicketOptions.IntoTags);
}
