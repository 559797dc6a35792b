namespace HelpdeskBridge.RequestTracker.Limits;

/// <summary>Delays a request until the account has a place for it. It stands before the timeout, so that the delay is no slow response.</summary>
internal sealed class LimitHandler(RequestLimits limits) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var place = await limits.AcquireAsync(cancellationToken)
            ?? throw new HttpRequestException(HttpRequestError.ConnectionError, "Too many requests wait for this account.");
        return await base.SendAsync(request, cancellationToken);
    }
}
