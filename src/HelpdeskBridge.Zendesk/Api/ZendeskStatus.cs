using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Zendesk.Api;

internal static class ZendeskStatus
{
    /// <summary>Zendesk's status category; lower case in answers, upper case in webhooks. An unknown one is a ticket somebody works on.</summary>
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
