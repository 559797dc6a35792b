using HelpdeskBridge.Time;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What a <see cref="RefreshingValue{T}"/> knows.</summary>
/// <param name="Value">The last value that could be read; null before the first one.</param>
/// <param name="LastReadFailed">The newest attempt to read it failed, so the value is older than it should be.</param>
internal readonly record struct ReadValue<T>(T? Value, bool LastReadFailed)
    where T : class;

/// <summary>
/// A value read from a helpdesk and kept in memory. While it is fresh, it is not read again. After that, the next caller gets the old value
/// at once and starts a refresh in the background. While the source can't be read, the old value stays. Only callers who come before
/// there is any value wait, and not for long.
/// </summary>
/// <remarks>Why this is no library: docs/decisions/0009-refreshing-value.md.</remarks>
/// <param name="read">Reads the value, given the previous one. Null: it can't be read now.</param>
/// <param name="freshFor">How long after a read it is not read again.</param>
/// <param name="retryAfter">How long after a failed read it is not read again.</param>
/// <param name="clock">The bridge's clock decides what is fresh.</param>
internal sealed class RefreshingValue<T>(Func<T?, Task<T?>> read, TimeSpan freshFor, TimeSpan retryAfter, BridgeClock clock)
    where T : class
{
    /// <summary>How long a caller waits while there is no value yet.</summary>
    public TimeSpan MaxWaitForFirstValue { get; init; } = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private ReadValue<T> _current;
    private DateTimeOffset _nextReadAt = DateTimeOffset.MinValue;
    private Task _refresh = Task.CompletedTask;

    /// <summary>What is known now. Never starts a refresh.</summary>
    public ReadValue<T> Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>What is known now. Starts a refresh in the background when one is due, and never waits.</summary>
    public ReadValue<T> GetWithoutWaiting()
    {
        lock (_lock)
        {
            if (clock.Now >= _nextReadAt)
                StartRefresh();
            return _current;
        }
    }

    /// <summary>Like <see cref="GetWithoutWaiting"/>, but before there is any value it waits a moment for the read in progress.</summary>
    public async Task<ReadValue<T>> GetAsync()
    {
        Task refresh;
        lock (_lock)
        {
            if (GetWithoutWaiting().Value is not null)
                return _current;
            refresh = _refresh;
        }

        // Not the bridge's own time: an HTTP caller is waiting.
        await Task.WhenAny(refresh, Task.Delay(MaxWaitForFirstValue, clock.Network));
        return Current;
    }

    /// <summary>Reads the value now, or waits for the read in progress.</summary>
    public async Task<ReadValue<T>> RefreshAsync()
    {
        Task refresh;
        lock (_lock)
        {
            StartRefresh();
            refresh = _refresh;
        }

        await refresh;
        return Current;
    }

    private void StartRefresh()
    {
        if (_refresh.IsCompleted)
            _refresh = Task.Run(ReadOnceAsync);
    }

    private async Task ReadOnceAsync()
    {
        T? value = null;
        try
        {
            value = await read(Current.Value);
        }
        finally
        {
            lock (_lock)
            {
                _current = new ReadValue<T>(value ?? _current.Value, LastReadFailed: value is null);
                _nextReadAt = clock.Now + (value is null ? retryAfter : freshFor);
            }
        }
    }
}
