using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Turns what the bot knows about the client into the custom fields that the channel's settings name, by id or name. Pure.</summary>
internal static class CustomFields
{
    private const int MaxCharacters = 65_536;

    /// <param name="context">What the bot knows.</param>
    /// <param name="mapping">Custom fields by attribute name.</param>
    /// <param name="names">Only these attributes; null: all.</param>
    /// <returns>Null: there are none.</returns>
    public static IReadOnlyDictionary<string, string>? Get(
        HandOverContext context, IReadOnlyDictionary<string, string> mapping, IReadOnlySet<string>? names = null)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, field) in mapping)
        {
            if (names?.Contains(attribute) != false && AttributeReader.FindForField(context, attribute) is { } value)
                fields.TryAdd(field, ToText(value));
        }

        return fields.Count > 0 ? fields : null;
    }

    /// <summary>
    /// The fields that the ticket does not have after they were written: an unknown one is ignored, and a value that a field does not allow too,
    /// without an error.
    /// </summary>
    public static IReadOnlyList<string> FindMissing(IReadOnlyDictionary<string, string>? written, RtTicket ticket) =>
        written is null ? [] : [.. written.Where(field => field.Value.Length > 0 && !Has(ticket, field.Key)).Select(field => field.Key)];

    /// <summary>Whether a field has this value, alone or beside others.</summary>
    public static bool Has(RtTicket ticket, string field, string value) =>
        Find(ticket, field).Any(known => known.Values?.Contains(value, StringComparer.Ordinal) == true);

    /// <summary>Whether a field has the value that stands for a tag. A tag that names no field may be the value of any.</summary>
    public static bool HasTag(RtTicket ticket, string tag) => FieldValue.Parse(tag) is { } named
        ? Find(ticket, named.Field).Any(field => Has(field, named.Value))
        : (ticket.CustomFields ?? []).Any(field => Has(field, tag));

    /// <summary>
    /// The values that remain of the fields that have the value which stands for a tag. Null: the ticket has not got the tag, or it names no field.
    /// </summary>
    public static RtFieldValues? FindWithoutTag(RtTicket ticket, string tag) =>
        FieldValue.Parse(tag) is { } named && Find(ticket, named.Field).Where(field => Has(field, named.Value)).ToList() is { Count: > 0 } found
            ? new RtFieldValues(found.ToDictionary(field => field.Id, field => Without(field, named.Value)))
            : null;

    private static IReadOnlyList<string> Without(RtCustomField field, string value) =>
        [.. field.Values!.OfType<string>().Where(known => known.Length > 0 && !known.Equals(value, StringComparison.OrdinalIgnoreCase))];

    private static bool Has(RtCustomField field, string value) => field.Values?.Contains(value, StringComparer.OrdinalIgnoreCase) == true;

    private static bool Has(RtTicket ticket, string field) =>
        Find(ticket, field).Any(known => known.Values?.Any(value => !string.IsNullOrEmpty(value)) == true);

    private static IEnumerable<RtCustomField> Find(RtTicket ticket, string field) => (ticket.CustomFields ?? []).Where(known =>
        known.Id == field || string.Equals(known.Name, field, StringComparison.OrdinalIgnoreCase));

    /// <summary>Objects and arrays become their JSON text.</summary>
    private static string ToText(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= MaxCharacters ? text : text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
    }
}
