namespace HelpdeskBridge.Time;

/// <summary>
/// The clock of the bridge. It is separate from the <see cref="TimeProvider"/> in the service container, because Polly and Orleans use that one:
/// a test that stops it would stop them too.
/// </summary>
internal sealed class BridgeClock(TimeProvider time)
{
    /// <summary>In whole milliseconds, as times are stored: what is kept in memory equals what is read from the store later.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public TimeProvider Time => time;

    /// <summary>Creates an id. Ids are ordered by time, so that rows that are written together are stored together.</summary>
    public string NewId() => Guid.CreateVersion7(Now).ToString("N");
}
