namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A message the bridge has given up, as its admin API lists it.</summary>
internal sealed record DeadLetter(string UserId, string Direction, string Kind, string Reason)
{
    /// <summary>The number of the call or of the reply that it is about; null: it is about none.</summary>
    public long? Number { get; init; }
}
