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
    private const int PageSize = 100;
    private const int MaxPages = 100;

    /// <summary>The contents of files would come too, so only what has no name is asked for.</summary>
    private static readonly RtFilter[] OnlyTexts = [new("ContentType", "STARTSWITH", "text/"), new("Filename", "IS", "NULL")];

    public async Task<(MessageParts? Parts, RequestTrackerFailure? Failure)> ReadAsync(string transactionId, CancellationToken cancellationToken)
    {
        var all = new List<RtAttachment>();
        for (var page = 1; page <= MaxPages; page++)
        {
            var result = await api.ReadAttachmentsAsync(transactionId, page, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (result.Failure is not null)
                return (null, result.Failure);
            all.AddRange(result.Content?.Items ?? []);
            if (result.Content?.Items is not { Count: PageSize })
                break;
        }

        if (!all.Exists(IsText))
            return (Create(all, []), null);
        var texts = await api.ReadTextsAsync(transactionId, OnlyTexts, cancellationToken).ToResultAsync(clock, cancellationToken);
        return texts.Failure is { } failure ? (null, failure) : (Create(all, texts.Content?.Items ?? []), null);
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
            TextSplitter.IsBlank(text) ? "" : MessengerText.FromPlainText(text),
            [.. all.Where(IsFile).Select(part => new ScannedFile(ToFile(part), MalwareScan.Passed))]);
    }

    private static bool IsText(RtAttachment part) =>
        string.IsNullOrEmpty(part.FileName) && part.MediaType.StartsWith("text/", StringComparison.Ordinal);

    private static bool IsFile(RtAttachment part) => !part.MediaType.StartsWith("multipart/", StringComparison.Ordinal)
        && (!string.IsNullOrEmpty(part.FileName) || part.MediaType.StartsWith("image/", StringComparison.Ordinal));

    private static AttachedFile ToFile(RtAttachment part) => new(
        part.Id, "", part.FileName ?? "", part.ContentType,
        long.TryParse(part.ContentLength, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null);
}

/// <summary>What a message contains.</summary>
/// <param name="Text">Plain text; empty where there are only files.</param>
/// <param name="Files">The files, in order.</param>
internal sealed record MessageParts(string Text, IReadOnlyList<ScannedFile> Files);
