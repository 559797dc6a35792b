using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HelpdeskBridge.Telemetry;

/// <summary>
/// The attributes of the spans of HTTP calls (opentelemetry.io, "Semantic conventions for HTTP spans"). Of these conventions, those that contain an
/// address or a header are left out, because they contain keys and tokens.
/// </summary>
internal static class HttpSpan
{
    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string Template = "url.template";
    public const string Scheme = "url.scheme";
    public const string Host = "server.address";
    public const string Port = "server.port";
    public const string Status = "http.response.status_code";
    public const string Error = "error.type";

    /// <summary>Sets the status of the response.</summary>
    /// <param name="span">The span.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="errorsFrom">The lowest status that is an error of whoever the span belongs to.</param>
    public static void SetResponse(this Activity span, int status, int errorsFrom)
    {
        span.SetTag(Status, status);
        if (status >= errorsFrom)
            span.SetError(status.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>There was no response.</summary>
    public static void SetFailure(this Activity span, Exception e) => span.SetError(
        e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error }
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString())
            : e.GetType().FullName!);

    private static void SetError(this Activity span, string type) => span.SetTag(Error, type).SetStatus(ActivityStatusCode.Error);
}
