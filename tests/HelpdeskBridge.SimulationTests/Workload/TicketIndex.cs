using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.SimulationTests.Workload;

/// <summary>Finds clients' tickets by their requester.</summary>
internal sealed class TicketIndex(SimulatedZendesk zendesk)
{
    private const string UserIdPrefix = "jaicp:shop:";

    private readonly Dictionary<string, List<long>> _byUser = [];
    private int _known;

    public string GetUserId(SimulatedTicket ticket) =>
        zendesk.FindUser(ticket.RequesterId)?.ExternalId is { } id && id.StartsWith(UserIdPrefix, StringComparison.Ordinal)
            ? id[UserIdPrefix.Length..]
            : "";

    /// <summary>The client's tickets, oldest first.</summary>
    public IEnumerable<SimulatedTicket> Find(string userId)
    {
        var all = zendesk.Tickets;
        for (; _known < all.Count; _known++)
        {
            var user = GetUserId(all[_known]);
            if (!_byUser.TryGetValue(user, out var tickets))
                _byUser[user] = tickets = [];
            tickets.Add(all[_known].Id);
        }

        return _byUser.TryGetValue(userId, out var found) ? found.Select(zendesk.Ticket) : [];
    }
}
