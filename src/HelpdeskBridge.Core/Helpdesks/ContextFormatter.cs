using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Formats the bot's data about the client for people.</summary>
internal static partial class ContextFormatter
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    /// <summary>Formats an object as lines of "name: value", with nested values indented. Any other value is formatted as JSON.</summary>
    /// <returns>The text; empty when there is no data.</returns>
    public static string FormatLines(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        return document.RootElement.ValueKind == JsonValueKind.Object ? string.Join('\n', GetLines(document.RootElement)) : FormatJson(json);
    }

    /// <summary>Formats a value as indented JSON.</summary>
    /// <returns>The text; empty when there is no data.</returns>
    public static string FormatJson(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        return IsEmpty(document.RootElement) ? "" : Serialize(document.RootElement, Indented);
    }

    /// <summary>Formats each change as a line. It begins with + for an added, ~ for a changed and - for a removed value.</summary>
    public static string FormatChanges(IReadOnlyList<ContextChange>? changes) => string.Join('\n', (changes ?? []).Select(change =>
    {
        var name = change.Name.Length > 0 ? RemoveLineBreaks(change.Name) + ": " : "";
        var (before, after) = (GetShortText(change.Before), GetShortText(change.After));
        return before is null ? $"+ {name}{after}" : after is null ? $"- {name}{before}" : $"~ {name}{before} → {after}";
    }));

    private static IEnumerable<string> GetLines(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => GetLines(RemoveLineBreaks(member.Name), member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => GetLines(item).Select((line, i) => (i == 0 ? "- " : "  ") + line)),
        _ => GetText(value).ReplaceLineEndings("\n").Split('\n'),
    };

    private static IEnumerable<string> GetLines(string name, JsonElement value)
    {
        var inOneLine = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsShort)
            ? string.Join(", ", value.EnumerateArray().Select(GetText))
            : IsShort(value) ? GetText(value)
            : null;
        return inOneLine is null ? [$"{name}:", .. GetLines(value).Select(line => "  " + line)] : [$"{name}: {inOneLine}".TrimEnd()];
    }

    private static string? GetShortText(string? json)
    {
        if (json is null)
            return null;
        using var document = JsonDocument.Parse(json);
        return IsShort(document.RootElement) ? GetText(document.RootElement) : Serialize(document.RootElement, Compact);
    }

    private static bool IsShort(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && !GetText(value).AsSpan().ContainsAny('\n', '\r');

    private static string GetText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>The serializer escapes emoji as surrogate pairs, with any encoder. They are written as characters here.</summary>
    private static string Serialize(JsonElement value, JsonSerializerOptions options) => Escape().Replace(
        JsonSerializer.Serialize(value, options),
        match => match.Groups["high"] is { Success: true } high ? $"{ParseHex(high)}{ParseHex(match.Groups["low"])}" : match.Value);

    private static char ParseHex(Group digits) => (char)ushort.Parse(digits.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string RemoveLineBreaks(string name) => name.ReplaceLineEndings(" ");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    [GeneratedRegex(@"\\u(?<high>D[89AB]..)\\u(?<low>D[C-F]..)|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
