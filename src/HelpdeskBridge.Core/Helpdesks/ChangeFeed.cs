using System.Collections.Concurrent;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Finds changed tickets in the helpdesk's own feed of changes. Its cost grows with everything that changes in the account, not with the
/// number of open conversations here, so it is used where many conversations are open.
/// </summary>
internal sealed class ChangeFeed(IDatabase database, HelpdeskRegistry helpdesks, BridgeClock clock)
{
    /// <summary>With fewer watched tickets, a sweep by ids takes three requests at most and is cheaper.</summary>
    public const int WorthwhileFrom = 301;

    private const int MaxPages = 3;
    private const int MaxPerPage = 1000;

    /// <summary>A cursor that is older is not used any more: the feed is started again, after one more sweep by ids.</summary>
    private static readonly TimeSpan MaxCursorAge = TimeSpan.FromHours(1);

    /// <summary>When a helpdesk said that it offers no feed, it is asked again after this time.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);

    /// <summary>How far back a new feed starts. Feeds hold the newest changes back for a while; this is longer.</summary>
    private static readonly TimeSpan StartsBack = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notOfferedUntil = new();

    /// <summary>Reads the feed and stores a pending sync for each watched ticket that changed.</summary>
    /// <param name="helpdesk">The helpdesk.</param>
    /// <param name="watched">The tickets to look for.</param>
    /// <param name="max">How many of them may be synchronised now; the rest is left in the feed.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>What was found; null when the caller has to sweep by ids instead.</returns>
    public async Task<FoundChanges?> SweepAsync(
        string helpdesk, IReadOnlyList<WatchedTicket> watched, int max, CancellationToken cancellationToken)
    {
        var account = helpdesks.Get(helpdesk);
        if ((watched.Count < WorthwhileFrom && !account.HasCompleteFeed) || clock.Now < _notOfferedUntil.GetValueOrDefault(helpdesk))
            return null;
        var seenUpdatedAt = watched.ToDictionary(ticket => ticket.TicketId, ticket => ticket.SeenUpdatedAt);
        var cursor = await database.ReadAsync(store => store.FeedCursors.FindAsync(helpdesk, clock.Now - MaxCursorAge), cancellationToken);
        var isNew = cursor is null;
        var (pending, tookAnotherRequest) = (new HashSet<string>(), false);
        for (var page = 0; page < MaxPages && pending.Count < max; page++)
        {
            var limit = Math.Min(max, MaxPerPage);
            var reading = await account.ReadChangesAsync(cursor, clock.Now - StartsBack, limit, cancellationToken);
            if (reading is ChangeReading.NotOffered)
                _notOfferedUntil[helpdesk] = clock.Now + AskAgainAfter;
            if (reading is not ChangeReading.Changed changed)
                return null;

            var toSync = changed.Stamps
                .Where(stamp => seenUpdatedAt.TryGetValue(stamp.TicketId, out var seen) && (seen is null || seen != stamp.UpdatedAt))
                .Select(stamp => stamp.TicketId)
                .ToHashSet();

            // One transaction for the pending syncs and the cursor, so that no change is skipped.
            // A ticket may have become known while the page was read: what a complete feed told of it is not told again.
            await database.WriteAsync(
                async store =>
                {
                    foreach (var stamp in account.HasCompleteFeed ? changed.Stamps : [])
                    {
                        if (!seenUpdatedAt.ContainsKey(stamp.TicketId) && await store.Tickets.IsKnownAsync(helpdesk, stamp.TicketId))
                            toSync.Add(stamp.TicketId);
                    }

                    foreach (var ticketId in toSync)
                        await store.TicketSyncs.AddAsync(helpdesk, ticketId, clock.Now);
                    await store.FeedCursors.SaveAsync(helpdesk, changed.Cursor, clock.Now);
                },
                cancellationToken);
            pending.UnionWith(toSync);
            cursor = changed.Cursor;
            tookAnotherRequest |= changed.TookAnotherRequest;
            if (!changed.HasMore)
                break;
        }

        // A new feed says nothing about changes before its start.
        return isNew ? null : new FoundChanges([.. pending], tookAnotherRequest);
    }
}

/// <summary>What a sweep found in the feed.</summary>
/// <param name="TicketIds">The tickets with a pending sync.</param>
/// <param name="TookAnotherRequest">Whether a request was made beside those for the changes.</param>
internal sealed record FoundChanges(IReadOnlyList<string> TicketIds, bool TookAnotherRequest);
