using System.Net;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.AgentFiles;

/// <summary>
/// <c>GET/HEAD /files/{token}/{name}</c>: an agent's file, passed on from the helpdesk as it comes in. Nothing of it is kept here. The
/// address is a secret: it is in no log, and whoever has no right one learns nothing.
/// </summary>
internal sealed partial class AgentFileEndpoint(
    AgentFileLinks links, RejectionLimiter rejections, IDatabase database, HelpdeskRegistry helpdesks, AgentFileConcurrency turns, IOptions<DeliveryOptions> options, BridgeClock clock, ILogger<AgentFileEndpoint> log)
{
    /// <summary>An attachment never changes, but its link expires, and an agent may take it away: not for long, and not for others' caches.</summary>
    private const string Caching = "private, max-age=3600";

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    public async Task<IResult> AnswerAsync(string token, string name, HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        if (await links.ReadAsync(token, name, cancellationToken) is not { } claim)
            return rejections.Reject(http, Problems.NotFound());
        if (clock.Now >= claim.ExpiresAt)
            return Problems.Gone();
        if (await database.ReadAsync(store => store.Messages.FindAgentFileAsync(claim.MessageId), cancellationToken) is not var (helpdesk, file)
            || helpdesks.Find(helpdesk) is not { Helpdesk: var account })
            return Problems.NotFound();

        using var turn = await turns.EnterAsync(helpdesk, cancellationToken);
        if (turn is null)
            return Problems.NotNow(http, isBusy: true, AgainAfter);
        var part = ByteRanges.Asked(http.Request);
        switch (await account.OpenFileAsync(file, part, cancellationToken))
        {
            case AttachmentOpening.Opened { Answer: var answer }:
                using (answer)
                    return await PassOnAsync(answer, file, name, part, http) ?? Failed(http, helpdesk, new AttachmentOpening.Failed("a part came that nobody asked for"));
            case AttachmentOpening.Gone:
                Log.Gone(log, helpdesk);
                return Problems.NotFound();
            case AttachmentOpening.Failed failed:
                return Failed(http, helpdesk, failed);
            default:
                throw new InvalidOperationException("A file is opened, gone or can't be opened.");
        }
    }

    private IResult Failed(HttpContext http, string helpdesk, AttachmentOpening.Failed failed)
    {
        Log.NotOpened(log, helpdesk, failed.Reason);
        var wish = failed.RetryAfter is { } after && after > TimeSpan.Zero ? after : AgainAfter;
        return Problems.NotNow(http, failed.IsBusy, wish < LongestWish ? wish : LongestWish);
    }

    /// <returns>Null: the answer makes no sense.</returns>
    private async Task<IResult?> PassOnAsync(HttpResponseMessage answer, AttachedFile file, string name, RequestedRange? part, HttpContext http)
    {
        var (content, response) = (answer.Content.Headers, http.Response);
        response.Headers.AcceptRanges = "bytes";
        ByteRange? cut = null;
        switch (answer.StatusCode)
        {
            case HttpStatusCode.PartialContent when part is not null && content.ContentRange is { Unit: "bytes", HasRange: true } came:
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = came.ToString();
                response.ContentLength = content.ContentLength;
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when part is not null:
                return NoSuchPart(response, content.ContentRange?.Length);
            case HttpStatusCode.OK when part is not null && content.ContentLength is { } length && ByteRanges.Cut(part, length, answer.Headers.ETag, content.LastModified) is { } range:
                if (range.Length <= 0)
                    return NoSuchPart(response, length);
                cut = range;
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = $"bytes {range.From}-{range.To}/{length}";
                response.ContentLength = range.Length;
                break;
            case HttpStatusCode.OK:
                response.ContentLength = content.ContentLength;
                break;
            default:
                return null;
        }

        var type = AgentFileHeaders.GetContentType(content.ContentType?.ToString(), file.ContentType);
        response.ContentType = type;

        // Nothing but the plain bytes is asked for, but some stores have only these, and they go on as they are.
        if (content.ContentEncoding.Count > 0)
            response.Headers.ContentEncoding = AgentFileHeaders.PassedOn(string.Join(", ", content.ContentEncoding));
        response.Headers.ContentDisposition = AgentFileHeaders.GetDisposition(type, name);
        response.Headers.ContentSecurityPolicy = AgentFileHeaders.GetPolicy(type);
        response.Headers.CacheControl = Caching;
        response.Headers.ETag = AgentFileHeaders.PassedOn(answer.Headers.ETag?.ToString());
        response.Headers.LastModified = content.LastModified?.ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        if (HttpMethods.IsGet(http.Request.Method))
            await CopyAsync(answer.Content, cut, http);
        return Results.Empty;
    }

    private static IResult NoSuchPart(HttpResponse response, long? length)
    {
        response.Headers.ContentRange = length is { } known ? $"bytes */{known}" : default;
        return Problems.ForStatus(StatusCodes.Status416RangeNotSatisfiable);
    }

    private async Task CopyAsync(HttpContent content, ByteRange? cut, HttpContext http)
    {
        try
        {
            await content.CopyPartAsync(http.Response.Body, cut?.From ?? 0, cut?.Length, options.Value.RequestTimeout, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever fetched it has hung up; the helpdesk's side ends with the answer.
        }
        catch (Exception e) when (e is IOException or TimeoutException or HttpRequestException)
        {
            // The headers are out: only a broken connection says that the file is not complete.
            Log.BrokeOff(log, e.GetType().Name);
            http.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Warning, "A file of helpdesk {Helpdesk} can't be fetched ({Reason})")]
        public static partial void NotOpened(ILogger logger, string helpdesk, string reason);

        [LoggerMessage(8002, LogLevel.Information, "A file that was linked to is not in helpdesk {Helpdesk} any more, or may not be fetched")]
        public static partial void Gone(ILogger logger, string helpdesk);

        [LoggerMessage(8003, LogLevel.Warning, "A file broke off while it was passed on ({Reason})")]
        public static partial void BrokeOff(ILogger logger, string reason);
    }
}
