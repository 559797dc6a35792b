namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>An event that JAICP received.</summary>
internal sealed record RecordedEvent(string Id, string UserId, string Type, string? Text, DateTimeOffset ReceivedAt);
