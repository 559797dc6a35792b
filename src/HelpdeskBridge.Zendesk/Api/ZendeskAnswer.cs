using System.Net;
using System.Text.Json;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Time;
using Polly.CircuitBreaker;
using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>What a call gave, as a value: content, refusal or fault. Only the caller's own cancellation throws.</summary>
/// <param name="Content">Set when the call succeeded and its answer could be read.</param>
/// <param name="Failure">Set otherwise.</param>
internal sealed record ZendeskAnswer<T>(T? Content, ZendeskFailure? Failure)
    where T : class;

/// <summary>Why a call did not succeed, as far as it can be told.</summary>
internal sealed record ZendeskFailure
{
    /// <summary>Null when no answer came.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Zendesk's error code or title, where the body has one.</summary>
    public string? Code { get; init; }

    /// <summary>Fields the error names; never their values, which may be a client's words.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public bool TicketIsClosed { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Set when no answer came.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Status, code and fields: enough to act on, nothing anybody wrote.</summary>
    public string Summary =>
        Status is { } status
            ? string.Join(' ', new[] { ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), Code, string.Join(',', Fields) }.Where(part => !string.IsNullOrEmpty(part)))
            : Fault is HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError } ? "no access token"
            : Fault is HttpRequestException http ? $"no answer ({http.HttpRequestError})" : $"no answer ({Fault?.GetType().Name})";
}

internal static class ZendeskAnswers
{
    public static async Task<ZendeskAnswer<T>> AsAnswerAsync<T>(this Task<IApiResponse<T>> call, BridgeClock clock, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await call;
            if (response is { IsSuccessful: true, Content: { } content })
                return new ZendeskAnswer<T>(content, null);
            cancellationToken.ThrowIfCancellationRequested();
            var failure = response.StatusCode is { } status && response.Headers is not null
                ? FromBody(status, (response.Error as ApiException)?.Content) with { RetryAfter = response.GetRetryAfter(clock) }
                : FromFault(response.Error?.InnerException ?? response.Error);
            return new ZendeskAnswer<T>(null, failure);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ZendeskAnswer<T>(null, FromFault(e));
        }
    }

    /// <summary>Zendesk's errors have five shapes: a word, a word with field details, an object with a title, plain text, a proxy's HTML.</summary>
    public static ZendeskFailure FromBody(HttpStatusCode status, string? body)
    {
        var failure = new ZendeskFailure { Status = status };
        if (string.IsNullOrWhiteSpace(body))
            return failure;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return failure;
            var root = json.RootElement;
            var code = root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? error.TryGetProperty("title", out var title) ? title.ToString() : null
                : error.ToString();
            if (!root.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object)
                return failure with { Code = Shortened(code) };
            return failure with
            {
                Code = Shortened(code),
                Fields = [.. details.EnumerateObject().Select(field => field.Name)],
                TicketIsClosed = details.TryGetProperty("status", out var about) && about.GetRawText().Contains("closed prevents ticket update", StringComparison.OrdinalIgnoreCase),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Plain text, HTML or half a surrogate pair in it: the status says what there is to know.
            return failure;
        }
    }

    private static ZendeskFailure FromFault(Exception? fault) =>
        new() { Fault = fault, RetryAfter = fault is BrokenCircuitException { RetryAfter: { } open } ? open : null };

    private static string? Shortened(string? code) => code is { Length: > 60 } ? code[..60] : code;
}
