namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>The rating of a chat in the store of the bridge, from which the reports are made.</summary>
internal sealed record StoredRating(string UserId, int Score, string? Comment);
