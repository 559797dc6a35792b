using Refit;

namespace HelpdeskBridge.Jaicp.Events;

/// <summary>JAICP's side of the Operator API: one address per channel, to which events are sent.</summary>
internal interface IJaicpApi
{
    /// <param name="jaicpEvent">The event. A request contains exactly one.</param>
    /// <param name="webhook">The address as <c>setWebhook</c> gave it (<see cref="VerbatimAddressHandler"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Post("/")]
    Task<IApiResponse<string>> SendAsync(
        [Body] JaicpEvent jaicpEvent, [Property(VerbatimAddressHandler.Property)] string webhook, CancellationToken cancellationToken);
}
