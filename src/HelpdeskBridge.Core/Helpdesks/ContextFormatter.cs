using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What the bot told about the client, for people to read.</summary>
internal static partial class ContextFormatter
{
    private static readonly JsonSerializerOptions Wide = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Narrow = new(Wide) { WriteIndented = false };

    /// <summary>An object as lines of "name: value", what is nested further to the right; anything else as JSON. Empty when it holds nothing.</summary>
    public static string Lines(string? json)
    {
        using var read = JsonDocument.Parse(json ?? "{}");
        return read.RootElement.ValueKind == JsonValueKind.Object ? string.Join('\n', GetLines(read.RootElement)) : Json(json);
    }

    /// <summary>As indented JSON. Empty when it holds nothing.</summary>
    public static string Json(string? json)
    {
        using var read = JsonDocument.Parse(json ?? "{}");
        return IsEmpty(read.RootElement) ? "" : Written(read.RootElement, Wide);
    }

    /// <summary>A line for each change: + added, ~ changed, - not told any more.</summary>
    public static string Changes(IReadOnlyList<ContextChange>? changes) => string.Join('\n', (changes ?? []).Select(change =>
    {
        var (name, before, after) = (change.Name.Length > 0 ? OneLine(change.Name) + ": " : "", Short(change.Before), Short(change.After));
        return before is null ? $"+ {name}{after}" : after is null ? $"- {name}{before}" : $"~ {name}{before} → {after}";
    }));

    private static IEnumerable<string> GetLines(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => GetLines(OneLine(member.Name), member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => GetLines(item).Select((line, i) => (i == 0 ? "- " : "  ") + line)),
        _ => Scalar(value).ReplaceLineEndings("\n").Split('\n'),
    };

    private static IEnumerable<string> GetLines(string name, JsonElement value)
    {
        var inOneLine = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsShort) ? string.Join(", ", value.EnumerateArray().Select(Scalar))
            : IsShort(value) ? Scalar(value)
            : null;
        return inOneLine is null ? [$"{name}:", .. GetLines(value).Select(line => "  " + line)] : [$"{name}: {inOneLine}".TrimEnd()];
    }

    private static string? Short(string? json)
    {
        if (json is null)
            return null;
        using var read = JsonDocument.Parse(json);
        return IsShort(read.RootElement) ? Scalar(read.RootElement) : Written(read.RootElement, Narrow);
    }

    private static bool IsShort(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && !Scalar(value).AsSpan().ContainsAny('\n', '\r');

    private static string Scalar(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>The serializer writes emoji as two escapes, whatever it is told.</summary>
    private static string Written(JsonElement value, JsonSerializerOptions options) => Escape().Replace(
        JsonSerializer.Serialize(value, options),
        match => match.Groups["high"] is { Success: true } high
            ? $"{(char)ushort.Parse(high.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}{(char)ushort.Parse(match.Groups["low"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"
            : match.Value);

    private static string OneLine(string name) => name.ReplaceLineEndings(" ");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    [GeneratedRegex(@"\\u(?<high>D[89AB]..)\\u(?<low>D[C-F]..)|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
