namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A ticket as it is at the end of the run.</summary>
internal sealed record RecordedTicket(
    long Id, string UserId, string? ExternalId, string Status, bool IsDeleted, IReadOnlyList<RecordedComment> Comments)
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The values of custom fields with which it was created.</summary>
    public IReadOnlyList<string> CreatedFields { get; init; } = [];

    /// <summary>What was changed in it since it was created.</summary>
    public IReadOnlyList<RecordedChange> Changes { get; init; } = [];

    /// <summary>Nothing can be written into it any more.</summary>
    public bool IsClosed => IsDeleted || Status == "closed";
}
