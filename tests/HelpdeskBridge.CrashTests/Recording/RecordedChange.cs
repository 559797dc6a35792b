namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>A change of a field of a ticket.</summary>
/// <param name="Id">Ascending, together with the ids of the comments.</param>
/// <param name="IsByBridge">Whether the bridge changed it.</param>
/// <param name="Field">The name of the field, or the id of a custom one.</param>
/// <param name="Value">The new value.</param>
/// <param name="At">When.</param>
internal sealed record RecordedChange(long Id, bool IsByBridge, string Field, string? Value, DateTimeOffset At);
