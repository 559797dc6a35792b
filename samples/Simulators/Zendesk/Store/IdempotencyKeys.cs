using System.Security.Cryptography;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>
/// The responses to ticket creations with an idempotency key. For two hours, a request with the same key and body gets the same
/// response.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stored> _responses = new(StringComparer.Ordinal);

    /// <summary>Creates the ticket once per key. Simultaneous requests with the same key are processed one after the other.</summary>
    /// <returns>The response, and whether it was stored before.</returns>
    public (ZendeskResponse Response, bool IsHit) GetOrCreate(string key, byte[] body, Func<ZendeskResponse> create)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var hash = Convert.ToHexString(SHA256.HashData(body));
            if (_responses.TryGetValue(key, out var stored) && stored.At + Lifetime > now)
                return stored.Hash == hash ? (stored.Response, true) : (ZendeskApiException.IdempotencyMismatch().Response, true);

            // An error leaves as an exception and is not stored: Zendesk does not document whether it stores errors.
            var response = create();
            _responses[key] = new Stored(hash, response, now);
            return (response, false);
        }
    }

    private sealed record Stored(string Hash, ZendeskResponse Response, DateTimeOffset At);
}
