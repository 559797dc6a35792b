using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>
/// Downloads agents' attachments. Where attachments are private, the account's host asks for credentials and then redirects to a signed address
/// on another host. Credentials are only ever sent to the account's host, whatever the address of an attachment or a redirect says, because
/// attachments "may be hosted externally" (developer.zendesk.com, "Ticket Attachments").
/// </summary>
/// <param name="account">The HTTP client of the account's host. It sends credentials and follows no redirect.</param>
/// <param name="outside">The HTTP client for every other address.</param>
/// <param name="timeout">How long to wait for the headers of a response.</param>
/// <param name="clock">The bridge's clock.</param>
internal sealed class AttachmentReader(HttpClient account, UntrustedHttpClient outside, TimeSpan timeout, BridgeClock clock)
{
    private const int MaxRedirects = 5;
    private const string AttachmentsPath = "/attachments/";
    private const string SignInRequired = "the helpdesk asks for a sign-in";

    public async Task<AttachmentOpening> OpenAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken)
    {
        if (!WebUri.TryParse(file.Url, out var address))
            return new AttachmentOpening.Failed("the file's address can't be read");
        var opening = await TryOpenAsync(file, address, range, cancellationToken);

        // Other hosts of the account, such as those of its brands, don't know the bridge. The account's own host has the same file.
        return opening is not AttachmentOpening.Opened && !IsOnAccountHost(address) && AttachmentAddress.GetToken(address) is not null
            && await TryOpenAsync(file, new Uri(account.BaseAddress!, address.PathAndQuery), range, cancellationToken)
                is AttachmentOpening.Opened onAccount
            ? onAccount
            : opening;
    }

    private async Task<AttachmentOpening> TryOpenAsync(
        AttachedFile file, Uri address, RequestedRange? range, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(file, address, range, cancellationToken);
        }
        catch (ForbiddenAddressException)
        {
            return new AttachmentOpening.Failed("the file is at an address that may not be called");
        }
        catch (HttpRequestException e)
        {
            return new AttachmentOpening.Failed($"no answer ({e.HttpRequestError})", IsBusy: true);
        }
        catch (TimeoutException)
        {
            return new AttachmentOpening.Failed("no answer in time", IsBusy: true);
        }
    }

    private async Task<AttachmentOpening> OpenAsync(
        AttachedFile file, Uri address, RequestedRange? range, CancellationToken cancellationToken)
    {
        var target = address;
        Uri? redirectedFrom = null;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (!IsOnAccountHost(target))
            {
                var external = await outside.GetAsync(target.AbsoluteUri, redirectedFrom, headers => SetHeaders(headers, range), cancellationToken);
                return ToOpening(external, file);
            }

            // Zendesk redirects requests that may not see a private attachment to its sign-in page (support.zendesk.com 4417363395226).
            if (redirectedFrom is not null && !IsAttachment(target))
                return new AttachmentOpening.Failed(SignInRequired);
            var response = await GetFromAccountAsync(target, range, cancellationToken);
            if (!UntrustedHttpClient.IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return ToOpening(response, file);
            response.Dispose();
            redirectedFrom = target;
            if (!Uri.TryCreate(target, location, out target))
                return new AttachmentOpening.Failed("the address it is redirected to can't be read");
        }

        return new AttachmentOpening.Failed("there are too many redirects");
    }

    private static bool IsAttachment(Uri target) => target.AbsolutePath.StartsWith(AttachmentsPath, StringComparison.Ordinal);

    private bool IsOnAccountHost(Uri target) =>
        target.UserInfo.Length == 0
        && Uri.Compare(target, account.BaseAddress, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<HttpResponseMessage> GetFromAccountAsync(Uri target, RequestedRange? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        SetHeaders(request.Headers, range);
        using var deadline = new CancellationTokenSource(timeout, clock.Network);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await account.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer in time");
        }
    }

    private static void SetHeaders(HttpRequestHeaders headers, RequestedRange? range)
    {
        // A compressed body would have another length and other ranges than the file.
        headers.AcceptEncoding.ParseAdd("identity");
        if (range is null)
            return;
        headers.Range = new RangeHeaderValue(range.Range.From, range.Range.To);
        headers.IfRange = range.IfUnchanged;
    }

    private AttachmentOpening ToOpening(HttpResponseMessage response, AttachedFile file)
    {
        AttachmentOpening opening = response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent when IsHtml(response) && !IsHtml(file) =>
                new AttachmentOpening.Failed(SignInRequired),
            HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable =>
                new AttachmentOpening.Opened(response),
            HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone => new AttachmentOpening.Gone(),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout =>
                new AttachmentOpening.Failed(GetReason(response), IsBusy: true, response.GetRetryAfter(clock)),
            _ => new AttachmentOpening.Failed(GetReason(response)),
        };
        if (opening is not AttachmentOpening.Opened)
            response.Dispose();
        return opening;
    }

    /// <summary>
    /// Instead of a private file, Zendesk sends the page on which people sign in, with status 200 (support.zendesk.com 4417363395226).
    /// </summary>
    private static bool IsHtml(HttpResponseMessage response) => IsHtml(response.Content.Headers.ContentType?.MediaType);

    private static bool IsHtml(AttachedFile file) =>
        IsHtml(file.ContentType?.Split(';')[0].Trim()) || Path.GetExtension(file.Name).ToLowerInvariant() is ".html" or ".htm" or ".xhtml";

    private static bool IsHtml(string? type) => type?.ToLowerInvariant() is "text/html" or "application/xhtml+xml";

    private static string GetReason(HttpResponseMessage response) => $"answered {(int)response.StatusCode}";
}
