using System.Collections.Concurrent;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Helpdesk;

/// <summary>
/// Finds changed tickets in the account's own feed of changes. That costs what the account does, not what is open here, so it is for accounts
/// with many open conversations.
/// </summary>
internal sealed class ChangeFeed(IDatabase database, Helpdesks helpdesks, BridgeClock clock)
{
    /// <summary>Below this a sweep by ids takes three requests at most.</summary>
    public const int WorthwhileFrom = 301;

    private const int MostPages = 3;
    private const int MostPerPage = 1000;

    /// <summary>A feed that was not read for so long is begun anew, after one more sweep by ids.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>Where a new feed begins: further back than the time such feeds keep back the newest changes.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notOfferedUntil = new();

    /// <param name="helpdesk">The account.</param>
    /// <param name="watched">The tickets that matter.</param>
    /// <param name="most">How many of them may be read now; the rest is left in the feed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tickets now noted; null when they are to be looked for by their ids.</returns>
    public async Task<IReadOnlyList<string>?> SweepAsync(string helpdesk, IReadOnlyList<WatchedTicket> watched, int most, CancellationToken cancellation)
    {
        if (watched.Count < WorthwhileFrom || clock.Now < _notOfferedUntil.GetValueOrDefault(helpdesk))
            return null;
        var known = watched.ToDictionary(ticket => ticket.TicketId, ticket => ticket.SeenUpdatedAt);
        var cursor = await database.ReadAsync(session => session.FindFeedCursorAsync(helpdesk, clock.Now - Forgotten), cancellation);
        var isNew = cursor is null;
        var noted = new HashSet<string>();
        for (var page = 0; page < MostPages && noted.Count < most; page++)
        {
            var reading = await helpdesks.Get(helpdesk).ReadChangesAsync(cursor, clock.Now - Beginning, Math.Min(most, MostPerPage), cancellation);
            if (reading is ChangeReading.NotOffered)
                _notOfferedUntil[helpdesk] = clock.Now + Forgotten;
            if (reading is not ChangeReading.Changed changed)
                return null;

            // The cursor moves on together with the notes, so nothing is skipped.
            var toRead = changed.Stamps.Where(stamp => known.TryGetValue(stamp.TicketId, out var seen) && (seen is null || seen != stamp.UpdatedAt)).Select(stamp => stamp.TicketId).ToHashSet();
            await database.WriteAsync(
                async session =>
                {
                    foreach (var ticketId in toRead)
                        await session.NoteTicketAsync(helpdesk, ticketId, clock.Now);
                    await session.SaveFeedCursorAsync(helpdesk, changed.Cursor, clock.Now);
                },
                cancellation);
            noted.UnionWith(toRead);
            cursor = changed.Cursor;
            if (!changed.HasMore)
                break;
        }

        // A new feed doesn't know what happened before it.
        return isNew ? null : [.. noted];
    }
}
