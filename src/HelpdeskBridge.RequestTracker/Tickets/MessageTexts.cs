using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>Reads what messages contain: a text, and files.</summary>
internal sealed class MessageTexts(IRequestTrackerApi api, BridgeClock clock)
{
    private const int MaxTransactionsPerRequest = 50;
    private const int PageSize = 100;
    private const int MaxPages = 100;

    /// <returns>The text and the files of each message, by the id of its transaction.</returns>
    public async Task<(IReadOnlyDictionary<string, MessageParts>? Parts, RequestTrackerFailure? Failure)> ReadAsync(
        string ticketId, IReadOnlyList<string> transactionIds, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, MessageParts>();
        foreach (var ids in transactionIds.Chunk(MaxTransactionsPerRequest))
        {
            RtFilter[] filters = [.. ids.Select(id => RtFilter.Equal("TransactionId", id))];
            var (all, failure) = await ReadPagesAsync(
                page => api.ReadAttachmentsAsync(ticketId, filters, page, cancellationToken), cancellationToken);
            if (failure is not null)
                return (null, failure);

            // The contents of files would come too, so only what has no name is asked for.
            RtFilter[] onlyTexts = [.. filters, new("ContentType", "STARTSWITH", "text/"), new("Filename", "IS", "NULL")];
            var (texts, refusal) = all.Exists(IsText)
                ? await ReadPagesAsync(page => api.ReadTextsAsync(ticketId, onlyTexts, page, cancellationToken), cancellationToken)
                : ([], null);
            if (refusal is not null)
                return (null, refusal);
            foreach (var id in ids)
                parts[id] = Create([.. all.Where(part => part.TransactionId == id)], [.. texts.Where(part => part.TransactionId == id)]);
        }

        return (parts, null);
    }

    /// <summary>
    /// The text is a nameless part: plain text where there is some, because mails have both forms; else HTML, which the web editor writes. Files
    /// have a name; pictures in the text may have none.
    /// </summary>
    public static MessageParts Create(IReadOnlyList<RtAttachment> all, IReadOnlyList<RtAttachment> texts)
    {
        var plain = texts.FirstOrDefault(part => part.MediaType == "text/plain" && !TextSplitter.IsBlank(part.Content ?? ""));
        var html = texts.FirstOrDefault(part => part.MediaType == "text/html");
        var text = plain?.Content ?? (html?.Content is { } content ? HtmlToText.Convert(content) ?? "" : "");
        return new MessageParts(
            TextSplitter.IsBlank(text) ? "" : Trim(text), [.. all.Where(IsFile).Select(part => new ScannedFile(ToFile(part), MalwareScan.Passed))]);
    }

    private static string Trim(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();

    private static bool IsText(RtAttachment part) =>
        string.IsNullOrEmpty(part.FileName) && part.MediaType.StartsWith("text/", StringComparison.Ordinal);

    private static bool IsFile(RtAttachment part) => !part.MediaType.StartsWith("multipart/", StringComparison.Ordinal)
        && (!string.IsNullOrEmpty(part.FileName) || part.MediaType.StartsWith("image/", StringComparison.Ordinal));

    private static AttachedFile ToFile(RtAttachment part) => new(
        part.Id, "", part.FileName ?? "", part.ContentType,
        long.TryParse(part.ContentLength, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null);

    private async Task<(List<RtAttachment> Parts, RequestTrackerFailure? Failure)> ReadPagesAsync(
        Func<int, Task<Refit.IApiResponse<RtList<RtAttachment>>>> read, CancellationToken cancellationToken)
    {
        var parts = new List<RtAttachment>();
        for (var page = 1; page <= MaxPages; page++)
        {
            var result = await read(page).ToResultAsync(clock, cancellationToken);
            if (result.Failure is not null)
                return (parts, result.Failure);
            parts.AddRange(result.Content?.Items ?? []);
            if (result.Content?.Items is not { Count: PageSize })
                break;
        }

        return (parts, null);
    }
}

/// <summary>What a message contains.</summary>
/// <param name="Text">Plain text; empty where there are only files.</param>
/// <param name="Files">The files, in order.</param>
internal sealed record MessageParts(string Text, IReadOnlyList<ScannedFile> Files);
