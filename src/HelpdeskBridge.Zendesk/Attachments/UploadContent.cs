using System.Net;
using System.Net.Http.Headers;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>
/// A file of the spool as the body of a request. It is streamed, can be sent again, and has no timeout for the whole: <see cref="Stalled"/>
/// ends an upload that makes no progress.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// The response may take this many times longer than a buffer. On a slow line the last megabytes are still in the socket's buffer when the
    /// end of the file is read.
    /// </summary>
    private const int ResponseTimeoutFactor = 6;

    private readonly string _path;
    private readonly long _length;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenRegistration _cancelled;

    /// <param name="path">The file.</param>
    /// <param name="type">Its MIME type.</param>
    /// <param name="timeout">How long the upload may make no progress.</param>
    /// <param name="time">Measures the timeout.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    public UploadContent(string path, string type, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        (_path, _length, _timeout) = (path, new FileInfo(path).Length, timeout);
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _cancelled = cancellationToken.Register(_stalled.Cancel);
        Headers.ContentType = new MediaTypeHeaderValue(type);
    }

    /// <summary>Cancelled when the upload has made no progress for too long, or the caller cancels it.</summary>
    public CancellationToken Stalled => _stalled.Token;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        const FileOptions options = FileOptions.Asynchronous | FileOptions.SequentialScan;
        var buffer = new byte[BufferBytes];
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, options);
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _stalled.CancelAfter(_timeout);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        _stalled.CancelAfter(_timeout * ResponseTimeoutFactor);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancelled.Dispose();
            _stalled.Dispose();
        }

        base.Dispose(disposing);
    }
}
