using System.Security.Cryptography;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The answers to keyed ticket creations, replayed for two hours to whoever sends the same key and body again.</summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stored> _answers = new(StringComparer.Ordinal);

    /// <summary>Runs the creation once per key. Two requests with one key at the same moment are taken one after the other.</summary>
    /// <returns>The answer, and whether it is a replay.</returns>
    public (Answer Answer, bool IsHit) Once(string key, byte[] body, Func<Answer> create)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var hash = Convert.ToHexString(SHA256.HashData(body));
            if (_answers.TryGetValue(key, out var stored) && stored.At + Lifetime > now)
                return stored.Hash == hash ? (stored.Answer, true) : (Refusal.IdempotencyMismatch().Answer, true);

            // A refusal leaves through the exception and is not kept: Zendesk doesn't say whether it keeps errors.
            var answer = create();
            _answers[key] = new Stored(hash, answer, now);
            return (answer, false);
        }
    }

    private sealed record Stored(string Hash, Answer Answer, DateTimeOffset At);
}
