using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>The one table that says what a failed call to Request Tracker means for its message.</summary>
internal static class RequestTrackerFailureTable
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="onTicket">The call was about an existing ticket, so "not found" and "forbidden" mean that the bridge has it no more.</param>
    public static DeliveryOutcome GetOutcome(RequestTrackerFailure failure, bool onTicket) => failure.Status switch
    {
        null when RefitCalls.IsConnectionFailure(failure.Exception) =>
            new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter, FailureScope.Endpoint),
        null => new DeliveryOutcome.Unknown(failure.Summary),

        // Success, but the body could not be read.
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new DeliveryOutcome.Unknown(failure.Summary),

        // Request Tracker redirects to its sign-in page where it takes the caller for a browser.
        HttpStatusCode.Unauthorized or (>= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest) =>
            new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Endpoint),

        // A shredded ticket is not found. One that was moved to a queue the bridge may not see is forbidden.
        HttpStatusCode.NotFound or HttpStatusCode.Forbidden when onTicket && failure.IsByRequestTracker =>
            new DeliveryOutcome.TicketOver(TicketStatus.Gone),

        // A 404 of a proxy, or below a wrong BaseUrl.
        HttpStatusCode.NotFound when !failure.IsByRequestTracker => new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Unclear),

        // Rights. An administrator gives them.
        HttpStatusCode.Forbidden => new DeliveryOutcome.Retry(failure.Summary),

        HttpStatusCode.TooManyRequests => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new DeliveryOutcome.Unknown(failure.Summary),
        _ => new DeliveryOutcome.Failed(failure.Summary),
    };

    /// <summary>A call that only read, or may be repeated, did not arrive.</summary>
    public static DeliveryOutcome GetRepeatableOutcome(RequestTrackerFailure failure, bool onTicket) =>
        GetOutcome(failure, onTicket).AsRepeatable(failure.RetryAfter);

    /// <summary>Whose fault a failed call may be.</summary>
    public static FailureScope GetScope(RequestTrackerFailure failure) => GetOutcome(failure, onTicket: true).FaultScope;

    /// <summary>An earlier attempt could not be looked up, so it is still unknown what became of it.</summary>
    public static DeliveryOutcome GetLookupOutcome(RequestTrackerFailure failure) =>
        new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true, GetScope(failure));
}
