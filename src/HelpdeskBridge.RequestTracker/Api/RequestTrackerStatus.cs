using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>
/// The statuses of the lifecycle "default". Other lifecycles have other names, and which of these mean the end is not in the interface, so an unknown
/// one counts as open.
/// </summary>
internal static class RequestTrackerStatus
{
    public const string Open = "open";

    public static TicketStatus Parse(string? status) => status switch
    {
        "new" => TicketStatus.New,
        "stalled" => TicketStatus.Pending,
        "resolved" or "rejected" => TicketStatus.Solved,
        "deleted" => TicketStatus.Gone,
        _ => TicketStatus.Open,
    };

    /// <summary>The status that <c>StatusOnClientClose</c> means.</summary>
    public static string FromSetting(string status) => status.ToLowerInvariant() switch
    {
        "pending" or "hold" => "stalled",
        "solved" or "closed" => "resolved",
        var same => same,
    };
}
