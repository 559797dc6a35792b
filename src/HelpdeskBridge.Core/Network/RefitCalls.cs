using HelpdeskBridge.Time;
using Polly.CircuitBreaker;
using Refit;

namespace HelpdeskBridge.Network;

/// <summary>What all calls to another system by Refit have in common: each ends in a value, whatever happens.</summary>
internal static class RefitCalls
{
    /// <summary>Turns a call into a value.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fromResponse">The value of a response, whatever its status is.</param>
    /// <param name="fromException">The value where there is no response.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled <paramref name="cancellationToken"/>. Nothing else throws.</exception>
    public static async Task<TResult> ReadAsync<TResponse, TResult>(
        this Task<TResponse> call, Func<TResponse, TResult> fromResponse, Func<Exception, TResult> fromException, CancellationToken cancellationToken)
        where TResponse : IApiResponse
    {
        try
        {
            using var response = await call;
            if (!response.IsSuccessful)
                cancellationToken.ThrowIfCancellationRequested();
            return fromResponse(response);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return fromException(e);
        }
    }

    /// <summary>The delay in the response's Retry-After header, which holds seconds or a date; null when there is none.</summary>
    public static TimeSpan? GetRetryAfter(this IApiResponse response, BridgeClock clock) => GetDelay(response.Headers?.RetryAfter, clock);

    /// <inheritdoc cref="GetRetryAfter(IApiResponse,BridgeClock)"/>
    public static TimeSpan? GetRetryAfter(this HttpResponseMessage response, BridgeClock clock) => GetDelay(response.Headers.RetryAfter, clock);

    /// <summary>Whether there was no connection. Then the request was not sent, and it is not the fault of what it was about.</summary>
    public static bool IsConnectionFailure(Exception? exception) =>
        exception is BrokenCircuitException || (exception is HttpRequestException http && IsConnectionFailure(http.HttpRequestError));

    /// <inheritdoc cref="IsConnectionFailure(Exception)"/>
    public static bool IsConnectionFailure(HttpRequestError error) => error is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static TimeSpan? GetDelay(System.Net.Http.Headers.RetryConditionHeaderValue? header, BridgeClock clock) =>
        header is null ? null : header.Delta ?? header.Date - clock.Now;
}
