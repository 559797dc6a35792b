using System.Globalization;
using System.Net;
using System.Text.Json;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>Why a call failed.</summary>
/// <param name="Status">The status of the response; null when there was none.</param>
/// <param name="Exception">Why there was none.</param>
internal sealed record RequestTrackerFailure(HttpStatusCode? Status, Exception? Exception)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether Request Tracker itself answered, and not a proxy: its errors are JSON with a message. The message is in the language of the API user
    /// and may contain what others wrote, so it is neither understood nor logged.
    /// </summary>
    public bool IsByRequestTracker { get; init; }

    /// <summary>What went wrong, for the log. It contains nothing that anybody wrote.</summary>
    public string Summary => Status is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"Request Tracker answered {(int)status}")
        : $"no response ({Exception?.GetType().Name ?? "unknown"})";

    public static RequestTrackerFailure FromException(Exception? exception) => new(null, exception);

    public static RequestTrackerFailure FromBody(HttpStatusCode status, string? body) =>
        new(status, null) { IsByRequestTracker = HasMessage(body) };

    private static bool HasMessage(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return false;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Member("message") is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
