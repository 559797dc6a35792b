using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Outbound;

/// <summary>
/// Reads from addresses that somebody outside gave us: links of clients' files, and where a download is redirected to. Without
/// credentials or cookies; redirects are followed here, each target checked like the first address.
/// </summary>
internal sealed class UntrustedHttpClient(IHttpClientFactory clients, NetworkRules network, IOptions<DeliveryOptions> options)
{
    public const string ClientName = "outside";

    private const int MaxRedirects = 5;

    /// <summary>Asks for what is at <paramref name="url"/>; comes back with the headers, while the body still comes in (<see cref="BoundedCopy"/>).</summary>
    /// <param name="url">Absolute http or https address.</param>
    /// <param name="range">The part wanted; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The last answer: any status except a redirect that was followed. To be disposed.</returns>
    /// <exception cref="ForbiddenAddressException">The address, or one it redirects to, may not be called; it was not.</exception>
    /// <exception cref="HttpRequestException">No answer came, or it redirects for ever.</exception>
    /// <exception cref="TimeoutException">No answer came within Delivery:RequestTimeout.</exception>
    public Task<HttpResponseMessage> GetAsync(string url, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        GetAsync(url, from: null, headers => headers.Range = range, cancellationToken);

    /// <inheritdoc cref="GetAsync(string, RangeHeaderValue?, CancellationToken)"/>
    /// <param name="url">Absolute http or https address.</param>
    /// <param name="from">Where it was redirected from; null: from nowhere.</param>
    /// <param name="ask">Adds to the headers of each request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpResponseMessage> GetAsync(string url, Uri? from, Action<HttpRequestHeaders> ask, CancellationToken cancellationToken)
    {
        var target = Checked(url, from);
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            var response = await AskAsync(target, ask, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            target = Checked(Uri.TryCreate(target, location, out var next) ? next.AbsoluteUri : "", from: target);
        }

        throw new HttpRequestException(HttpRequestError.Unknown, "too many redirects");
    }

    public static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<HttpResponseMessage> AskAsync(Uri target, Action<HttpRequestHeaders> ask, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        ask(request.Headers);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.RequestTimeout);
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
            throw new TimeoutException("no answer in time");
        }
    }

    private Uri Checked(string url, Uri? from)
    {
        if (NetworkRules.ValidateWebAddress(url, out var target) is not null)
            throw new ForbiddenAddressException("no plain web address, or a redirect to none");

        // In the clear anybody on the way could put something else in its place.
        return target!.Scheme == Uri.UriSchemeHttps || network.IsAllowedPrivate(target.Host)
            ? target
            : throw new ForbiddenAddressException(from is null ? "not https" : "a redirect to http");
    }
}
