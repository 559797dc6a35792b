using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Options;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Network;

/// <summary>
/// Sends requests to addresses that come from outside: links to clients' files, and redirects of downloads. It sends no credentials and no
/// cookies. It follows redirects itself and checks each target like the first address.
/// </summary>
internal sealed class UntrustedHttpClient(
    IHttpClientFactory clients, NetworkRules network, IOptions<DeliveryOptions> options, BridgeClock clock)
{
    public const string ClientName = "untrusted";

    private const int MaxRedirects = 5;

    /// <summary>Sends a GET request. It returns once the headers are there; the body is read with <see cref="BoundedCopy"/>.</summary>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="range">The part of the file to request; null: all of it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The response after all redirects, with any status code. The caller disposes it.</returns>
    /// <exception cref="ForbiddenAddressException">The address, or one it redirects to, may not be called. It was not called.</exception>
    /// <exception cref="HttpRequestException">There was no response, or too many redirects.</exception>
    /// <exception cref="TimeoutException">There was no response within <c>Delivery:RequestTimeout</c>.</exception>
    public Task<HttpResponseMessage> GetAsync(string url, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        GetAsync(url, redirectedFrom: null, headers => headers.Range = range, cancellationToken);

    /// <inheritdoc cref="GetAsync(string, RangeHeaderValue?, CancellationToken)"/>
    /// <param name="url">An absolute http or https address.</param>
    /// <param name="redirectedFrom">The address that redirected to this one; null when there was no redirect.</param>
    /// <param name="addHeaders">Adds headers to each request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<HttpResponseMessage> GetAsync(
        string url, Uri? redirectedFrom, Action<HttpRequestHeaders> addHeaders, CancellationToken cancellationToken)
    {
        var target = GetCheckedUri(url, redirectedFrom);
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            var response = await SendAsync(target, addHeaders, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            target = GetCheckedUri(Uri.TryCreate(target, location, out var next) ? next.AbsoluteUri : "", redirectedFrom: target);
        }

        throw new HttpRequestException(HttpRequestError.Unknown, "too many redirects");
    }

    public static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<HttpResponseMessage> SendAsync(Uri target, Action<HttpRequestHeaders> addHeaders, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        addHeaders(request.Headers);
        using var deadline = new CancellationTokenSource(options.Value.RequestTimeout, clock.Network);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException forbidden)
        {
            throw forbidden;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no response in time");
        }
    }

    private Uri GetCheckedUri(string url, Uri? redirectedFrom)
    {
        if (NetworkRules.ValidateWebAddress(url, out var target) is not null)
            throw new ForbiddenAddressException("no plain web address, or a redirect to none");

        // Without TLS anybody on the network path could replace the file.
        return target!.Scheme == Uri.UriSchemeHttps || network.IsAllowedPrivate(target.Host)
            ? target
            : throw new ForbiddenAddressException(redirectedFrom is null ? "not https" : "a redirect to http");
    }
}
