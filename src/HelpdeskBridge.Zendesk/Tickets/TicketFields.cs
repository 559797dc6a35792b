using System.Globalization;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>What the bot told, as the ticket fields and tags that the channel's settings name for it: the only place where hidden attributes go.</summary>
internal static class TicketFields
{
    /// <summary>What a multi-line field takes (support.zendesk.com, custom field types).</summary>
    private const int MaxCharacters = 65_536;

    private const int MaxTags = 20;
    private const int MaxCharactersOfTag = 80;

    /// <param name="context">What the bot told.</param>
    /// <param name="mapping">Field ids by attribute.</param>
    /// <param name="names">Only these attributes; null: all.</param>
    /// <returns>Null: none.</returns>
    public static IReadOnlyList<CustomFieldDraft>? GetFields(HandOverContext context, IReadOnlyDictionary<string, string> mapping, IReadOnlySet<string>? names = null)
    {
        var fields = from pair in mapping
                     where pair.Value != TicketOptions.IntoTags && names?.Contains(pair.Key) != false
                     let value = Find(context, pair.Key)
                     where value is not null
                     select new CustomFieldDraft(long.Parse(pair.Value, CultureInfo.InvariantCulture), Fitting(value.Value));
        return fields.DistinctBy(field => field.Id).ToList() is { Count: > 0 } found ? found : null;
    }

    /// <summary>Each value of an array is a tag of its own.</summary>
    public static IEnumerable<string> GetTags(HandOverContext context, IReadOnlyDictionary<string, string> mapping) =>
        mapping.Where(pair => pair.Value == TicketOptions.IntoTags)
            .Select(pair => Find(context, pair.Key)).OfType<JsonElement>()
            .SelectMany(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
            .Where(value => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            .Select(value => Tag(value.ToString())).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxTags);

    private static JsonElement? Find(HandOverContext context, string name) => Member(context.Attributes, name) ?? Member(context.HiddenAttributes, name);

    private static JsonElement? Member(string? json, string name)
    {
        using var read = JsonDocument.Parse(json ?? "{}");
        return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.Clone()
            : null;
    }

    private static JsonElement Fitting(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => JsonSerializer.SerializeToElement(Cut(value.GetRawText(), MaxCharacters)),
        JsonValueKind.String => JsonSerializer.SerializeToElement(Cut(value.GetString()!, MaxCharacters)),
        _ => value,
    };

    /// <summary>Lower case, and nothing that would end a tag (support.zendesk.com, about tags).</summary>
    private static string Tag(string text)
    {
        var tag = new StringBuilder(text.Length);
        foreach (var rune in Cut(text.Trim().ToLowerInvariant(), MaxCharactersOfTag).EnumerateRunes())
            tag.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '/' or '.' or ':' ? rune.ToString() : "_");
        return tag.ToString().Trim('_');
    }

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
