using System.Collections.Concurrent;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Finds changed tickets in the account's own feed of changes. That costs what the account does, not what is open here, so it is for accounts
/// with many open conversations.
/// </summary>
internal sealed class ChangeFeed(IDatabase database, HelpdeskRegistry helpdesks, BridgeClock clock)
{
    /// <summary>Below this a sweep by ids takes three requests at most.</summary>
    public const int WorthwhileFrom = 301;

    private const int MaxPages = 3;
    private const int MaxPerPage = 1000;

    /// <summary>A feed that was not read for so long is begun anew, after one more sweep by ids.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>Where a new feed begins: further back than the time such feeds keep back the newest changes.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notOfferedUntil = new();

    /// <param name="helpdesk">The account.</param>
    /// <param name="watched">The tickets that matter.</param>
    /// <param name="max">How many of them may be read now; the rest is left in the feed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The tickets now noted; null when they are to be looked for by their ids.</returns>
    public async Task<IReadOnlyList<string>?> SweepAsync(string helpdesk, IReadOnlyList<WatchedTicket> watched, int max, CancellationToken cancellationToken)
    {
        if (watched.Count < WorthwhileFrom || clock.Now < _notOfferedUntil.GetValueOrDefault(helpdesk))
            return null;
        var known = watched.ToDictionary(ticket => ticket.TicketId, ticket => ticket.SeenUpdatedAt);
        var cursor = await database.ReadAsync(store => store.FeedCursors.FindAsync(helpdesk, clock.Now - Forgotten), cancellationToken);
        var isNew = cursor is null;
        var noted = new HashSet<string>();
        for (var page = 0; page < MaxPages && noted.Count < max; page++)
        {
            var reading = await helpdesks.Get(helpdesk).ReadChangesAsync(cursor, clock.Now - Beginning, Math.Min(max, MaxPerPage), cancellationToken);
            if (reading is ChangeReading.NotOffered)
                _notOfferedUntil[helpdesk] = clock.Now + Forgotten;
            if (reading is not ChangeReading.Changed changed)
                return null;

            // The cursor moves on together with the notes, so nothing is skipped.
            var toRead = changed.Stamps.Where(stamp => known.TryGetValue(stamp.TicketId, out var seen) && (seen is null || seen != stamp.UpdatedAt)).Select(stamp => stamp.TicketId).ToHashSet();
            await database.WriteAsync(
                async store =>
                {
                    foreach (var ticketId in toRead)
                        await store.TicketSyncs.AddAsync(helpdesk, ticketId, clock.Now);
                    await store.FeedCursors.SaveAsync(helpdesk, changed.Cursor, clock.Now);
                },
                cancellationToken);
            noted.UnionWith(toRead);
            cursor = changed.Cursor;
            if (!changed.HasMore)
                break;
        }

        // A new feed doesn't know what happened before it.
        return isNew ? null : [.. noted];
    }
}
