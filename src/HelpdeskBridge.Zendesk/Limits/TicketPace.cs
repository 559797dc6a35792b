using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// Keeps a busy chat below Zendesk's limit of 30 updates per 10 minutes, user and ticket (recorded header
/// <c>zendesk-ratelimit-per-ticket-updates: total=30</c>), before Zendesk refuses. The first updates are sent at once; then the gaps grow, and
/// messages that wait meanwhile are sent together. Pure.
/// </summary>
internal sealed class TicketPace : ITicketPace
{
    public const int MaxUpdates = 30;

    /// <summary>Kept back from texts, so that they don't hold up the note that the client has left.</summary>
    private const int Reserve = 2;

    /// <summary>More than an ordinary chat needs in the window: a message about every half minute is never held back.</summary>
    private const int WithoutDelay = 18;

    /// <summary>After <see cref="WithoutDelay"/> updates the gaps are 1, 2, … 10 times this: together a little less than the window.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10.5);

    public TimeSpan Window => TimeSpan.FromMinutes(10);

    public DateTimeOffset GetNextUpdateTime(IReadOnlyList<DateTimeOffset> updates, bool isClientMessage, DateTimeOffset now)
    {
        var limit = isClientMessage ? MaxUpdates - Reserve : MaxUpdates;
        if (updates.Count >= limit)
            return updates[updates.Count - limit] + Window;
        if (!isClientMessage || updates.Count < WithoutDelay)
            return now;
        return updates[^1] + ((updates.Count - WithoutDelay + 1) * Step);
    }
}
