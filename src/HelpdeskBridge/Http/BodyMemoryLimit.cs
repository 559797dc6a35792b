using System.Buffers;
using System.Collections.Concurrent;

namespace HelpdeskBridge.Http;

/// <summary>
/// How many bytes of bodies are in memory at a time. What is above is refused with 503 and comes again; the process stays small and goes
/// on serving. Calls whose key fits and calls that must be read before they are known to be genuine have one each, so that strangers can't
/// use up what JAICP needs.
/// </summary>
/// <param name="max">Bytes in all.</param>
/// <param name="maxOfOne">Bytes for one address.</param>
internal sealed class BodyMemoryLimit(long max, long maxOfOne)
{
    private const long Usual = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, long> _byAddress = new();
    private long _taken;

    public static BodyMemoryLimit ForKnownCallers(int maxBytesOfBody) => new(Math.Max(Usual, 4L * maxBytesOfBody), long.MaxValue);

    public static BodyMemoryLimit ForUnknownCallers(int maxBytesOfBody)
    {
        var max = Math.Max(Usual / 2, 8L * maxBytesOfBody);
        return new BodyMemoryLimit(max, max / 2);
    }

    /// <summary>A place that grows with what is read; disposed, it is free again.</summary>
    public Place Enter(string address) => new(this, address);

    /// <summary>Both are counted up even when there is no room: the place that asked gives all of it back.</summary>
    private bool TryTake(string address, long bytes) =>
        (Interlocked.Add(ref _taken, bytes) <= max) & (_byAddress.AddOrUpdate(address, bytes, (_, taken) => taken + bytes) <= maxOfOne);

    private void GiveBack(string address, long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        _byAddress.AddOrUpdate(address, 0, (_, taken) => taken - bytes);
        _byAddress.TryRemove(new KeyValuePair<string, long>(address, 0));
    }

    /// <summary>One body's memory. It is lent: a flood of large bodies must not leave more garbage than there were bodies.</summary>
    internal sealed class Place(BodyMemoryLimit budget, string address) : IDisposable
    {
        private long _taken;

        public byte[] Bytes { get; private set; } = [];

        /// <summary>Makes room for at least so many bytes in all; what was there stays.</summary>
        /// <returns>Whether there was any.</returns>
        public bool TryGrow(int bytes)
        {
            _taken += bytes - Bytes.Length;
            if (!budget.TryTake(address, bytes - Bytes.Length))
                return false;
            var larger = ArrayPool<byte>.Shared.Rent(bytes);
            Bytes.CopyTo(larger, 0);
            Lend(larger);
            return true;
        }

        public void Dispose()
        {
            budget.GiveBack(address, _taken);
            _taken = 0;
            Lend([]);
        }

        private void Lend(byte[] next)
        {
            if (Bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(Bytes);
            Bytes = next;
        }
    }
}
