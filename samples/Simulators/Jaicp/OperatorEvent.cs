namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>An event the bridge delivered.</summary>
public sealed record OperatorEvent
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary><c>TextMessage</c>, <c>FileMessage</c>, <c>Closed</c> or <c>SelectDestination</c>.</summary>
    public required string Type { get; init; }

    public string? Text { get; init; }

    public Employee? Employee { get; init; }

    /// <summary>The address of the file of a <c>FileMessage</c>.</summary>
    public Uri? FileUrl { get; init; }

    public string? FileName { get; init; }

    public long? FileSize { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The body as received.</summary>
    public required string Raw { get; init; }
}

/// <summary>The author of an event.</summary>
public sealed record Employee(string EmployeeId, string FirstName, string LastName, string AvatarUrl)
{
    /// <summary>First and last name, without empty parts.</summary>
    public string FullName => $"{FirstName} {LastName}".Trim();
}
