using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Finds clients' tickets as an agent would, by the requester; the list is looked through now and then, not at every question.</summary>
internal sealed class Chats(SimulatedZendesk zendesk)
{
    private const string Prefix = "jaicp:shop:";
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private ILookup<string, SimulatedTicket> _byUser = Array.Empty<SimulatedTicket>().ToLookup(_ => "");
    private long? _readAt;

    /// <summary>The client a ticket belongs to.</summary>
    public string UserOf(SimulatedTicket ticket) =>
        zendesk.FindUser(ticket.RequesterId)?.ExternalId is { } id && id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : "";

    /// <summary>The client's tickets, oldest first, as they were a moment ago.</summary>
    public IReadOnlyList<SimulatedTicket> TicketsOf(string userId)
    {
        lock (_lock)
        {
            if (_readAt is not { } at || TimeProvider.System.GetElapsedTime(at) > Fresh)
            {
                _byUser = zendesk.Tickets.ToLookup(UserOf);
                _readAt = TimeProvider.System.GetTimestamp();
            }

            return [.. _byUser[userId]];
        }
    }
}
