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
    public static async Task<ZendeskResult<T>> ToResultAsync<T>(
        this Task<IApiResponse<T>> call, BridgeClock clock, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await call;
            if (response is { IsSuccessful: true, Content: { } content })
                return new ZendeskResult<T>(content, null);
            cancellationToken.ThrowIfCancellationRequested();
            return new ZendeskResult<T>(null, GetFailure(response, clock));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ZendeskResult<T>(null, ZendeskFailure.FromException(e));
        }
    }

    /// <summary>As the other one, for a call whose response has no body.</summary>
    /// <returns>Null: the call succeeded.</returns>
    public static async Task<ZendeskFailure?> ToFailureAsync(this Task<IApiResponse> call, BridgeClock clock, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await call;
            if (response.IsSuccessful)
                return null;
            cancellationToken.ThrowIfCancellationRequested();
            return GetFailure(response, clock);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return ZendeskFailure.FromException(e);
        }
    }

    private static ZendeskFailure GetFailure(IApiResponse response, BridgeClock clock) =>
        response.StatusCode is { } status && response.Headers is not null
            ? ZendeskFailure.FromBody(status, (response.Error as ApiException)?.Content) with { RetryAfter = response.GetRetryAfter(clock) }
            : ZendeskFailure.FromException(response.Error?.InnerException ?? response.Error);
}
