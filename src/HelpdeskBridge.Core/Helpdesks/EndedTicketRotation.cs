using System.Collections.Concurrent;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Chooses which tickets of ended conversations a sweep looks at. An agent may write into them until they are closed, which may be weeks later. There
/// may be many of them, so they are looked at in turn: one page a minute.
/// </summary>
internal sealed class EndedTicketRotation(IDatabase database, BridgeClock clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Where the turn of each helpdesk is. It may be lost: then it begins anew.</summary>
    private readonly ConcurrentDictionary<string, Turn> _turns = new();

    /// <param name="helpdesk">The helpdesk account.</param>
    /// <param name="endedBefore">Conversations that ended later are looked at in each sweep.</param>
    /// <param name="limit">How many tickets at most.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The next tickets; none when it is too early for them.</returns>
    public async Task<IReadOnlyList<WatchedTicket>> TakeAsync(
        string helpdesk, DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var turn = _turns.GetValueOrDefault(helpdesk);
        if (turn is not null && (now - turn.At).Duration() < Interval)
            return [];
        var page = await database.ReadAsync(
            store => store.Tickets.ListEndedAsync(helpdesk, endedBefore, turn?.Last, limit), cancellationToken);
        _turns[helpdesk] = new Turn(now, page.Count < limit ? null : page[^1]);
        return [.. page.Select(ended => ended.Ticket).DistinctBy(ticket => ticket.TicketId)];
    }

    private sealed record Turn(DateTimeOffset At, EndedTicket? Last);
}
