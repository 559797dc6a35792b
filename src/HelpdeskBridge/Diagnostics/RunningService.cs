using System.Net;
using System.Text.Json;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Where the service answers, as earlier tests have found out.</summary>
internal sealed class ServiceAddress
{
    /// <summary>Null: nowhere.</summary>
    public Uri? Url { get; set; }
}

/// <summary>Recognises the service by its answer to <c>/health/live</c>.</summary>
internal static class RunningService
{
    public const string ClientName = "doctor";
    public const string LivePath = "/health/live";

    /// <summary>How long a test waits for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MaxCharacters = 10_000;

    public static async Task<bool> IsBridgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentLength > MaxCharacters)
            return false;
        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("status", out _) && json.RootElement.TryGetProperty("parts", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Sends a GET request.</summary>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    /// <exception cref="TimeoutException">There is no answer in time.</exception>
    public static async Task<HttpResponseMessage> GetAsync(IHttpClientFactory clients, Uri address, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            return await clients.CreateClient(ClientName).GetAsync(address, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
