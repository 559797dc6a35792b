namespace HelpdeskBridge.Time;

/// <summary>
/// The clock of the bridge. It is separate from the <see cref="TimeProvider"/> in the service container, because Polly and Orleans use that one:
/// a test that stops it would stop them too.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="network">
/// Measures what callers and other systems take; null: the system's clock, which runs even where a test stops the other.
/// </param>
/// <param name="createId">Creates ids; null: at random. A simulation repeats a run exactly, with its ids.</param>
internal sealed class BridgeClock(TimeProvider time, TimeProvider? network = null, Func<DateTimeOffset, Guid>? createId = null)
{
    /// <summary>In whole milliseconds, as times are stored: what is kept in memory equals what is read from the store later.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public TimeProvider Time => time;

    /// <summary>Measures how long callers wait and other systems take. Times of the bridge itself come from <see cref="Time"/>.</summary>
    public TimeProvider Network { get; } = network ?? TimeProvider.System;

    /// <summary>Creates an id. Ids are ordered by time, so that rows that are written together are stored together.</summary>
    public string NewId() => (createId?.Invoke(Now) ?? Guid.CreateVersion7(Now)).ToString("N");
}
