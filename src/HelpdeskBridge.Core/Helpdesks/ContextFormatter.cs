using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Formats the bot's data about the client for people. No text is longer than a comment can be, and none is built beyond that: deeply nested data
/// would become many times larger by its indentation.
/// </summary>
internal static partial class ContextFormatter
{
    /// <summary>More than a comment holds; whoever writes the comment cuts it.</summary>
    private const int MaxCharacters = TextSplitter.MaxBytes + 1000;

    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Formats an object as lines of "name: value", with nested values indented. Any other value is formatted as JSON.</summary>
    /// <returns>The text; empty when there is no data.</returns>
    public static string FormatLines(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return FormatJson(json);
        var text = new StringBuilder();
        AppendLines(text, document.RootElement, first: "", others: "");
        return Cut(text.ToString().TrimEnd('\n'));
    }

    /// <summary>Formats a value as indented JSON.</summary>
    /// <returns>The text; empty when there is no data.</returns>
    public static string FormatJson(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        return IsEmpty(document.RootElement) ? "" : Serialize(document.RootElement, Indented);
    }

    /// <summary>Formats each change as a line. It begins with + for an added, ~ for a changed and - for a removed value.</summary>
    public static string FormatChanges(IReadOnlyList<ContextChange>? changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes ?? [])
        {
            if (text.Length > MaxCharacters)
                break;
            var name = change.Name.Length > 0 ? RemoveLineBreaks(change.Name) + ": " : "";
            var (before, after) = (GetShortText(change.Before), GetShortText(change.After));
            var line = before is null ? $"+ {name}{after}" : after is null ? $"- {name}{before}" : $"~ {name}{before} → {after}";
            text.Append(text.Length > 0 ? "\n" : "").Append(line);
        }

        return Cut(text.ToString());
    }

    /// <param name="text">The text so far.</param>
    /// <param name="value">The value.</param>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="others">What all other lines begin with.</param>
    private static void AppendLines(StringBuilder text, JsonElement value, string first, string others)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (text.Length > MaxCharacters)
                        return;
                    AppendMember(text, RemoveLineBreaks(member.Name), member.Value, first, others);
                    first = others;
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (text.Length > MaxCharacters)
                        return;
                    AppendLines(text, item, first + "- ", others + "  ");
                    first = others;
                }

                break;
            default:
                foreach (var line in Cut(GetText(value)).ReplaceLineEndings("\n").Split('\n'))
                {
                    text.Append(first).Append(line).Append('\n');
                    first = others;
                }

                break;
        }
    }

    private static void AppendMember(StringBuilder text, string name, JsonElement value, string first, string others)
    {
        var inOneLine = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsShort)
            ? JoinShort(value)
            : IsShort(value) ? Cut(GetText(value)) : null;
        text.Append(first).Append(Cut(inOneLine is null ? $"{name}:" : $"{name}: {inOneLine}".TrimEnd())).Append('\n');
        if (inOneLine is null)
            AppendLines(text, value, others + "  ", others + "  ");
    }

    private static string JoinShort(JsonElement array)
    {
        var text = new StringBuilder();
        foreach (var item in array.EnumerateArray())
        {
            if (text.Length > MaxCharacters)
                break;
            text.Append(text.Length > 0 ? ", " : "").Append(GetText(item));
        }

        return text.ToString();
    }

    private static string Cut(string text) => text.Length > MaxCharacters ? text[..MaxCharacters] : text;

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
    private static string Serialize(JsonElement value, JsonWriterOptions options)
    {
        var buffer = new LimitedBuffer(MaxCharacters);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, options);
            value.WriteTo(writer);
        }
        catch (LimitedBuffer.FullException)
        {
            // The rest would not fit into a comment.
        }

        return Escape().Replace(
            buffer.ToString(),
            match => match.Groups["high"] is { Success: true } high ? $"{ParseHex(high)}{ParseHex(match.Groups["low"])}" : match.Value);
    }

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
