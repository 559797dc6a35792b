namespace HelpdeskBridge.Time;

/// <summary>
/// The clock of the bridge. It is separate from the <see cref="TimeProvider"/> in the service container, because Polly and Orleans use that one:
/// a test that stops it would stop them too.
/// </summary>
internal sealed class BridgeClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public TimeProvider Time => time;

    /// <summary>Creates an id. Ids are ordered by time, so that rows that are written together are stored together.</summary>
    public string NewId() => Guid.CreateVersion7(Now).ToString("N");
}
