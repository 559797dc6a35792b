using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Http;

/// <summary>
/// The fields of a call's body. They are read leniently, because JAICP documents several types incompletely. Errors are collected, so that the
/// response names all of them.
/// </summary>
internal sealed class CallFields
{
    private readonly List<(string Field, string Message)> _errors = [];
    private readonly JsonElement _root;

    private CallFields(JsonElement root) => _root = root;

    public bool HasErrors => _errors.Count > 0;

    public static CallFields Parse(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;

        // JsonDocument does not check the bytes of a string before it is read, and some values are stored as raw JSON.
        if (!Utf8.IsValid(bytes.Span))
            return CreateUnreadable("is not valid UTF-8");

        try
        {
            using var json = JsonDocument.Parse(LenientJson.ReplaceInvalidEscapes(Encoding.UTF8.GetString(bytes.Span)));
            var fields = new CallFields(json.RootElement.Clone());
            if (fields._root.ValueKind != JsonValueKind.Object)
                fields.AddError("body", "must be a JSON object");
            return fields;
        }
        catch (JsonException e)
        {
            return CreateUnreadable(string.Create(
                CultureInfo.InvariantCulture, $"is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})"));
        }
    }

    public void AddError(string field, string message) => _errors.Add((field, message));

    /// <summary>The response that names all errors.</summary>
    public IResult ToProblem() => Problems.Invalid(_errors);

    /// <summary>A string that must be there and must not be blank.</summary>
    /// <returns>Empty if that is not so; then there is an error.</returns>
    public string GetRequiredText(string name, int maxCharacters = int.MaxValue)
    {
        if (_root.ValueKind != JsonValueKind.Object)
            return "";
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
            AddError(name, "is required");
        else if (value.ValueKind != JsonValueKind.String)
            AddError(name, "must be a string");
        else if (value.GetString()! is var text && TextSplitter.IsBlank(text))
            AddError(name, "must not be blank");
        else if (text.Length > maxCharacters)
            AddError(name, $"must be at most {maxCharacters} characters");
        else
            return text;
        return "";
    }

    /// <summary>The text of a string or a number; null for anything else, and for a blank string.</summary>
    public string? GetOptionalText(string name)
    {
        var text = Find(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString() : null;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>An integer, or a string that contains one; null for anything else.</summary>
    public long? GetNumber(string name) =>
        long.TryParse(GetOptionalText(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An integer within limits, or a string that contains one, that must be there.</summary>
    /// <returns>The lower limit if that is not so; then there is an error.</returns>
    public int GetRequiredInteger(string name, int min, int max)
    {
        if (GetNumber(name) is { } number && number >= min && number <= max)
            return (int)number;
        if (_root.ValueKind == JsonValueKind.Object)
            AddError(name, $"must be an integer from {min} to {max}");
        return min;
    }

    /// <summary>Whether the field is there and is an empty string.</summary>
    public bool IsEmptyText(string name) => Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: 0 };

    /// <summary>A value of any type as JSON text. JSON in a string becomes that JSON. Null: the field is absent, null or a blank string.</summary>
    public string? GetJson(string name)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return value.GetRawText();
        var text = value.GetString()!;
        try
        {
            using var inner = JsonDocument.Parse(LenientJson.ReplaceInvalidEscapes(text));
            return inner.RootElement.ValueKind == JsonValueKind.Null ? null : inner.RootElement.GetRawText();
        }
        catch (JsonException)
        {
            return string.IsNullOrWhiteSpace(text) ? null : value.GetRawText();
        }
    }

    private static CallFields CreateUnreadable(string message)
    {
        var fields = new CallFields(default);
        fields.AddError("body", message);
        return fields;
    }

    private JsonElement? Find(string name) => _root.Member(name);
}
