using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Admin;

/// <summary>Who may use the admin side: whoever has the key. Guessing is slowed: five failures a minute from an address, then it waits.</summary>
internal sealed class AdminKey(IOptionsMonitor<AdminOptions> options, BridgeClock clock)
{
    private const int MaxFailures = 5;
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _failures = new();

    public bool IsSet => !string.IsNullOrEmpty(options.CurrentValue.Key);

    /// <summary>Tells one key from another without telling the key: what began with another one is over.</summary>
    public string Print => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key ?? ""), "admin session"u8));

    public bool Fits(string given) => IsSet && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(options.CurrentValue.Key ?? "")));

    public bool IsSlowedDown(string address)
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

    public void Failed(string address)
    {
        // A flood of addresses must not fill the memory; forgetting them all at once costs a guesser's wait at most.
        if (_failures.Count >= MaxAddresses)
            _failures.Clear();
        var failures = _failures.GetOrAdd(address, _ => new Queue<DateTimeOffset>());
        lock (failures)
            failures.Enqueue(clock.Now);
    }
}
