using System.Globalization;
using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.AgentFiles;

/// <summary>Writes the response for an agent's file: the status, the headers and the bytes, as far as the request asks for them.</summary>
internal sealed partial class AgentFileResponseWriter(IOptions<DeliveryOptions> options, ILogger<AgentFileResponseWriter> log)
{
    /// <summary>An attachment never changes, but its link expires and an agent may delete it: it is cached briefly and by browsers only.</summary>
    private const string CacheControl = "private, max-age=3600";

    /// <param name="http">The request.</param>
    /// <param name="source">The response of the server that has the bytes.</param>
    /// <param name="file">The file as the helpdesk describes it.</param>
    /// <param name="name">The file's name in the link.</param>
    /// <param name="requested">The part that was asked for; null: the whole file.</param>
    /// <returns>Null: the source's response does not fit the request.</returns>
    public async Task<IResult?> WriteAsync(HttpContext http, HttpResponseMessage source, AttachedFile file, string name, RequestedRange? requested)
    {
        var (content, response) = (source.Content.Headers, http.Response);
        response.Headers.AcceptRanges = "bytes";

        // The part to cut out here, where the source sends the whole file although a part was asked for.
        ByteRange? cut = null;
        switch (source.StatusCode)
        {
            case HttpStatusCode.PartialContent when requested is not null && content.ContentRange is { Unit: "bytes", HasRange: true } range:
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = range.ToString();
                response.ContentLength = content.ContentLength;
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when requested is not null:
                return CreateNotSatisfiable(response, content.ContentRange?.Length);
            case HttpStatusCode.OK when requested is not null && content.ContentLength is { } length
                && ByteRanges.Cut(requested, length, source.Headers.ETag, content.LastModified) is { } range:
                if (range.Length <= 0)
                    return CreateNotSatisfiable(response, length);
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

        WriteHeaders(response, source, file, name);
        if (HttpMethods.IsGet(http.Request.Method))
            await CopyAsync(source.Content, cut, http);
        return Results.Empty;
    }

    private static IResult CreateNotSatisfiable(HttpResponse response, long? length)
    {
        response.Headers.ContentRange = length is { } known ? $"bytes */{known}" : default;
        return Problems.ForStatus(StatusCodes.Status416RangeNotSatisfiable);
    }

    private static void WriteHeaders(HttpResponse response, HttpResponseMessage source, AttachedFile file, string name)
    {
        var content = source.Content.Headers;
        var type = AgentFileHeaders.GetContentType(content.ContentType?.ToString(), file.ContentType);
        response.ContentType = type;

        // The bridge asks for unencoded bytes, but some servers have only encoded ones. Those are passed on as they are.
        if (content.ContentEncoding.Count > 0)
            response.Headers.ContentEncoding = AgentFileHeaders.GetIfAscii(string.Join(", ", content.ContentEncoding));
        response.Headers.ContentDisposition = AgentFileHeaders.GetDisposition(type, name);
        response.Headers.ContentSecurityPolicy = AgentFileHeaders.GetPolicy(type);
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = AgentFileHeaders.GetIfAscii(source.Headers.ETag?.ToString());
        response.Headers.LastModified = content.LastModified?.ToString("r", CultureInfo.InvariantCulture);
    }

    private async Task CopyAsync(HttpContent content, ByteRange? cut, HttpContext http)
    {
        try
        {
            var timeout = options.Value.RequestTimeout;
            await content.CopyPartAsync(http.Response.Body, cut?.From ?? 0, cut?.Length, timeout, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller closed the connection. The download from the helpdesk ends with it.
        }
        catch (Exception e) when (e is IOException or TimeoutException or HttpRequestException)
        {
            // The headers are sent already: only a broken connection tells the caller that the file is incomplete.
            Log.Interrupted(log, e.GetType().Name);
            http.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8003, LogLevel.Warning, "The transfer of a file from the helpdesk to its reader was interrupted ({Reason})")]
        public static partial void Interrupted(ILogger logger, string reason);
    }
}
