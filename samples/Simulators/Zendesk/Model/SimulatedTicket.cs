using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A ticket as it stood at one moment.</summary>
public sealed record SimulatedTicket
{
    public required long Id { get; init; }

    public required string Subject { get; init; }

    /// <summary>The first comment's text.</summary>
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

    /// <summary>Field id to the value as it was given.</summary>
    public IReadOnlyDictionary<long, JsonElement> CustomFields { get; init; } = new Dictionary<long, JsonElement>();

    /// <summary>Whether the first comment was public; it also decides how later comments are meant that don't say.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>How the ticket came: <c>api</c> or <c>web</c>.</summary>
    public string Channel { get; init; } = "api";

    /// <summary>The closed ticket this one carries on, for a follow-up.</summary>
    public long? FollowUpOf { get; init; }

    public IReadOnlyList<long> FollowUpIds { get; init; } = [];

    /// <summary>The ticket this one was merged into.</summary>
    public long? MergedInto { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>Marked as spam, which deletes it as well.</summary>
    public bool IsSpam { get; init; }

    /// <summary>To the second, as Zendesk keeps times.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the second: two changes within one second can't be told apart by it.</summary>
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
