namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A ticket as it is at the end of the run.</summary>
internal sealed record RecordedTicket(
    long Id, string UserId, string? ExternalId, string Status, bool IsDeleted, IReadOnlyList<RecordedComment> Comments);
