using System.Net;
using System.Text.Json;
using HelpdeskBridge.Network;
using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.NewHelpdesk.Api;

/// <summary>Why a call failed.</summary>
/// <param name="Status">The status of the response; null: there was none.</param>
/// <param name="Error">The product's own word for it. A proxy's page has none, so it is not taken for an answer of the product.</param>
/// <param name="RetryAfter">How long it asked to wait.</param>
/// <param name="Exception">Why there was no response.</param>
internal sealed record NewHelpdeskFailure(HttpStatusCode? Status, string? Error, TimeSpan? RetryAfter, Exception? Exception)
{
    /// <summary>For the log. It contains nothing that anybody wrote, and no address.</summary>
    public string Summary => Status is { } status ? $"the helpdesk answered {(int)status}" : $"no response ({Exception?.GetType().Name})";
}

/// <summary>The result of a call: its content, or why there is none.</summary>
internal sealed record NewHelpdeskResult<T>(T? Content, NewHelpdeskFailure? Failure)
    where T : class;

internal static class NewHelpdeskResults
{
    /// <summary>Turns refusals and exceptions into values, so that each failure goes through the one failure table.</summary>
    public static Task<NewHelpdeskResult<T>> ToResultAsync<T>(this Task<IApiResponse<T>> call, BridgeClock clock, CancellationToken cancellationToken)
        where T : class => call.ReadAsync(
            response => response is { IsSuccessful: true, Content: { } content }
                ? new NewHelpdeskResult<T>(content, null)
                : new NewHelpdeskResult<T>(null, GetFailure(response, clock)),
            e => new NewHelpdeskResult<T>(null, new NewHelpdeskFailure(null, null, null, e)),
            cancellationToken);

    private static NewHelpdeskFailure GetFailure(IApiResponse response, BridgeClock clock) =>
        response.StatusCode is { } status && response.Headers is not null
            ? new NewHelpdeskFailure(status, FindError((response.Error as ApiException)?.Content), response.GetRetryAfter(clock), null)
            : new NewHelpdeskFailure(null, null, null, response.Error?.InnerException ?? response.Error);

    private static string? FindError(string? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                ? error.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
