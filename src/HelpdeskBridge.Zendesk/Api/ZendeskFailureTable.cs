using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The one table from a failed write to what becomes of the message.</summary>
internal static class ZendeskFailureTable
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="onTicket">The call was about an existing ticket, so "not found" means that the ticket is gone.</param>
    public static DeliveryOutcome GetOutcome(ZendeskFailure failure, bool onTicket) => failure.Status switch
    {
        null when WasNotSent(failure.Fault) => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: true),
        null => new DeliveryOutcome.Unknown(failure.Summary),

        // 2xx whose body could not be read: it was taken, but we don't know as what.
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new DeliveryOutcome.Unknown(failure.Summary),

        // A redirect or a wrong subdomain is a matter of BaseUrl, a wrong sign-in or a missing scope one of the account: they heal by configuration.
        < HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new DeliveryOutcome.Retry(failure.Summary, Outage: true),
        HttpStatusCode.NotFound when failure.Code?.StartsWith("No help desk", StringComparison.OrdinalIgnoreCase) == true =>
            new DeliveryOutcome.Retry(failure.Summary, Outage: true),

        // Zendesk's own 404 has a JSON body; a proxy's page, or nothing, does not say that a ticket was deleted.
        HttpStatusCode.NotFound when onTicket && failure.Code is not null => new DeliveryOutcome.TicketOver(TicketStatus.Gone),
        HttpStatusCode.NotFound when onTicket => new DeliveryOutcome.Retry(failure.Summary, Outage: true),
        HttpStatusCode.UnprocessableEntity when failure.TicketIsClosed => new DeliveryOutcome.TicketOver(TicketStatus.Closed),

        // The group was deleted since the list of groups was read: the next attempt finds that, and takes the default one.
        HttpStatusCode.UnprocessableEntity when failure.Fields.Any(field => field.StartsWith("group", StringComparison.Ordinal)) => new DeliveryOutcome.Retry(failure.Summary),

        // Refused before it was taken. 409 is a collision with another write.
        HttpStatusCode.ServiceUnavailable => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, Outage: failure.RetryAfter is null),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict =>
            new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),

        // 500, 502, 504 and their like: the work may have been done before the answer went wrong.
        >= HttpStatusCode.InternalServerError => new DeliveryOutcome.Unknown(failure.Summary),

        _ => new DeliveryOutcome.Failed(failure.Summary),
    };

    /// <summary>Faults that can only come before the request was on the wire.</summary>
    public static bool WasNotSent(Exception? fault) => fault switch
    {
        BrokenCircuitException or RateLimiterRejectedException => true,
        HttpRequestException http => http.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.UserAuthenticationError,
        _ => false,
    };
}
