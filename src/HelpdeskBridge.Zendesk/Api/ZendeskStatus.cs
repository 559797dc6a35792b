using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Zendesk's status categories: lower case in the REST API, upper case in webhook events.</summary>
internal static class ZendeskStatus
{
    /// <summary>A status that is unknown here counts as open, because somebody may be working on the ticket.</summary>
    public static TicketStatus Parse(string? status) => status?.ToLowerInvariant() switch
    {
        "new" => TicketStatus.New,
        "pending" => TicketStatus.Pending,
        "hold" => TicketStatus.Hold,
        "solved" => TicketStatus.Solved,
        "closed" or "archived" => TicketStatus.Closed,
        "deleted" or "scrubbed" => TicketStatus.Gone,
        _ => TicketStatus.Open,
    };
}
