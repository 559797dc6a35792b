using System.Globalization;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>
/// Turns what the bot knows about the client into the ticket fields and tags that the channel's settings name. This is the only place from which
/// hidden attributes reach the helpdesk.
/// </summary>
internal static class TicketFields
{
    /// <summary>The limit of a multi-line field (support.zendesk.com, custom field types).</summary>
    private const int MaxCharactersOfField = 65_536;

    private const int MaxTags = 20;
    private const int MaxCharactersOfTag = 80;

    /// <param name="context">What the bot knows.</param>
    /// <param name="mapping">Field ids by attribute name.</param>
    /// <param name="names">Only these attributes; null: all.</param>
    /// <returns>Null: there are none.</returns>
    public static IReadOnlyList<CustomFieldDraft>? GetFields(
        HandOverContext context, IReadOnlyDictionary<string, string> mapping, IReadOnlySet<string>? names = null)
    {
        var fields = from pair in mapping
                     where pair.Value != TicketOptions.IntoTags && names?.Contains(pair.Key) != false
                     let value = AttributeReader.FindForField(context, pair.Key)
                     where value is not null
                     select new CustomFieldDraft(long.Parse(pair.Value, CultureInfo.InvariantCulture), ToFieldValue(value.Value));
        return fields.DistinctBy(field => field.Id).ToList() is { Count: > 0 } found ? found : null;
    }

    /// <summary>The tags. Each element of an array becomes a tag of its own.</summary>
    public static IEnumerable<string> GetTags(HandOverContext context, IReadOnlyDictionary<string, string> mapping) =>
        mapping.Where(pair => pair.Value == TicketOptions.IntoTags)
            .Select(pair => AttributeReader.Find(context, pair.Key)).OfType<JsonElement>()
            .SelectMany(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
            .Where(value => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            .Select(value => ToTag(value.ToString())).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxTags);

    /// <summary>Objects and arrays become their JSON text; texts are cut to what a field holds.</summary>
    private static JsonElement ToFieldValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => JsonSerializer.SerializeToElement(Truncate(value.GetRawText(), MaxCharactersOfField)),
        JsonValueKind.String => JsonSerializer.SerializeToElement(Truncate(value.GetString()!, MaxCharactersOfField)),
        _ => value,
    };

    /// <summary>Lower case, and without characters that would end the tag (support.zendesk.com, about tags).</summary>
    private static string ToTag(string text)
    {
        var tag = new StringBuilder(text.Length);
        foreach (var rune in Truncate(text.Trim().ToLowerInvariant(), MaxCharactersOfTag).EnumerateRunes())
            tag.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '/' or '.' or ':' ? rune.ToString() : "_");
        return tag.ToString().Trim('_');
    }

    /// <summary>Cuts a text without splitting a surrogate pair.</summary>
    private static string Truncate(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
