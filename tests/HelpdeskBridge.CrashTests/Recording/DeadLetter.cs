namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A message the bridge has given up, as its admin API lists it.</summary>
internal sealed record DeadLetter(string UserId, string Direction, string Kind, string Reason);
