using System.Buffers;
using System.Threading.RateLimiting;

namespace HelpdeskBridge.Http;

/// <summary>
/// Limits the memory that request bodies take at the same time, in all and per address. A body beyond it is refused with 503, and the caller
/// sends it again later. Callers who have shown their key and callers whose body must be read first have a limit each, so that the unknown
/// ones can't use up what JAICP needs.
/// </summary>
internal sealed class BodyMemoryLimit : IDisposable
{
    private const long UsualBytes = 32 * 1024 * 1024;
    private const int BytesPerPermit = 1024;

    private readonly ConcurrencyLimiter _total;
    private readonly PartitionedRateLimiter<string> _perAddress;

    private BodyMemoryLimit(long maxBytes, long maxBytesPerAddress)
    {
        _total = new ConcurrencyLimiter(CreateOptions(maxBytes));
        _perAddress = PartitionedRateLimiter.Create<string, string>(
            address => RateLimitPartition.GetConcurrencyLimiter(address, _ => CreateOptions(maxBytesPerAddress)));
    }

    public static BodyMemoryLimit ForKnownCallers(int maxBytesPerBody)
    {
        var max = Math.Max(UsualBytes, 4L * maxBytesPerBody);
        return new BodyMemoryLimit(max, max);
    }

    public static BodyMemoryLimit ForUnknownCallers(int maxBytesPerBody)
    {
        var max = Math.Max(UsualBytes / 2, 8L * maxBytesPerBody);
        return new BodyMemoryLimit(max, max / 2);
    }

    /// <summary>An empty buffer that grows with what is read. Disposed, its memory is free for others.</summary>
    public Buffer CreateBuffer(string address) => new(this, address);

    public void Dispose()
    {
        _perAddress.Dispose();
        _total.Dispose();
    }

    private static ConcurrencyLimiterOptions CreateOptions(long maxBytes) => new() { PermitLimit = (int)(maxBytes / BytesPerPermit), QueueLimit = 0 };

    /// <summary>One body's memory. It is rented, so that a flood of large bodies leaves no garbage behind.</summary>
    internal sealed class Buffer(BodyMemoryLimit limit, string address) : IDisposable
    {
        private readonly List<RateLimitLease> _leases = [];
        private int _permits;

        public byte[] Bytes { get; private set; } = [];

        /// <summary>Makes room for at least this many bytes in all. The content stays.</summary>
        /// <returns>False: the limit is reached.</returns>
        public bool TryGrow(int bytes)
        {
            var permits = ((bytes - 1) / BytesPerPermit) + 1;
            if (!TryAcquire(permits - _permits))
                return false;
            _permits = permits;
            var larger = ArrayPool<byte>.Shared.Rent(bytes);
            Bytes.CopyTo(larger, 0);
            Replace(larger);
            return true;
        }

        public void Dispose()
        {
            _leases.ForEach(lease => lease.Dispose());
            _leases.Clear();
            Replace([]);
        }

        private bool TryAcquire(int permits)
        {
            var total = limit._total.AttemptAcquire(permits);
            _leases.Add(total);
            if (!total.IsAcquired)
                return false;
            var ofAddress = limit._perAddress.AttemptAcquire(address, permits);
            _leases.Add(ofAddress);
            return ofAddress.IsAcquired;
        }

        private void Replace(byte[] next)
        {
            if (Bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(Bytes);
            Bytes = next;
        }
    }
}
