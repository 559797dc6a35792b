using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Text;

/// <summary>
/// Reads JSON from other systems. The grammar of JSON allows half a surrogate pair in a string or in a name, but <see cref="JsonElement"/>
/// throws when it reads one. Here such a value or member counts as absent.
/// </summary>
internal static partial class LenientJson
{
    /// <summary>
    /// JSON whose strings any reader can read as text: half a surrogate pair becomes U+FFFD, and NUL is removed. In valid UTF-8 both only occur as
    /// escapes, since a raw NUL is not valid JSON.
    /// </summary>
    public static string ReplaceInvalidEscapes(string json) => json.Contains("\\u", StringComparison.Ordinal)
        ? Escape().Replace(
            json, match => match.Groups["half"].Success ? "\\ufffd" : match.Groups["nul"].Success ? "" : match.Value)
        : json;

    /// <returns>
    /// The member with this name, the last one if there are several; null when there is none, or <paramref name="parent"/> is not an object.
    /// </returns>
    public static JsonElement? Member(this JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        JsonElement? found = null;
        foreach (var member in parent.EnumerateObject())
        {
            try
            {
                if (member.NameEquals(name))
                    found = member.Value;
            }
            catch (InvalidOperationException)
            {
                // The name is not valid Unicode.
            }
        }

        return found;
    }

    /// <returns>The text of a string; null for any other value, and for a string that is not valid Unicode.</returns>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>The text of a string, or a number as it is written; null for any other value, and for a string that is not valid Unicode.</returns>
    public static string? TextOrNumber(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.Text();

    /// <summary>Reads a string. Half a surrogate pair and invalid UTF-8, which JSON brings and .NET refuses, become U+FFFD.</summary>
    /// <param name="reader">A reader that stands at a string.</param>
    public static string? ReadText(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            var raw = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            return JsonSerializer.Deserialize<string>($"\"{ReplaceInvalidEscapes(raw)}\"");
        }
    }

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|(?<nul>\\u0000)|\\.",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
