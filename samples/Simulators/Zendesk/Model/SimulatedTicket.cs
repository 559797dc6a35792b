using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The state of a ticket at one moment.</summary>
public sealed record SimulatedTicket
{
    public required long Id { get; init; }

    public required string Subject { get; init; }

    /// <summary>The text of the first comment.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>new</c>, <c>open</c>, <c>pending</c>, <c>hold</c>, <c>solved</c> or <c>closed</c>.</summary>
    public string Status { get; init; } = TicketStatus.New;

    public string? ExternalId { get; init; }

    public required long RequesterId { get; init; }

    public required long SubmitterId { get; init; }

    public long? AssigneeId { get; init; }

    public long? GroupId { get; init; }

    public long? BrandId { get; init; }

    public long? FormId { get; init; }

    public string? Priority { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The values of custom fields as they were given, by field id.</summary>
    public IReadOnlyDictionary<long, JsonElement> CustomFields { get; init; } = new Dictionary<long, JsonElement>();

    /// <summary>Whether the first comment was public. It is also the default for later comments that do not say.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>How the ticket was created: <c>api</c> or <c>web</c>.</summary>
    public string Channel { get; init; } = "api";

    /// <summary>For a follow-up: the closed ticket it continues.</summary>
    public long? FollowUpOf { get; init; }

    public IReadOnlyList<long> FollowUpIds { get; init; } = [];

    /// <summary>For a merged ticket: the ticket it was merged into.</summary>
    public long? MergedInto { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>Marked as spam. This also deletes the ticket.</summary>
    public bool IsSpam { get; init; }

    /// <summary>Truncated to the second, as in Zendesk.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Truncated to the second, so it does not distinguish two changes within one second.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The ticket statuses of the REST API.</summary>
public static class TicketStatus
{
    public const string New = "new";
    public const string Open = "open";
    public const string Pending = "pending";
    public const string Hold = "hold";
    public const string Solved = "solved";
    public const string Closed = "closed";

    internal static bool IsKnown(string status) => status is New or Open or Pending or Hold or Solved or Closed;
}
