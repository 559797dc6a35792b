using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What was read last.</summary>
/// <param name="Value">Null until something could be read.</param>
/// <param name="Failed">The last attempt to read it anew did not succeed.</param>
internal readonly record struct Known<T>(T? Value, bool Failed)
    where T : class;

/// <summary>
/// Something read from a helpdesk and kept in memory: fresh for a while, then read anew behind the caller's back when somebody asks,
/// stale rather than slow, the last one known while it can't be read. Only who asks before anything is known waits, and not for long.
/// </summary>
/// <param name="read">Reads it, given the last one; null: can't be read now.</param>
/// <param name="fresh">How long it is not read again.</param>
/// <param name="againAfterFailure">How long it is not tried again.</param>
/// <param name="clock">Tells when.</param>
internal sealed class Remembered<T>(Func<T?, Task<T?>> read, TimeSpan fresh, TimeSpan againAfterFailure, BridgeClock clock)
    where T : class
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private Known<T> _last;
    private DateTimeOffset _nextReadAt = DateTimeOffset.MinValue;
    private Task _reading = Task.CompletedTask;

    /// <summary>What is known, without reading it anew.</summary>
    public Known<T> Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>What is known; waits for nothing.</summary>
    public Known<T> Peek()
    {
        lock (_lock)
        {
            if (clock.Now >= _nextReadAt)
                Start();
            return _last;
        }
    }

    /// <summary>What is known; where nothing is, waits a moment for the reading that is on its way.</summary>
    public async Task<Known<T>> GetAsync()
    {
        Task reading;
        lock (_lock)
        {
            if (Peek().Value is not null)
                return _last;
            reading = _reading;
        }

        // Real time, whatever the bridge's clock says: a caller is waiting on a socket.
        await Task.WhenAny(reading, Task.Delay(FirstWait, TimeProvider.System));
        return Last;
    }

    /// <summary>Reads it anew, or takes part in a reading that is on its way.</summary>
    public async Task<Known<T>> ReadAsync()
    {
        Task reading;
        lock (_lock)
        {
            Start();
            reading = _reading;
        }

        await reading;
        return Last;
    }

    private void Start()
    {
        if (_reading.IsCompleted)
            _reading = Task.Run(ReadOnceAsync);
    }

    private async Task ReadOnceAsync()
    {
        T? value = null;
        try
        {
            value = await read(Last.Value);
        }
        finally
        {
            lock (_lock)
            {
                _last = new Known<T>(value ?? _last.Value, Failed: value is null);
                _nextReadAt = clock.Now + (value is null ? againAfterFailure : fresh);
            }
        }
    }
}
