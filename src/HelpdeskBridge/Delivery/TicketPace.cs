namespace HelpdeskBridge.Delivery;

/// <summary>
/// Keeps a lively chat below Zendesk's limit of 30 updates per 10 minutes, user and ticket (recorded header
/// <c>zendesk-ratelimit-per-ticket-updates: total=30</c>), before Zendesk refuses. The first updates go at once; then the gaps
/// grow, and what waits meanwhile goes together.
/// </summary>
internal static class TicketPace
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public const int MostUpdates = 30;

    /// <summary>Kept back from texts, so that the note that the client has left is not held up by them.</summary>
    private const int Reserve = 2;
    /// <summary>More than an ordinary chat needs in the window: a message about every half minute is never held back.</summary>
    private const int AtOnce = 18;

    /// <summary>So many at once, then gaps of 1, 2, … 10 times this: together a little less than the window.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10.5);

    /// <summary>When the next update may go.</summary>
    /// <param name="updates">Times of the updates within <see cref="Window"/>, oldest first.</param>
    /// <param name="isText">A client's words, not an end.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset NotBefore(IReadOnlyList<DateTimeOffset> updates, bool isText, DateTimeOffset now)
    {
        var most = isText ? MostUpdates - Reserve : MostUpdates;
        if (updates.Count >= most)
            return updates[updates.Count - most] + Window;
        if (!isText || updates.Count < AtOnce)
            return now;
        return updates[^1] + ((updates.Count - AtOnce + 1) * Step);
    }
}
