using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace HelpdeskBridge.AgentFiles;

/// <summary>
/// <c>GET/HEAD /files/{token}/{name}</c>: streams an agent's file from the helpdesk to the caller. The bridge keeps nothing of it. The address
/// is a secret: it is never logged, and a caller without a valid one learns nothing.
/// </summary>
internal sealed partial class AgentFileEndpoint(
    AgentFileLookup lookup, AgentFileConcurrency concurrency, AgentFileResponseWriter writer, RejectionLimiter rejections,
    ILogger<AgentFileEndpoint> log)
{
    /// <summary>A reader that takes less is disconnected, because its place is needed by others. It may ask for the rest.</summary>
    private static readonly MinDataRate MinRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    public async Task<IResult> AnswerAsync(string token, string name, HttpContext http) =>
        await lookup.FindAsync(token, name, http.RequestAborted) switch
        {
            LinkedFile.Found found => await AnswerAsync(found, token, name, http),
            LinkedFile.Expired => Problems.LinkExpired(),
            LinkedFile.Missing => Problems.NotFound(),
            _ => rejections.Reject(http, Problems.NotFound()),
        };

    private async Task<IResult> AnswerAsync(LinkedFile.Found found, string token, string name, HttpContext http)
    {
        var reader = new AgentFileReader(found.HelpdeskName, token, CallerAddress.Get(http));
        using var permit = await concurrency.EnterAsync(reader, http.RequestAborted);
        if (permit is null)
            return Problems.FileUnavailable(http, isBusy: true, DefaultRetryAfter);
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } pace)
            pace.MinDataRate = MinRate;
        var range = ByteRanges.GetRequested(http.Request);
        switch (await found.Helpdesk.OpenFileAsync(found.File, range, http.RequestAborted))
        {
            case AttachmentOpening.Opened { Response: var source }:
                using (source)
                {
                    return await writer.WriteAsync(http, source, found.File, name, range)
                        ?? Fail(http, found.HelpdeskName, new AttachmentOpening.Failed("the answer has a part of the file that was not asked for"));
                }

            case AttachmentOpening.Gone:
                Log.Gone(log, found.HelpdeskName);
                return Problems.NotFound();
            case AttachmentOpening.Failed failed:
                return Fail(http, found.HelpdeskName, failed);
            default:
                throw new InvalidOperationException("Unknown result of opening a file.");
        }
    }

    private IResult Fail(HttpContext http, string helpdesk, AttachmentOpening.Failed failed)
    {
        Log.NotOpened(log, helpdesk, failed.Reason);
        var retryAfter = failed.RetryAfter is { } requested && requested > TimeSpan.Zero ? requested : DefaultRetryAfter;
        return Problems.FileUnavailable(http, failed.IsBusy, retryAfter < MaxRetryAfter ? retryAfter : MaxRetryAfter);
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Warning, "A file of helpdesk {Helpdesk} can't be fetched ({Reason})")]
        public static partial void NotOpened(ILogger logger, string helpdesk, string reason);

        [LoggerMessage(8002, LogLevel.Information, "A linked file is not in helpdesk {Helpdesk} any more, or may not be fetched")]
        public static partial void Gone(ILogger logger, string helpdesk);
    }
}
