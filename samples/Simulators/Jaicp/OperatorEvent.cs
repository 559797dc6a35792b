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

    /// <summary>Where the file of a <c>FileMessage</c> is.</summary>
    public Uri? FileUrl { get; init; }

    public string? FileName { get; init; }

    public long? FileSize { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The body as it came.</summary>
    public required string Raw { get; init; }
}

/// <summary>Who speaks in an event.</summary>
public sealed record Employee(string EmployeeId, string FirstName, string LastName, string AvatarUrl)
{
    /// <summary>First and last name, as far as there are any.</summary>
    public string FullName => $"{FirstName} {LastName}".Trim();
}
