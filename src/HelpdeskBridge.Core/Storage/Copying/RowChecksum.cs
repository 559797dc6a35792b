using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Storage.PostgreSql;

namespace HelpdeskBridge.Storage.Copying;

/// <summary>
/// The number of the rows of a table, and the sum of their hashes. The sum does not depend on their order, so that neither store has to sort them,
/// and a key that had to be changed to be storable does not move its row.
/// </summary>
internal sealed class RowChecksum
{
    private byte[] _row = new byte[4096];
    private int _length;
    private UInt128 _sum;

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="values">Its values: texts, numbers or null.</param>
    public void Add(ReadOnlySpan<object?> values)
    {
        _length = 0;
        foreach (var value in values)
            Append(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.AsSpan(0, _length), hash);
        _sum = unchecked(_sum + BinaryPrimitives.ReadUInt128LittleEndian(hash));
        Rows++;
    }

    /// <summary>Whether both tables have the same rows.</summary>
    public bool IsSameAs(RowChecksum other) => Rows == other.Rows && _sum == other._sum;

    private void Append(object? value)
    {
        switch (value)
        {
            case null:
                Reserve(1)[0] = 0;
                break;
            case long number:
                var written = Reserve(1 + sizeof(long));
                written[0] = 1;
                BinaryPrimitives.WriteInt64LittleEndian(written[1..], number);
                break;
            case string text:
                AppendText(StoredText.ToStorable(text));
                break;
            default:
                throw new InvalidDataException($"The store has a value of the unexpected type {value.GetType().Name}.");
        }
    }

    private void AppendText(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var written = Reserve(1 + sizeof(int) + bytes);
        written[0] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(written[1..], bytes);
        Encoding.UTF8.GetBytes(text, written[(1 + sizeof(int))..]);
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_row.Length < _length + bytes)
            Array.Resize(ref _row, Math.Max(_row.Length * 2, _length + bytes));
        _length += bytes;
        return _row.AsSpan(_length - bytes, bytes);
    }
}
