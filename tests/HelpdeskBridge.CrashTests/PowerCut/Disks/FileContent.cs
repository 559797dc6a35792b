namespace HelpdeskBridge.CrashTests.PowerCut.Disks;

/// <summary>The bytes of a file. Where nothing was written there are zeros.</summary>
internal sealed class FileContent
{
    private byte[] _bytes = [];

    public long Length { get; private set; }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (offset + data.Length > Length)
            SetLength(offset + data.Length);
        data.CopyTo(_bytes.AsSpan((int)offset));
    }

    public void SetLength(long length)
    {
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Max(length, _bytes.Length * 2L));
        if (length < Length)
            Array.Clear(_bytes, (int)length, (int)(Length - length));
        Length = length;
    }

    public byte[] ToArray() => _bytes[..(int)Length];

    public FileContent Copy() => new() { _bytes = ToArray(), Length = Length };
}
