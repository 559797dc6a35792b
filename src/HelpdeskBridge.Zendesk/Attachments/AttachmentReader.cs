using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>
/// Fetches attachments. Where they are private, the account's own host wants our credentials and then redirects to a signed address
/// elsewhere; credentials go to that host only, whatever an attachment's address or a redirect says ("may be hosted externally",
/// developer.zendesk.com, ticket attachments).
/// </summary>
/// <param name="account">Client of the account's own host; signs in, follows no redirect.</param>
/// <param name="outside">For every other address.</param>
/// <param name="timeout">How long to wait for the headers of an answer.</param>
/// <param name="clock">The bridge's clock.</param>
internal sealed class AttachmentReader(HttpClient account, UntrustedHttpClient outside, TimeSpan timeout, BridgeClock clock)
{
    private const int MaxRedirects = 5;
    private const string Attachments = "/attachments/";

    public async Task<AttachmentOpening> OpenAsync(AttachedFile file, RequestedRange? part, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(file.Url, part, cancellationToken);
        }
        catch (ForbiddenAddressException)
        {
            return new AttachmentOpening.Failed("it is at an address that may not be called");
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

    private async Task<AttachmentOpening> OpenAsync(string url, RequestedRange? part, CancellationToken cancellationToken)
    {
        Uri? from = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target))
            return new AttachmentOpening.Failed("its address can't be read");
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (!IsOurs(target))
                return Read(await outside.GetAsync(target.AbsoluteUri, from, headers => Ask(headers, part), cancellationToken));

            // Zendesk leads whoever may not see a private attachment to its sign-in page, which is no file.
            if (from is not null && !target.AbsolutePath.StartsWith(Attachments, StringComparison.Ordinal))
                return new AttachmentOpening.Failed("the account wants somebody to sign in");
            var answer = await AskAccountAsync(target, part, cancellationToken);
            if (!UntrustedHttpClient.IsRedirect(answer.StatusCode) || answer.Headers.Location is not { } location)
                return Read(answer);
            answer.Dispose();
            from = target;
            if (!Uri.TryCreate(target, location, out target))
                return new AttachmentOpening.Failed("it is redirected to nowhere");
        }

        return new AttachmentOpening.Failed("it is redirected for ever");
    }

    private bool IsOurs(Uri target) =>
        target.UserInfo.Length == 0 && Uri.Compare(target, account.BaseAddress, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<HttpResponseMessage> AskAccountAsync(Uri target, RequestedRange? part, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        Ask(request.Headers, part);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            return await account.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer in time");
        }
    }

    private static void Ask(HttpRequestHeaders headers, RequestedRange? part)
    {
        headers.AcceptEncoding.ParseAdd("identity"); // Its bytes, with the length and the ranges they have.
        if (part is null)
            return;
        headers.Range = new RangeHeaderValue(part.Range.From, part.Range.To);
        headers.IfRange = part.IfUnchanged;
    }

    private AttachmentOpening Read(HttpResponseMessage answer)
    {
        AttachmentOpening opening = answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable => new AttachmentOpening.Opened(answer),
            HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone => new AttachmentOpening.Gone(),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout =>
                new AttachmentOpening.Failed(Said(answer), IsBusy: true, answer.Headers.RetryAfter is { } wish ? wish.Delta ?? wish.Date - clock.Now : null),
            _ => new AttachmentOpening.Failed(Said(answer)),
        };
        if (opening is not AttachmentOpening.Opened)
            answer.Dispose();
        return opening;
    }

    private static string Said(HttpResponseMessage answer) => $"answered {(int)answer.StatusCode}";
}
