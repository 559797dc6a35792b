using System.Net;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>
/// The one table that says what JAICP's response means for an event. JAICP documents no error responses, so everything is retried that is not
/// clearly a refusal of the event.
/// </summary>
internal static class JaicpFailureTable
{
    public static DeliveryOutcome GetOutcome(HttpStatusCode? status, TimeSpan? retryAfter, Exception? exception) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new DeliveryOutcome.Delivered(),
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
            new DeliveryOutcome.Failed($"JAICP refused the event with {(int)status}"),

        // 401 and 410 are about the address, not about the event. 403 and 404 can also be about a client that JAICP does not know. Saving the
        // channel in JAICP sets the webhook again.
        HttpStatusCode.Unauthorized or HttpStatusCode.Gone =>
            new DeliveryOutcome.Retry(GetWrongWebhook(status.Value), Scope: FailureScope.Endpoint),
        HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
            new DeliveryOutcome.Retry(GetWrongWebhook(status.Value), Scope: FailureScope.Unclear),

        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests =>
            new DeliveryOutcome.Retry($"JAICP answered {(int)status}", retryAfter),
        { } other => new DeliveryOutcome.Retry($"JAICP answered {(int)other}", retryAfter, FailureScope.Unclear),
        null when exception?.InnerException is ForbiddenAddressException forbidden =>
            new DeliveryOutcome.Retry($"the webhook's address may not be called: {forbidden.Message}", Scope: FailureScope.Endpoint),
        null when exception is HttpRequestException http =>
            new DeliveryOutcome.Retry($"no answer from JAICP ({http.HttpRequestError})", Scope: GetScope(http.HttpRequestError)),
        null => new DeliveryOutcome.Retry($"no answer from JAICP ({exception?.GetType().Name})", Scope: FailureScope.Unclear),
    };

    private static string GetWrongWebhook(HttpStatusCode status) =>
        $"JAICP answered {(int)status}: the webhook is wrong; press Save on the channel in JAICP";

    /// <summary>A connection that is lost after the request was sent may be the event's fault.</summary>
    private static FailureScope GetScope(HttpRequestError error) =>
        RefitCalls.IsConnectionFailure(error) ? FailureScope.Endpoint : FailureScope.Unclear;
}
