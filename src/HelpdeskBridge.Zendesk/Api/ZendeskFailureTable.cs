using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The one table that says what a failed call to Zendesk means for its message.</summary>
internal static class ZendeskFailureTable
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="onTicket">The call was about an existing ticket, so "not found" means that the ticket is gone.</param>
    public static DeliveryOutcome GetOutcome(ZendeskFailure failure, bool onTicket) => failure.Status switch
    {
        null when WasNotSent(failure.Exception) => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: true),
        null => new DeliveryOutcome.Unknown(failure.Summary),

        // Success, but the body could not be read: Zendesk has the message, and its id there is unknown.
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new DeliveryOutcome.Unknown(failure.Summary),

        // Redirects and a wrong subdomain come from a wrong BaseUrl, 401 and 403 from wrong credentials, scopes or roles. New settings cure them.
        < HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new DeliveryOutcome.Retry(failure.Summary, Outage: true),
        HttpStatusCode.NotFound when failure.Code?.StartsWith("No help desk", StringComparison.OrdinalIgnoreCase) == true =>
            new DeliveryOutcome.Retry(failure.Summary, Outage: true),

        // Zendesk's own 404 has a JSON body with an error code. A 404 without one comes from a proxy and says nothing about the ticket.
        HttpStatusCode.NotFound when onTicket && failure.Code is not null => new DeliveryOutcome.TicketOver(TicketStatus.Gone),
        HttpStatusCode.NotFound when onTicket => new DeliveryOutcome.Retry(failure.Summary, Outage: true),
        HttpStatusCode.UnprocessableEntity when failure.TicketIsClosed => new DeliveryOutcome.TicketOver(TicketStatus.Closed),

        // The group was deleted after the list of groups was read. The next attempt reads the list again and uses the default group.
        HttpStatusCode.UnprocessableEntity when failure.Fields.Any(field => field.StartsWith("group", StringComparison.Ordinal)) =>
            new DeliveryOutcome.Retry(failure.Summary),

        // Not processed. 409 is a collision with another write. A 503 without Retry-After counts as an outage of the whole account.
        HttpStatusCode.ServiceUnavailable => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: failure.RetryAfter is null),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict =>
            new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),

        // 500, 502, 504 and the like: Zendesk may have done the work before the response failed.
        >= HttpStatusCode.InternalServerError => new DeliveryOutcome.Unknown(failure.Summary),

        _ => new DeliveryOutcome.Failed(failure.Summary),
    };

    /// <summary>Whether the exception can only have come before the request was sent.</summary>
    public static bool WasNotSent(Exception? exception) => exception switch
    {
        BrokenCircuitException or RateLimiterRejectedException => true,
        HttpRequestException http => http.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.UserAuthenticationError,
        _ => false,
    };
}
