using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace HelpdeskBridge.FuzzTests.Guided;

/// <summary>
/// Which branches of the instrumented code an input has taken, and how often, as AFL counts it: a branch is a pair of places, and its count matters
/// only by its order of magnitude.
/// </summary>
internal sealed unsafe class Coverage
{
    /// <summary>The size that the instrumented code counts on.</summary>
    private const int Size = 1 << 16;

    /// <summary>It lives as long as the process: instrumented code writes there whenever it runs.</summary>
    private readonly byte* _hits = (byte*)NativeMemory.AllocZeroed(Size);

    private readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = _hits;

    /// <summary>How many branches were taken by any input so far.</summary>
    public int Branches => _seen.Count(orders => orders != 0);

    private Span<byte> Hits => new(_hits, Size);

    /// <summary>Forgets the input before.</summary>
    public void Begin()
    {
        Hits.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input has taken a branch as no other did. From now on it is known.</summary>
    public bool AddIfNew()
    {
        var isNew = false;
        var words = MemoryMarshal.Cast<byte, ulong>(Hits);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (var place = word * sizeof(ulong); place < (word + 1) * sizeof(ulong); place++)
            {
                var order = GetOrder(_hits[place]);
                isNew |= (order & ~_seen[place]) != 0;
                _seen[place] |= order;
            }
        }

        return isNew;
    }

    /// <summary>Forgets all inputs.</summary>
    public void Clear() => Array.Clear(_seen);

    /// <summary>A bit for each order of magnitude.</summary>
    private static byte GetOrder(byte hits) => hits switch
    {
        0 => 0,
        1 => 1,
        2 => 1 << 1,
        3 => 1 << 2,
        < 8 => 1 << 3,
        < 16 => 1 << 4,
        < 32 => 1 << 5,
        < 128 => 1 << 6,
        _ => 1 << 7,
    };
}
