using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>Decides which waiting messages are sent as one request. It is a pure function.</summary>
internal static class OutboundBatching
{
    /// <summary>How many waiting messages <see cref="Take"/> needs at most.</summary>
    public const int Window = 500;

    /// <summary>
    /// How many waiting messages are loaded. JAICP gets one at a time; loading more would load each of a hundred waiting events a hundred times.
    /// </summary>
    public static int GetWindow(Direction direction) => direction == Direction.ToJaicp ? 1 : Window;

    /// <summary>
    /// How many bytes of stored messages it needs at most. A batch has at most <see cref="TextSplitter.MaxBytes"/>, which JSON makes six times as
    /// many in the worst case, and a short member for each message. Each look at a queue loads that much, so it should not be much more.
    /// </summary>
    public const int WindowBytes = 512 * 1024;

    /// <summary>Space for a line break, and for the time that is written before a late text.</summary>
    private const int BytesBetweenTexts = 32;

    /// <summary>
    /// Space for the line of a file without its link: a name of 255 characters, and a text that says why the file is not attached. The space
    /// between <see cref="TextSplitter.MaxBytes"/> and Zendesk's own limit is left for longer texts in the settings of a channel.
    /// </summary>
    private const int MaxBytesOfFileLine = (255 * 3) + 512;

    /// <summary>
    /// Takes the head of the queue and the messages that are sent with it. Texts that wait together become one comment, and a file is the last
    /// message of a comment. When the ticket is opened, they are its first comment. Normally one message waits, and it becomes one comment. A batch
    /// that may have been sent already is never composed differently, because it must be found or sent again exactly as it was.
    /// </summary>
    /// <param name="waiting">The first messages of the queue, in order. There is at least one.</param>
    /// <param name="isReady">Whether the download of a file has ended. Texts do not wait for a file that is still downloaded.</param>
    public static IReadOnlyList<StoredMessage> Take(IReadOnlyList<StoredMessage> waiting, Func<StoredMessage, bool> isReady)
    {
        if (waiting[0].State == MessageState.Sending)
            return [.. waiting.TakeWhile(message => message.State == MessageState.Sending && message.BatchId == waiting[0].BatchId)];

        var batch = new List<StoredMessage> { waiting[0] };
        var bytes = CountBytes(waiting[0].Body);
        foreach (var next in waiting.Skip(1))
        {
            bytes += CountBytes(next.Body);
            if (!CanFollow(batch[^1], next) || (next.Body is ClientFile && !isReady(next)) || bytes > TextSplitter.MaxBytes)
                break;
            batch.Add(next);
        }

        return batch;
    }

    private static bool CanFollow(StoredMessage last, StoredMessage next) =>
        last.Body is OpenTicket or ClientText && next.Body is ClientText or ClientFile
        && !last.Alone && !next.Alone && next.State == MessageState.Pending;

    /// <summary>An upper bound: whether a file will be attached is not known yet. If it is not, its comment has its name and its link.</summary>
    private static int CountBytes(MessageBody body) => body switch
    {
        ClientText text => Encoding.UTF8.GetByteCount(text.Text) + BytesBetweenTexts,
        ClientFile file => Encoding.UTF8.GetByteCount(file.Url) + MaxBytesOfFileLine,
        _ => 0,
    };
}
