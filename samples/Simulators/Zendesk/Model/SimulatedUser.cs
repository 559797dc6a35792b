namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>A user of the helpdesk: an end user, an agent or an admin.</summary>
public sealed record SimulatedUser
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name that end users see instead of an agent's own; null means that they see that.</summary>
    public string? Alias { get; init; }

    public string? Email { get; init; }

    /// <summary>Other addresses than the primary one.</summary>
    public IReadOnlyList<string> OtherEmails { get; init; } = [];

    /// <summary>Which of these the user has claimed and not shown to be theirs.</summary>
    public IReadOnlyList<string> UnverifiedEmails { get; init; } = [];

    public string? Phone { get; init; }

    /// <summary>Whether other users have the phone number too.</summary>
    public bool HasSharedPhone { get; init; }

    public string? ExternalId { get; init; }

    /// <summary><c>end-user</c>, <c>agent</c> or <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the profile has a photo.</summary>
    public bool HasPhoto { get; init; }

    public IReadOnlyList<long> GroupIds { get; init; } = [];

    public bool IsOnline { get; init; }

    /// <summary>A suspended user cannot be the requester of a new ticket.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Deleted, or merged into another user. Such a user can no longer be a requester or an author.</summary>
    public bool IsDeleted { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>True for agents and admins, whose public comments are answers to the client.</summary>
    public bool IsStaff => Role != EndUser;

    internal const string EndUser = "end-user";
}

/// <summary>A group of agents.</summary>
public sealed record SimulatedGroup(long Id, string Name, DateTimeOffset CreatedAt);

/// <summary>An agent who exists from the start.</summary>
/// <param name="Name">First and last name.</param>
/// <param name="Email">The agent's e-mail address.</param>
/// <param name="Groups">Names of the groups the agent belongs to; the first is the default one.</param>
public sealed record AgentSetup(string Name, string Email, params IReadOnlyList<string> Groups)
{
    /// <summary>The name that end users see instead.</summary>
    public string? Alias { get; init; }
}
