using System.Text.Json;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>
/// Reads an event as strictly as the documentation allows. Whatever it calls required must be present and have the right type, so that
/// the bridge is safe under every interpretation of the documentation.
/// </summary>
internal sealed class OperatorEventReader
{
    private readonly List<string> _errors = [];

    private OperatorEventReader()
    {
    }

    public static (OperatorEvent? Event, IReadOnlyList<string> Errors) Read(string body, string? contentType, DateTimeOffset now)
    {
        var reader = new OperatorEventReader();
        if (contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            reader._errors.Add($"content type is {contentType ?? "absent"}");
        OperatorEvent? read = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            read = reader.Read(document.RootElement, body, now);
        }
        catch (JsonException)
        {
            reader._errors.Add("body is not JSON");
        }

        return (reader._errors.Count == 0 ? read : null, reader._errors);
    }

    private OperatorEvent? Read(JsonElement root, string raw, DateTimeOffset now)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _errors.Add("body is not an object");
            return null;
        }

        var type = ReadText(root, "type", allowEmpty: false);
        var read = new OperatorEvent
        {
            Id = ReadText(root, "id", allowEmpty: false),
            UserId = ReadText(root, "userId", allowEmpty: false),
            Type = type,
            ReceivedAt = now,
            Raw = raw,
        };
        switch (type)
        {
            case "TextMessage":
                return read with { Text = ReadText(root, "text", allowEmpty: false), Employee = ReadEmployee(root) };
            case "FileMessage":
                return read with
                {
                    FileUrl = ReadUrl(root),
                    FileName = ReadText(root, "name", allowEmpty: false),
                    FileSize = ReadSize(root),
                    Comment = root.TryGetProperty("comment", out _) ? ReadText(root, "comment", allowEmpty: true) : null,
                    Employee = ReadEmployee(root),
                };
            case "Closed":
                return read with { Employee = ReadEmployee(root) };
            case "SelectDestination":
                if (!root.TryGetProperty("destination", out var destination) || destination.ValueKind != JsonValueKind.Object)
                    _errors.Add("destination is not an object");
                else
                    ReadText(destination, "destinationId", allowEmpty: false);
                return read;
            default:
                _errors.Add($"unknown type “{type}”");
                return null;
        }
    }

    private Employee? ReadEmployee(JsonElement root)
    {
        if (!root.TryGetProperty("employee", out var employee) || employee.ValueKind != JsonValueKind.Object)
        {
            _errors.Add("employee is not an object");
            return null;
        }

        return new Employee(
            ReadText(employee, "employeeId", allowEmpty: false),
            ReadText(employee, "firstName", allowEmpty: false),
            ReadText(employee, "lastName", allowEmpty: true),
            ReadText(employee, "avatarUrl", allowEmpty: true));
    }

    private string ReadText(JsonElement parent, string name, bool allowEmpty)
    {
        if (!parent.TryGetProperty(name, out var value))
            _errors.Add($"{name} is missing");
        else if (value.ValueKind != JsonValueKind.String)
            _errors.Add($"{name} is not a string");
        else if (!allowEmpty && string.IsNullOrWhiteSpace(value.GetString()))
            _errors.Add($"{name} is empty");
        else
            return value.GetString()!;
        return "";
    }

    private Uri? ReadUrl(JsonElement root)
    {
        if (Uri.TryCreate(ReadText(root, "url", allowEmpty: false), UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        _errors.Add("url is not an absolute http address");
        return null;
    }

    private long? ReadSize(JsonElement root)
    {
        if (!root.TryGetProperty("size", out var size))
            return null;
        if (size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes >= 0)
            return bytes;
        _errors.Add("size is not a number of bytes");
        return null;
    }
}
