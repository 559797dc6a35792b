using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Which waiting messages go out as one request.</summary>
internal static class Coalescing
{
    /// <summary>How many waiting messages <see cref="Take"/> wants to see.</summary>
    public const int Window = 500;

    /// <summary>
    /// The head of the lane and what goes with it: texts that wait together become one comment, a file ends it, and a hand-over takes
    /// them along as the ticket's first comment. At rest one message waits, so one message is one comment.
    /// A batch that may have been sent already is never put together anew: it must be found, or sent again, as it was.
    /// </summary>
    /// <param name="waiting">The first messages of the lane, in order; not empty.</param>
    /// <param name="isReady">Whether a file was fetched: texts do not wait for one that was not.</param>
    public static IReadOnlyList<StoredMessage> Take(IReadOnlyList<StoredMessage> waiting, Func<StoredMessage, bool> isReady)
    {
        if (waiting[0].State == MessageState.Sending)
            return [.. waiting.TakeWhile(message => message.State == MessageState.Sending && message.BatchId == waiting[0].BatchId)];

        var batch = new List<StoredMessage> { waiting[0] };
        var bytes = BytesOf(waiting[0].Body);
        foreach (var next in waiting.Skip(1))
        {
            bytes += BytesOf(next.Body);
            if (!CanFollow(batch[^1], next) || (next.Body is ClientFile && !isReady(next)) || bytes > TextSplitter.MostBytes)
                break;
            batch.Add(next);
        }

        return batch;
    }

    private static bool CanFollow(StoredMessage last, StoredMessage next) =>
        last.Body is OpenTicket or ClientText && next.Body is ClientText or ClientFile && !last.Alone && !next.Alone && next.State == MessageState.Pending;

    /// <summary>With room for a line break and the time a late text is given.</summary>
    private static int BytesOf(MessageBody body) => body is ClientText text ? Encoding.UTF8.GetByteCount(text.Text) + 32 : 0;
}
