using System.Buffers;
using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>Collects UTF-8 bytes up to a limit. Whoever writes more gets a <see cref="FullException"/>.</summary>
/// <param name="maxBytes">The limit. It can be exceeded by the last piece that is written.</param>
internal sealed class LimitedBuffer(int maxBytes) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Advance(int count)
    {
        // A writer may flush once more what it could not write before.
        if (_bytes.WrittenCount <= maxBytes)
            _bytes.Advance(count);
        if (_bytes.WrittenCount > maxBytes)
            throw new FullException();
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.GetSpan(sizeHint);

    /// <summary>The text, as far as it was written.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan[..Math.Min(maxBytes, _bytes.WrittenCount)]);

    /// <summary>The limit was reached.</summary>
    public sealed class FullException : Exception;
}
