using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>Everything that happened in a run, in its order. Two runs are the same if their hashes are.</summary>
/// <param name="time">The time of each line.</param>
/// <param name="trace">Gets all lines; null: only the last ones are kept.</param>
internal sealed class History(VirtualTime time, TextWriter? trace)
{
    private const int KeptLines = 3000;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _last = new();
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>The last lines, the oldest first.</summary>
    public IReadOnlyCollection<string> Last => _last;

    public void Add(string line)
    {
        var text = $"{time.Now:dd HH:mm:ss.fff} {line}";
        var bytes = Encoding.UTF8.GetByteCount(text) <= _buffer.Length
            ? _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer))
            : Encoding.UTF8.GetBytes(text);
        _hash.AppendData(bytes);
        trace?.WriteLine(text);
        _last.Enqueue(text);
        if (_last.Count > KeptLines)
            _last.Dequeue();
    }

    public string GetHash() => Convert.ToHexStringLower(_hash.GetCurrentHash())[..16];
}
