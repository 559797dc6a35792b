using System.Text.Json;
using System.Text.Json.Serialization;
using Refit;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>
/// An event as JAICP expects it (help.cloud.just-ai.com, "operator_event_transfer"). Members that do not belong to its type are null and not sent.
/// </summary>
internal sealed record JaicpEvent
{
    public static readonly RefitSettings RefitSettings = new(new SystemTextJsonContentSerializer(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull }));

    public const string TextMessage = "TextMessage";
    public const string FileMessage = "FileMessage";
    public const string Closed = "Closed";

    /// <summary>The id of the bridge's message. It stays the same when the event is sent again.</summary>
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required string Type { get; init; }
    public string? Text { get; init; }
    public string? Url { get; init; }
    public string? Name { get; init; }

    /// <summary>
    /// Size in bytes, as a number. The documentation's sample has it in quotes, but the one of <c>sendFile</c> is documented as an integer.
    /// </summary>
    public long? Size { get; init; }
    public JaicpEmployee? Employee { get; init; }
}

/// <summary>
/// Who speaks. All four members are required (help.cloud.just-ai.com, "operator_event_transfer"), so an unknown one is empty, not absent.
/// </summary>
internal sealed record JaicpEmployee(string EmployeeId, string FirstName, string LastName, string AvatarUrl);
