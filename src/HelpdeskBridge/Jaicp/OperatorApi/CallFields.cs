using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>The fields of a call's body, read leniently; collects every fault instead of stopping at the first.</summary>
internal sealed partial class CallFields
{
    private readonly List<(string Field, string Message)> _faults = [];
    private readonly JsonElement _root;

    private CallFields(JsonElement root) => _root = root;

    public bool HasFaults => _faults.Count > 0;

    public static CallFields Parse(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;

        // The parser looks at texts only when they are read, and some are kept as they came.
        if (!Utf8.IsValid(bytes.Span))
        {
            var fields = new CallFields(default);
            fields.Fault("body", "is not valid UTF-8");
            return fields;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes);
            var fields = new CallFields(json.RootElement.Clone());
            if (fields._root.ValueKind != JsonValueKind.Object)
                fields.Fault("body", "must be a JSON object");
            return fields;
        }
        catch (JsonException e)
        {
            var fields = new CallFields(default);
            fields.Fault("body", string.Create(CultureInfo.InvariantCulture, $"is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"));
            return fields;
        }
    }

    public IResult Problem() => Problems.Invalid(_faults);

    public void Fault(string field, string message) => _faults.Add((field, message));

    /// <summary>A field that must be there, be a string and hold something to read.</summary>
    public string Required(string name, int maxCharacters = int.MaxValue)
    {
        if (_root.ValueKind != JsonValueKind.Object)
            return "";
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
            Fault(name, "is required");
        else if (value.ValueKind != JsonValueKind.String)
            Fault(name, "must be a string");
        else if (GetText(value) is not { } text)
            Fault(name, "is not valid Unicode text");
        else if (TextSplitter.IsBlank(text))
            Fault(name, "must not be blank");
        else if (text.Length > maxCharacters)
            Fault(name, $"must be at most {maxCharacters} characters");
        else
            return text;
        return "";
    }

    /// <summary>A string or number; null for anything else.</summary>
    public string? Optional(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value && GetText(value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A number, or a string that holds one; null for anything else.</summary>
    public long? Number(string name) =>
        long.TryParse(Optional(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether the field is there with a string in it, if only an empty one.</summary>
    public bool IsEmptyText(string name) => Find(name) is { ValueKind: JsonValueKind.String } value && GetText(value) is { Length: 0 };

    /// <summary>JSON text of an object, of JSON in a string, or of any other value; null when absent.</summary>
    public string? Json(string name)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind != JsonValueKind.String || GetText(value) is not { } text)
            return Readable(value);
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.ValueKind == JsonValueKind.Null ? null : Readable(inner.RootElement);
        }
        catch (JsonException)
        {
            return string.IsNullOrWhiteSpace(text) ? null : Readable(value);
        }
    }

    private JsonElement? Find(string name) => _root.Member(name);

    /// <summary>Whoever reads it later shall not stumble over half a surrogate pair or a NUL, which nobody typed.</summary>
    private static string Readable(JsonElement value) => Escape().Replace(value.GetRawText(), match => match.Groups["half"].Success ? "\\ufffd" : match.Groups["nul"].Success ? "" : match.Value);

    [GeneratedRegex(@"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>\\u[dD][89a-fA-F]..)|(?<nul>\\u0000)|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    /// <summary>Null for half a surrogate pair. NUL is left out: no database stores it and nobody can type it.</summary>
    private static string? GetText(JsonElement value)
    {
        try
        {
            return value.ToString().Replace("\0", "", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
