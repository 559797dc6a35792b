using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Attachments;

/// <summary>
/// Opens agents' files. Request Tracker has no raw download: a file is in a JSON answer, as base64. It is decoded while it is passed on, so that no
/// file is ever in memory as a whole.
/// </summary>
/// <param name="client">The HTTP client of the account.</param>
/// <param name="timeout">How long to wait for the headers of an answer.</param>
/// <param name="clock">The bridge's clock.</param>
internal sealed class AttachmentReader(HttpClient client, TimeSpan timeout, BridgeClock clock)
{
    public async Task<AttachmentOpening> OpenAsync(AttachedFile file, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri($"{client.BaseAddress!.AbsoluteUri.TrimEnd('/')}/attachment/{RtIds.ParseNumber(file.Id)}"));
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.StatusCode == HttpStatusCode.OK)
                return await DecodeAsync(response, file, cancellationToken);
            using (response)
                return GetFailed(response);
        }
        catch (HttpRequestException e)
        {
            return new AttachmentOpening.Failed($"no answer ({e.HttpRequestError})", IsBusy: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AttachmentOpening.Failed("no answer in time", IsBusy: true);
        }
    }

    /// <summary>The whole file. Whoever asked for a part of it gets that part cut out.</summary>
    private static async Task<AttachmentOpening> DecodeAsync(HttpResponseMessage source, AttachedFile file, CancellationToken cancellationToken)
    {
        var content = new AttachmentStream(await source.Content.ReadAsStreamAsync(cancellationToken), source);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(content) };
        response.Content.Headers.ContentLength = file.Size;
        response.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : null;
        return new AttachmentOpening.Opened(response);
    }

    private AttachmentOpening GetFailed(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Forbidden => new AttachmentOpening.Gone(),
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            new AttachmentOpening.Failed(GetReason(response), IsBusy: true, response.GetRetryAfter(clock)),
        _ => new AttachmentOpening.Failed(GetReason(response)),
    };

    private static string GetReason(HttpResponseMessage response) => $"answered {(int)response.StatusCode}";
}
