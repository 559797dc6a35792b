namespace HelpdeskBridge.Time;

/// <summary>
/// The bridge's own clock. It is not the container's <see cref="TimeProvider"/>: a test that stops that one stops Polly and Orleans as well.
/// </summary>
internal sealed class BridgeClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public TimeProvider Time => time;

    /// <summary>A new id, ordered by time, so that rows of one moment lie together.</summary>
    public string NewId() => Guid.CreateVersion7(Now).ToString("N");
}
