using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.NewHelpdesk.Tickets;

/// <summary>The product's statuses, and what the bridge distinguishes. An unknown one counts as open: it must end no chat.</summary>
internal static class NewHelpdeskStatus
{
    public const string Open = "open";
    public const string Pending = "pending";
    public const string Solved = "solved";
    public const string Closed = "closed";

    public static TicketStatus Parse(string status) => status switch
    {
        Pending => TicketStatus.Pending,
        Solved => TicketStatus.Solved,
        Closed => TicketStatus.Closed,
        _ => TicketStatus.Open,
    };

    /// <summary>What <c>Channels:{channel}:Close:StatusOnClientClose</c> means here.</summary>
    public static string FromSetting(string setting) => setting.ToLowerInvariant() switch
    {
        "new" or Open => Open,
        Pending or "hold" => Pending,
        Closed => Closed,
        _ => Solved,
    };
}
