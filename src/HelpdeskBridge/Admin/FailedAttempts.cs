using System.Collections.Concurrent;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Slows down guessing of the key: after five failed attempts within a minute, an address has to wait.</summary>
/// <remarks>Why this is not System.Threading.RateLimiting: docs/decisions/0011-rate-limiting.md.</remarks>
internal sealed class FailedAttempts(BridgeClock clock)
{
    private const int MaxFailures = 5;
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _failures = new();

    public bool IsBlocked(string address)
    {
        if (!_failures.TryGetValue(address, out var failures))
            return false;
        lock (failures)
        {
            while (failures.TryPeek(out var oldest) && clock.Now - oldest >= Window)
                failures.Dequeue();
            return failures.Count >= MaxFailures;
        }
    }

    public void Add(string address)
    {
        // A flood from many addresses must not fill the memory. Forgetting all of them only shortens a wait.
        if (_failures.Count >= MaxAddresses)
            _failures.Clear();
        var failures = _failures.GetOrAdd(address, _ => new Queue<DateTimeOffset>());
        lock (failures)
            failures.Enqueue(clock.Now);
    }
}
