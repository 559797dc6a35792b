using System.Collections.Concurrent;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Chooses which of the watched tickets a sweep compares, where a complete feed already tells of their changes. What no feed can tell is found this
/// way, such as a ticket that was moved to where the bridge may not see it: each ticket has its turn once in an interval, one page at each sweep.
/// </summary>
internal sealed class OpenTicketRotation(BridgeClock clock)
{
    /// <summary>Where the turn of each helpdesk is. It may be lost: then it begins anew.</summary>
    private readonly ConcurrentDictionary<string, Turn> _turns = new();

    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="watched">The tickets.</param>
    /// <param name="every">The interval.</param>
    /// <param name="limit">How many tickets at most.</param>
    /// <returns>The next tickets; none when each has had its turn.</returns>
    public List<WatchedTicket> Take(string helpdesk, IReadOnlyList<WatchedTicket> watched, TimeSpan every, int limit)
    {
        var now = clock.Now;
        var turn = _turns.GetValueOrDefault(helpdesk) ?? new Turn(now, null);
        if (turn.Last is null)
        {
            if (_turns.ContainsKey(helpdesk) && (now - turn.BeganAt).Duration() < every)
                return [];
            turn = new Turn(now, "");
        }

        var page = watched.Where(ticket => string.CompareOrdinal(ticket.TicketId, turn.Last) > 0)
            .OrderBy(ticket => ticket.TicketId, StringComparer.Ordinal).Take(limit).ToList();
        _turns[helpdesk] = turn with { Last = page.Count < limit ? null : page[^1].TicketId };
        return page;
    }

    /// <param name="BeganAt">When the turn began.</param>
    /// <param name="Last">The last ticket that was taken; null: the turn has ended.</param>
    private sealed record Turn(DateTimeOffset BeganAt, string? Last);
}
