using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Finds out whether a closed ticket was merged, before a follow-up of it is opened.</summary>
internal sealed class MergedTicketFinder(IZendeskApi api, BridgeClock clock)
{
    private const int NewestComments = 5;

    /// <returns>Where the ticket goes on; both null: it was not merged.</returns>
    public async Task<(TicketMerge? Merge, ZendeskFailure? Failure)> FindAsync(string ticketId, CancellationToken cancellationToken)
    {
        var result = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Content?.Ticket is not { } ticket || !TicketMerges.IsMerged(ticket))
            return (null, result.Failure);
        var newest = await api.ReadCommentsAsync(ticketId, NewestComments, after: null, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (TicketMerges.GetMerge(ticket, newest.Content?.Comments ?? []), newest.Failure);
    }
}
