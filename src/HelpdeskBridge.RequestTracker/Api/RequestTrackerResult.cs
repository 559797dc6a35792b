using HelpdeskBridge.Network;
using HelpdeskBridge.Time;
using Refit;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>The result of a call: either its content or the reason why there is none.</summary>
internal sealed record RequestTrackerResult<T>(T? Content, RequestTrackerFailure? Failure)
    where T : class;

internal static class RequestTrackerResultExtensions
{
    /// <summary>Turns refusals and exceptions of a call into values.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled <paramref name="cancellationToken"/>. Nothing else throws.</exception>
    public static Task<RequestTrackerResult<T>> ToResultAsync<T>(
        this Task<IApiResponse<T>> call, BridgeClock clock, CancellationToken cancellationToken)
        where T : class => call.ReadAsync(
            response => response is { IsSuccessful: true, Content: { } content }
                ? new RequestTrackerResult<T>(content, null)
                : new RequestTrackerResult<T>(null, GetFailure(response, clock)),
            e => new RequestTrackerResult<T>(null, RequestTrackerFailure.FromException(e)),
            cancellationToken);

    /// <summary>As the other one, for a call that makes or changes something.</summary>
    /// <returns>The number of what was made, from the header Location; empty when there is none.</returns>
    public static Task<RequestTrackerResult<string>> ToResultAsync(
        this Task<IApiResponse> call, BridgeClock clock, CancellationToken cancellationToken) => call.ReadAsync(
            response => response.IsSuccessful
                ? new RequestTrackerResult<string>(RtIds.GetLastNumber(response.Headers?.Location?.OriginalString) ?? "", null)
                : new RequestTrackerResult<string>(null, GetFailure(response, clock)),
            e => new RequestTrackerResult<string>(null, RequestTrackerFailure.FromException(e)),
            cancellationToken);

    private static RequestTrackerFailure GetFailure(IApiResponse response, BridgeClock clock) =>
        response.StatusCode is { } status && response.Headers is not null
            ? RequestTrackerFailure.FromBody(status, (response.Error as ApiException)?.Content) with { RetryAfter = response.GetRetryAfter(clock) }
            : RequestTrackerFailure.FromException(response.Error?.InnerException ?? response.Error);
}
