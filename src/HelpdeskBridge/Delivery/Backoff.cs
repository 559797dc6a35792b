namespace HelpdeskBridge.Delivery;

/// <summary>When a message is tried again.</summary>
internal static class Backoff
{
    /// <summary>No wish is followed further than this: a message is tried at least so often.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="delays">The configured waits; the last one repeats.</param>
    /// <param name="retryAfter">What the other side asked for; it wins, except that 0 is no wish but a missing one (Zendesk sends it under load).</param>
    public static TimeSpan After(int attempts, IReadOnlyList<TimeSpan> delays, TimeSpan? retryAfter) =>
        retryAfter is { } wish && wish > TimeSpan.Zero ? (wish < LongestWish ? wish : LongestWish) : delays[Math.Clamp(attempts - 1, 0, delays.Count - 1)];
}
