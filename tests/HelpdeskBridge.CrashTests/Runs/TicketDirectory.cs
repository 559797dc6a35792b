using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Finds clients' tickets by their requester. The list is cached for a moment, because a run asks for it very often.</summary>
internal sealed class TicketDirectory(SimulatedZendesk zendesk)
{
    private const string UserIdPrefix = "jaicp:shop:";
    private static readonly TimeSpan CacheLifetime = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private ILookup<string, SimulatedTicket> _ticketsByUser = Array.Empty<SimulatedTicket>().ToLookup(_ => "");
    private long? _cachedAt;

    /// <summary>The client a ticket belongs to.</summary>
    public string GetUserId(SimulatedTicket ticket) =>
        zendesk.FindUser(ticket.RequesterId)?.ExternalId is { } id && id.StartsWith(UserIdPrefix, StringComparison.Ordinal)
            ? id[UserIdPrefix.Length..]
            : "";

    /// <summary>The client's tickets, oldest first.</summary>
    public IReadOnlyList<SimulatedTicket> GetTickets(string userId)
    {
        lock (_lock)
        {
            if (_cachedAt is not { } at || TimeProvider.System.GetElapsedTime(at) > CacheLifetime)
            {
                _ticketsByUser = zendesk.Tickets.ToLookup(GetUserId);
                _cachedAt = TimeProvider.System.GetTimestamp();
            }

            return [.. _ticketsByUser[userId]];
        }
    }
}
