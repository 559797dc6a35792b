using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// Keeps the updates of a ticket below Zendesk's limit of 30 per 10 minutes, user and ticket (developer.zendesk.com, rate limits; recorded header
/// <c>zendesk-ratelimit-per-ticket-updates: total=30</c>). The first updates are sent immediately; then the gaps grow, and messages that wait
/// in the meantime are sent together. The class is pure: the caller passes the time.
/// </summary>
internal sealed class TicketPace : ITicketPace
{
    public const int MaxUpdates = 30;

    /// <summary>Updates that clients' messages leave to notes, so that for example the note that the client has left is not delayed.</summary>
    private const int ReservedForNotes = 2;

    /// <summary>More than an ordinary chat needs: a chat with one message every half minute is never delayed.</summary>
    private const int UpdatesWithoutDelay = 18;

    /// <summary>After <see cref="UpdatesWithoutDelay"/> updates the gaps are 1, 2, … 10 times this. Together they almost fill the window.</summary>
    private static readonly TimeSpan GapStep = TimeSpan.FromSeconds(10.5);

    public TimeSpan Window => TimeSpan.FromMinutes(10);

    public DateTimeOffset GetNextUpdateTime(IReadOnlyList<DateTimeOffset> updates, bool isClientMessage, DateTimeOffset now)
    {
        var limit = isClientMessage ? MaxUpdates - ReservedForNotes : MaxUpdates;
        if (updates.Count >= limit)
            return updates[updates.Count - limit] + Window;
        if (!isClientMessage || updates.Count < UpdatesWithoutDelay)
            return now;
        return updates[^1] + ((updates.Count - UpdatesWithoutDelay + 1) * GapStep);
    }
}
