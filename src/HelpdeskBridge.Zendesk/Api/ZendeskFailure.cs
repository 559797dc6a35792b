using System.Globalization;
using System.Net;
using System.Text.Json;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Why a call did not succeed, as far as it is known.</summary>
internal sealed record ZendeskFailure
{
    private const int MaxCharactersOfCode = 60;
    private const int MaxFields = 20;

    /// <summary>The status code; null: no response arrived.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Zendesk's error code or title, where the body has one.</summary>
    public string? Code { get; init; }

    /// <summary>The fields that the error names. Their values are never kept, because a client may have written them.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Zendesk refused the update because the ticket is closed.</summary>
    public bool TicketIsClosed { get; init; }

    /// <summary>Zendesk refused the author of a comment.</summary>
    public bool NamesAuthor => Fields.Any(name => name.StartsWith("author", StringComparison.Ordinal));

    /// <summary>Zendesk refused the group.</summary>
    public bool NamesGroup => Fields.Any(name => name.StartsWith("group", StringComparison.Ordinal));

    /// <summary>Whether a group that no longer exists may be the cause: the group is refused, or no field is named.</summary>
    public bool MayBeAboutGroup => NamesGroup || Fields.All(name => name == "base");

    /// <summary>
    /// Whether a remembered user that no longer exists may be the cause: the author or the requester is refused, or no field is named.
    /// </summary>
    public bool MayBeAboutUser => NamesAuthor || Fields.All(name => name == "base" || name.StartsWith("requester", StringComparison.Ordinal));

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the body has the form of Zendesk's own errors. An error of a proxy may have a code too, but then nothing beside it.</summary>
    public bool HasZendeskBody { get; init; }

    /// <summary>Whether Zendesk itself refused the call, and not a proxy before it.</summary>
    public bool IsByZendesk => HasZendeskBody || RetryAfter is not null;

    /// <summary>Set when no response arrived.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Status, code and fields. It contains nothing that a client or an agent wrote, so it may be logged.</summary>
    public string Summary => (Status, Exception) switch
    {
        ({ } status, _) => string.Join(' ', GetParts(status).Where(part => !string.IsNullOrEmpty(part))),
        (_, HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError }) => "no access token",
        (_, HttpRequestException http) => $"no answer ({http.HttpRequestError})",
        _ => $"no answer ({Exception?.GetType().Name})",
    };

    /// <summary>
    /// Reads an error response. Zendesk's errors have five forms: <c>error</c> as a code, with or without <c>details</c> by field;
    /// <c>error</c> as an object with a title; plain text; and the HTML page of a proxy (recorded exchanges and client libraries).
    /// </summary>
    public static ZendeskFailure FromBody(HttpStatusCode status, string? body)
    {
        var failure = new ZendeskFailure { Status = status };
        if (string.IsNullOrWhiteSpace(body))
            return failure;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? failure.With(json.RootElement) : failure;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Plain text, HTML, or a string that is not valid Unicode: only the status code is known.
            return failure;
        }
    }

    /// <summary>No response arrived.</summary>
    public static ZendeskFailure FromException(Exception? exception) => new()
    {
        Exception = exception,
        RetryAfter = exception is BrokenCircuitException { RetryAfter: { } untilHalfOpen } ? untilHalfOpen : null,
    };

    private ZendeskFailure With(JsonElement body)
    {
        var failure = this with { Code = GetCode(body), HasZendeskBody = HasFormOfZendesk(body) };
        return body.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
            ? failure with
            {
                Fields = [.. details.EnumerateObject().Take(MaxFields).Select(field => Shorten(field.Name))],
                TicketIsClosed = details.TryGetProperty("status", out var status)
                    && status.GetRawText().Contains("closed prevents ticket update", StringComparison.OrdinalIgnoreCase),
            }
            : failure;
    }

    /// <summary>
    /// <c>error</c> as an object with a title, or as a code with a <c>description</c> or <c>details</c> beside it (developer.zendesk.com,
    /// "Requests and responses").
    /// </summary>
    private static bool HasFormOfZendesk(JsonElement body) =>
        body.TryGetProperty("error", out var error) && (error.ValueKind == JsonValueKind.Object
            ? error.TryGetProperty("title", out _)
            : error.ValueKind == JsonValueKind.String && (body.TryGetProperty("description", out _) || body.TryGetProperty("details", out _)));

    private static string? GetCode(JsonElement body)
    {
        var code = body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? error.TryGetProperty("title", out var title) ? title.ToString() : null
            : error.ToString();
        return code is null ? null : Shorten(code);
    }

    private static string Shorten(string text) => text.Length > MaxCharactersOfCode ? text[..MaxCharactersOfCode] : text;

    private IEnumerable<string?> GetParts(HttpStatusCode status) =>
        [((int)status).ToString(CultureInfo.InvariantCulture), Code, string.Join(',', Fields)];
}
