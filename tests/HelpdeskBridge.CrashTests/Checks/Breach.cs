namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>A breach of the invariant.</summary>
/// <param name="UserId">The client it is about. Empty when it is about none.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Description">What was found.</param>
internal sealed record Breach(string UserId, BreachKind Kind, string Description);
