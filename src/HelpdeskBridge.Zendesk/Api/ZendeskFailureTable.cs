using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;
using Polly.RateLimiting;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The one table that says what a failed call to Zendesk means for its message.</summary>
internal static class ZendeskFailureTable
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="onTicket">The call was about an existing ticket, so "not found" means that the ticket is gone.</param>
    public static DeliveryOutcome GetOutcome(ZendeskFailure failure, bool onTicket) => failure.Status switch
    {
        null when IsConnectionFailure(failure.Exception) =>
            new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, FailureScope.Endpoint),
        null when failure.Exception is RateLimiterRejectedException => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),
        null => new DeliveryOutcome.Unknown(failure.Summary),

        // Success, but the body could not be read: Zendesk has the message, and its id there is unknown.
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new DeliveryOutcome.Unknown(failure.Summary),

        // A wrong subdomain comes from a wrong BaseUrl, 401 from wrong credentials. New settings cure them.
        HttpStatusCode.Unauthorized => new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Endpoint),
        HttpStatusCode.NotFound when failure.Code?.StartsWith("No help desk", StringComparison.OrdinalIgnoreCase) == true =>
            new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Endpoint),

        // Zendesk answers 403 for a single ticket that the user may not see or edit (developer.zendesk.com, tickets). It also does for wrong scopes
        // or roles; new settings cure these. A redirect comes from a wrong BaseUrl or from a proxy.
        HttpStatusCode.Forbidden => new DeliveryOutcome.Retry(failure.Summary),
        < HttpStatusCode.BadRequest => new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Unclear),

        // Zendesk's own 404 has a JSON body with an error code. A 404 without one comes from a proxy and says nothing about the ticket.
        HttpStatusCode.NotFound when onTicket && failure.Code is not null => new DeliveryOutcome.TicketOver(TicketStatus.Gone),
        HttpStatusCode.NotFound when onTicket => new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Unclear),
        HttpStatusCode.UnprocessableEntity when failure.TicketIsClosed => new DeliveryOutcome.TicketOver(TicketStatus.Closed),

        // The group was deleted after the list of groups was read. The next attempt reads the list again and uses the default group.
        HttpStatusCode.UnprocessableEntity when failure.NamesGroup =>
            new DeliveryOutcome.Retry(failure.Summary),

        // Not processed. 409 is a collision with another write.
        HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),
        HttpStatusCode.ServiceUnavailable when failure.IsByZendesk =>
            new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, FailureScope.Unclear),
        HttpStatusCode.RequestTimeout when failure.IsByZendesk => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),

        // A proxy answers so too when it loses its connection to Zendesk, or does not wait any longer. Zendesk may have the request by then
        // (Envoy: "upstream connect error or disconnect/reset before headers" is a 503; nginx answers 408, 502 and 504).
        HttpStatusCode.RequestTimeout => new DeliveryOutcome.Unknown(failure.Summary),

        // 500, 502, 503, 504 and the like: Zendesk may have done the work before the response failed.
        >= HttpStatusCode.InternalServerError => new DeliveryOutcome.Unknown(failure.Summary),

        _ => new DeliveryOutcome.Failed(failure.Summary),
    };

    /// <summary>Whose fault a failed call may be.</summary>
    public static FailureScope GetScope(ZendeskFailure failure) => GetOutcome(failure, onTicket: true).FaultScope;

    /// <summary>An earlier attempt could not be looked up, so it is still unknown what became of it.</summary>
    public static DeliveryOutcome GetLookupOutcome(ZendeskFailure failure) =>
        new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true, GetScope(failure));

    /// <summary>
    /// Whether there was no connection to Zendesk, or no access token. Then the request was not sent, and it is not the fault of what it was about.
    /// </summary>
    public static bool IsConnectionFailure(Exception? exception) =>
        RefitCalls.IsConnectionFailure(exception) || exception is HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError };
}
