using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.NewHelpdesk.Api;

/// <summary>
/// The one table that says what a failed call means for its message. Write yours from the product's documentation, and ask of each line: was the
/// request certainly not done (<c>Retry</c>), maybe done (<c>Unknown</c>), or refused for good (<c>Failed</c>)?
/// </summary>
internal static class NewHelpdeskFailureTable
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="onTicket">Whether the call was about an existing ticket.</param>
    public static DeliveryOutcome GetOutcome(NewHelpdeskFailure failure, bool onTicket) => failure switch
    {
        // There was no connection, so nothing was sent.
        { Status: null } when RefitCalls.IsConnectionFailure(failure.Exception) =>
            new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Endpoint),

        // No answer, half an answer, or one that can't be read: it may have been done.
        { Status: null or < HttpStatusCode.Ambiguous } => new DeliveryOutcome.Unknown(failure.Summary),

        { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Endpoint),

        // Only where the product itself says so. A proxy's 404 must not end a chat.
        { Status: HttpStatusCode.NotFound, Error: not null } when onTicket => new DeliveryOutcome.TicketOver(TicketStatus.Gone),
        { Status: HttpStatusCode.Conflict, Error: "closed" } => new DeliveryOutcome.TicketOver(TicketStatus.Closed),
        { Status: HttpStatusCode.NotFound, Error: null } => new DeliveryOutcome.Retry(failure.Summary, Scope: FailureScope.Unclear),

        { Status: HttpStatusCode.TooManyRequests } => new DeliveryOutcome.Retry(failure.Summary, failure.RetryAfter),

        // A proxy answers so after the product has done what was asked, too.
        { Status: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => new DeliveryOutcome.Unknown(failure.Summary),
        _ => new DeliveryOutcome.Failed(failure.Summary),
    };

    /// <summary>As above, for a call that only reads, or that may be done twice.</summary>
    public static DeliveryOutcome GetRepeatableOutcome(NewHelpdeskFailure failure) =>
        GetOutcome(failure, onTicket: false).AsRepeatable(failure.RetryAfter);

    /// <summary>Whose fault it may be.</summary>
    public static FailureScope GetScope(NewHelpdeskFailure failure) => GetOutcome(failure, onTicket: true).FaultScope;
}
