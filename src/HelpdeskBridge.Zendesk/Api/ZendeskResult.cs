using HelpdeskBridge.Network;
using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The result of a call: either its content or the reason why there is none.</summary>
/// <param name="Content">Set when the call succeeded and its response could be read.</param>
/// <param name="Failure">Set otherwise.</param>
internal sealed record ZendeskResult<T>(T? Content, ZendeskFailure? Failure)
    where T : class;

internal static class ZendeskResultExtensions
{
    /// <summary>Turns refusals and exceptions of a call into values.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled <paramref name="cancellationToken"/>. Nothing else throws.</exception>
    public static Task<ZendeskResult<T>> ToResultAsync<T>(
        this Task<IApiResponse<T>> call, BridgeClock clock, CancellationToken cancellationToken)
        where T : class => call.ReadAsync(
            response => response is { IsSuccessful: true, Content: { } content }
                ? new ZendeskResult<T>(content, null)
                : new ZendeskResult<T>(null, GetFailure(response, clock)),
            e => new ZendeskResult<T>(null, ZendeskFailure.FromException(e)),
            cancellationToken);

    /// <summary>As the other one, for a call whose response has no body.</summary>
    /// <returns>Null: the call succeeded.</returns>
    public static Task<ZendeskFailure?> ToFailureAsync(this Task<IApiResponse> call, BridgeClock clock, CancellationToken cancellationToken) =>
        call.ReadAsync(response => response.IsSuccessful ? null : GetFailure(response, clock), ZendeskFailure.FromException, cancellationToken);

    private static ZendeskFailure GetFailure(IApiResponse response, BridgeClock clock) =>
        response.StatusCode is { } status && response.Headers is not null
            ? ZendeskFailure.FromBody(status, (response.Error as ApiException)?.Content) with { RetryAfter = response.GetRetryAfter(clock) }
            : ZendeskFailure.FromException(response.Error?.InnerException ?? response.Error);
}
