using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace HelpdeskBridge.Http;

/// <summary>
/// Every error answer of the service, as problem+json (RFC 9457): a stable type and what is wrong. It never contains an exception's text.
/// </summary>
internal static class Problems
{
    private const string TypePrefix = "urn:helpdesk-bridge:problem:";

    public static IResult NotFound() => Create(StatusCodes.Status404NotFound, "not-found", "There is nothing here.");

    /// <summary>For answers the framework gives without a body, such as 405.</summary>
    public static IResult ForStatus(int status) =>
        status == StatusCodes.Status404NotFound ? NotFound() : Create(status, "refused", ReasonPhrases.GetReasonPhrase(status));

    public static IResult LinkExpired() => Create(StatusCodes.Status410Gone, "expired", "This link has expired.");

    /// <summary>The file can't be had from the helpdesk now: 503 when it may work in a moment, otherwise 502.</summary>
    public static IResult FileUnavailable(HttpContext http, bool isBusy, TimeSpan retryAfter) => CreateWithRetryAfter(
        http,
        retryAfter,
        isBusy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway,
        "not-now",
        "The file can't be fetched now; try again later.");

    public static IResult Unauthorized(string reason) => Create(StatusCodes.Status401Unauthorized, "unauthorized", reason);

    public static IResult CrossSite() => Create(
        StatusCodes.Status403Forbidden,
        "cross-site",
        "With a session, a call that changes something must come from the admin page itself and have its X-CSRF-Token.");

    public static IResult TooLarge(int maxBytes) => Create(
        StatusCodes.Status413PayloadTooLarge, "too-large", $"The body is larger than {maxBytes} bytes (Bridge:MaxBodyBytes).");

    public static IResult Conflict(string reason) => Create(StatusCodes.Status409Conflict, "conflict", reason);

    public static IResult TooManyFailures() => Create(
        StatusCodes.Status429TooManyRequests, "too-many", "Too many failed attempts from this address; wait a minute.");

    public static IResult TooManyCalls() => Create(
        StatusCodes.Status429TooManyRequests, "too-many", "The channel's calls per second are used up (InboundPerSecond).");

    public static IResult TooManyRejections(HttpContext http, TimeSpan retryAfter) => CreateWithRetryAfter(
        http, retryAfter, StatusCodes.Status429TooManyRequests, "too-many", "Too many rejected calls from this address; wait.");

    /// <summary>The memory for request bodies is used up at the moment.</summary>
    public static IResult Busy(HttpContext http, int retryAfterSeconds) => CreateWithRetryAfter(
        http,
        TimeSpan.FromSeconds(retryAfterSeconds),
        StatusCodes.Status503ServiceUnavailable,
        "busy",
        "Too many large requests at the moment. Nothing was accepted; send it again.");

    public static IResult UnknownHost() => Create(
        StatusCodes.Status400BadRequest,
        "strange-host",
        "The Host header is not the host of Bridge:PublicUrl. Let the proxy pass it on unchanged, or name it in AllowedHosts.");

    /// <summary>The store can't be used, and has nothing of the call.</summary>
    public static IResult Unavailable(HttpContext http, int retryAfterSeconds) => CreateWithRetryAfter(
        http,
        TimeSpan.FromSeconds(retryAfterSeconds),
        StatusCodes.Status503ServiceUnavailable,
        "store-unavailable",
        "The message could not be stored. Nothing was accepted; send it again.");

    /// <summary>Whether the store has something of the call is not known, or may be so. To repeat it is safer than not to.</summary>
    public static IResult OutcomeUnknown(HttpContext http, int retryAfterSeconds) => CreateWithRetryAfter(
        http,
        TimeSpan.FromSeconds(retryAfterSeconds),
        StatusCodes.Status503ServiceUnavailable,
        "outcome-unknown",
        "Something failed, and it is not known whether this was accepted; send it again.");

    public static IResult Unexpected() => Create(
        StatusCodes.Status500InternalServerError,
        "unexpected",
        "Something went wrong in the service; its log says what. It is not known whether the message was accepted.");

    /// <summary>400 that names every invalid field.</summary>
    public static IResult Invalid(params IEnumerable<(string Field, string Message)> errors)
    {
        var byField = errors.GroupBy(error => error.Field).ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray());
        return Results.Problem(new HttpValidationProblemDetails(byField)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = TypePrefix + "faulty-request",
            Title = "The request is not valid.",
        });
    }

    private static IResult CreateWithRetryAfter(HttpContext http, TimeSpan retryAfter, int status, string type, string title)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Create(status, type, title);
    }

    private static IResult Create(int status, string type, string title) =>
        Results.Problem(new ProblemDetails { Status = status, Type = TypePrefix + type, Title = title });
}
