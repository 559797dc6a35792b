using System.Text.Json;

namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>
/// Reads an event as strictly as the documentation allows: whatever it calls required must be there with the right type, so that
/// the bridge stays safe against any reading of it.
/// </summary>
internal sealed class OperatorEventReader
{
    private readonly List<string> _faults = [];

    private OperatorEventReader()
    {
    }

    public static (OperatorEvent? Event, IReadOnlyList<string> Faults) Read(string body, string? contentType, DateTimeOffset now)
    {
        var reader = new OperatorEventReader();
        if (contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            reader._faults.Add($"content type is {contentType ?? "absent"}");
        OperatorEvent? read = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            read = reader.Read(document.RootElement, body, now);
        }
        catch (JsonException)
        {
            reader._faults.Add("body is not JSON");
        }

        return (reader._faults.Count == 0 ? read : null, reader._faults);
    }

    private OperatorEvent? Read(JsonElement root, string raw, DateTimeOffset now)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("body is not an object");
            return null;
        }

        var type = Text(root, "type", mayBeEmpty: false);
        var read = new OperatorEvent
        {
            Id = Text(root, "id", mayBeEmpty: false),
            UserId = Text(root, "userId", mayBeEmpty: false),
            Type = type,
            ReceivedAt = now,
            Raw = raw,
        };
        switch (type)
        {
            case "TextMessage":
                return read with { Text = Text(root, "text", mayBeEmpty: false), Employee = ReadEmployee(root) };
            case "FileMessage":
                return read with
                {
                    FileUrl = Url(root),
                    FileName = Text(root, "name", mayBeEmpty: false),
                    FileSize = Size(root),
                    Comment = root.TryGetProperty("comment", out _) ? Text(root, "comment", mayBeEmpty: true) : null,
                    Employee = ReadEmployee(root),
                };
            case "Closed":
                return read with { Employee = ReadEmployee(root) };
            case "SelectDestination":
                if (!root.TryGetProperty("destination", out var destination) || destination.ValueKind != JsonValueKind.Object)
                    _faults.Add("destination is not an object");
                else
                    Text(destination, "destinationId", mayBeEmpty: false);
                return read;
            default:
                _faults.Add($"unknown type “{type}”");
                return null;
        }
    }

    private Employee? ReadEmployee(JsonElement root)
    {
        if (!root.TryGetProperty("employee", out var employee) || employee.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("employee is not an object");
            return null;
        }

        return new Employee(
            Text(employee, "employeeId", mayBeEmpty: false),
            Text(employee, "firstName", mayBeEmpty: false),
            Text(employee, "lastName", mayBeEmpty: true),
            Text(employee, "avatarUrl", mayBeEmpty: true));
    }

    private string Text(JsonElement parent, string name, bool mayBeEmpty)
    {
        if (!parent.TryGetProperty(name, out var value))
            _faults.Add($"{name} is missing");
        else if (value.ValueKind != JsonValueKind.String)
            _faults.Add($"{name} is not a string");
        else if (!mayBeEmpty && string.IsNullOrWhiteSpace(value.GetString()))
            _faults.Add($"{name} is empty");
        else
            return value.GetString()!;
        return "";
    }

    private Uri? Url(JsonElement root)
    {
        if (Uri.TryCreate(Text(root, "url", mayBeEmpty: false), UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        _faults.Add("url is not an absolute http address");
        return null;
    }

    private long? Size(JsonElement root)
    {
        if (!root.TryGetProperty("size", out var size))
            return null;
        if (size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) && bytes >= 0)
            return bytes;
        _faults.Add("size is not a number of bytes");
        return null;
    }
}
