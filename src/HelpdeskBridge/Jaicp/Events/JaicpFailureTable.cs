using System.Net;
using HelpdeskBridge.Messaging;
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

        // 401, 403, 404 and 410 are about the address, not about the event. Saving the channel in JAICP sets the webhook again.
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone =>
            new DeliveryOutcome.Retry($"JAICP answered {(int)status}: the webhook is wrong; press Save on the channel in JAICP", Outage: true),
        { } other => new DeliveryOutcome.Retry(
            $"JAICP answered {(int)other}", retryAfter, Outage: other >= HttpStatusCode.InternalServerError && retryAfter is null),
        null when exception?.InnerException is ForbiddenAddressException forbidden =>
            new DeliveryOutcome.Retry($"the webhook's address may not be called: {forbidden.Message}", Outage: true),
        null when exception is HttpRequestException http =>
            new DeliveryOutcome.Retry($"no answer from JAICP ({http.HttpRequestError})", Outage: true),
        null => new DeliveryOutcome.Retry($"no answer from JAICP ({exception?.GetType().Name})", Outage: true),
    };
}
