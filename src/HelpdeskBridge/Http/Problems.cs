using Microsoft.AspNetCore.Mvc;

namespace HelpdeskBridge.Http;

/// <summary>Every refusal the service gives, as problem+json (RFC 9457): stable type, what is wrong, never an exception's text.</summary>
internal static class Problems
{
    private const string Types = "urn:helpdesk-bridge:problem:";

    public static IResult NotFound() => Create(StatusCodes.Status404NotFound, "not-found", "There is nothing here.");

    /// <summary>For answers the framework gives without a body, such as 405.</summary>
    public static IResult ForStatus(int status) =>
        status == StatusCodes.Status404NotFound ? NotFound() : Create(status, "refused", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));

    public static IResult Gone() => Create(StatusCodes.Status410Gone, "expired", "This link has expired.");

    /// <summary>Somebody behind the bridge can't give what was asked for: 503 when it may work in a moment, else 502.</summary>
    public static IResult NotNow(HttpContext http, bool isBusy, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Create(isBusy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway, "not-now", "The file can't be fetched now; try again later.");
    }

    public static IResult Unauthorized(string why) => Create(StatusCodes.Status401Unauthorized, "unauthorized", why);

    public static IResult CrossSite() => Create(
        StatusCodes.Status403Forbidden, "cross-site", "With a session, a call that changes something comes from the page itself and brings its X-CSRF-Token along.");

    public static IResult TooLarge(int maxBytes) =>
        Create(StatusCodes.Status413PayloadTooLarge, "too-large", $"The body is larger than {maxBytes} bytes (Bridge:MaxBodyBytes).");

    public static IResult Conflict(string why) => Create(StatusCodes.Status409Conflict, "conflict", why);

    public static IResult TooManyFailures() => Create(StatusCodes.Status429TooManyRequests, "too-many", "Too many failed attempts from this address; wait a minute.");

    public static IResult TooMany() => Create(StatusCodes.Status429TooManyRequests, "too-many", "The channel's calls per second are used up (InboundPerSecond).");

    public static IResult TooManyRefusals(HttpContext http, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Create(StatusCodes.Status429TooManyRequests, "too-many", "Too many refused calls from this address; wait.");
    }

    /// <summary>More is in memory at the moment than the service allows itself.</summary>
    public static IResult Busy(HttpContext http, int retryAfterSeconds)
    {
        http.Response.Headers.RetryAfter = retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Create(StatusCodes.Status503ServiceUnavailable, "busy", "Too much is being read at the moment. Nothing was taken; send it again.");
    }

    public static IResult StrangeHost() => Create(
        StatusCodes.Status400BadRequest, "strange-host", "The Host header is not the host of Bridge:PublicUrl. Let the proxy pass it on unchanged, or name it in AllowedHosts.");

    public static IResult Unavailable(HttpContext http, int retryAfterSeconds)
    {
        http.Response.Headers.RetryAfter = retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Create(StatusCodes.Status503ServiceUnavailable, "store-unavailable", "The message could not be stored. Nothing was taken; send it again.");
    }

    public static IResult Unexpected() =>
        Create(StatusCodes.Status500InternalServerError, "unexpected", "Something went wrong here; the log has it. It is not known whether the message was taken.");

    /// <summary>400 that names every faulty field.</summary>
    public static IResult Invalid(params IEnumerable<(string Field, string Message)> faults) =>
        Results.Problem(new HttpValidationProblemDetails(faults.GroupBy(f => f.Field).ToDictionary(f => f.Key, f => f.Select(x => x.Message).ToArray()))
        {
            Status = StatusCodes.Status400BadRequest,
            Type = Types + "faulty-request",
            Title = "The request has faults.",
        });

    private static IResult Create(int status, string type, string title) =>
        Results.Problem(new ProblemDetails { Status = status, Type = Types + type, Title = title });
}
