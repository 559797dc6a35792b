using System.Net;
using System.Net.Http.Headers;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Zendesk.Attachments;

/// <summary>A file of the spool as a request's body: streamed, as often as it is asked for, and given up only when it stops moving.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int Piece = 64 * 1024;

    /// <summary>The answer may take longer than a piece: on a slow line the last megabytes are still in the socket's buffer when the file is read.</summary>
    private const int PatienceForAnswer = 6;

    private readonly string _path;
    private readonly long _length;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stalled;

    public UploadContent(string path, string type, TimeSpan timeout, CancellationToken cancellationToken)
    {
        (_path, _length, _timeout) = (path, new FileInfo(path).Length, timeout);
        _stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Headers.ContentType = new MediaTypeHeaderValue(type);
    }

    /// <summary>Cancelled when nothing has moved for too long.</summary>
    public CancellationToken Stalled => _stalled.Token;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            _stalled.CancelAfter(_timeout);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        _stalled.CancelAfter(_timeout * PatienceForAnswer);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stalled.Dispose();
        base.Dispose(disposing);
    }
}
