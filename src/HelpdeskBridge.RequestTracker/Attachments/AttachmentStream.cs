using System.Buffers.Text;

namespace HelpdeskBridge.RequestTracker.Attachments;

/// <summary>The bytes of a file, decoded from a JSON answer while it is read: the member <c>Content</c>, base64 in lines.</summary>
/// <param name="source">The answer.</param>
/// <param name="owner">Disposed together with the stream.</param>
internal sealed class AttachmentStream(Stream source, IDisposable owner) : Stream
{
    private const int BufferBytes = 32 * 1024;
    private const int QuantumCharacters = 4;

    private readonly byte[] _input = new byte[BufferBytes];
    private readonly byte[] _base64 = new byte[BufferBytes + QuantumCharacters];
    private readonly byte[] _decoded = new byte[BufferBytes + QuantumCharacters];
    private readonly ContentScanner _scanner = new();
    private int _pendingCharacters;
    private int _decodedStart;
    private int _decodedEnd;

    /// <summary>Whether the last group of four is there, which is filled up with equals signs.</summary>
    private bool _isPadded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return 0;
        while (_decodedStart == _decodedEnd)
        {
            if (_scanner.IsComplete)
                return 0;
            var read = await source.ReadAsync(_input, cancellationToken);
            if (read == 0)
                throw new InvalidDataException("The answer ended before the file did.");
            _pendingCharacters += _scanner.Scan(_input.AsSpan(0, read), _base64.AsSpan(_pendingCharacters));
            Decode();
        }

        var count = Math.Min(buffer.Length, _decodedEnd - _decodedStart);
        _decoded.AsMemory(_decodedStart, count).CopyTo(buffer);
        _decodedStart += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Decodes as many whole groups of four characters as there are; the rest waits for the next read.</summary>
    private void Decode()
    {
        var whole = _pendingCharacters - (_pendingCharacters % QuantumCharacters);
        if (_scanner.IsComplete && _pendingCharacters > whole)
            throw new InvalidDataException("The file is not in base64.");
        var status = Base64.DecodeFromUtf8(_base64.AsSpan(0, whole), _decoded, out _, out var written);
        if (status != System.Buffers.OperationStatus.Done || (_isPadded && whole > 0))
            throw new InvalidDataException("The file is not in base64.");
        _isPadded |= whole > 0 && _base64[whole - 1] == '=';
        _base64.AsSpan(whole, _pendingCharacters - whole).CopyTo(_base64);
        _pendingCharacters -= whole;
        (_decodedStart, _decodedEnd) = (0, written);
    }
}
