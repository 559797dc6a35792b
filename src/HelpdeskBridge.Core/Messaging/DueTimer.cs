using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Wakes the poller when the next work is due, also when an earlier time becomes known while it sleeps.</summary>
internal sealed class DueTimer(BridgeClock clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _sleepsUntil = DateTimeOffset.MaxValue;
    private DateTimeOffset _setAt = DateTimeOffset.MaxValue;
    private TaskCompletionSource _earlier = NewSignal();

    /// <summary>Something is due at this time.</summary>
    public void SetAt(DateTimeOffset time)
    {
        lock (_lock)
        {
            if (time >= _sleepsUntil)
                return;
            _setAt = time < _setAt ? time : _setAt;
            _earlier.TrySetResult();
        }
    }

    /// <summary>Sleeps until <paramref name="time"/>, or until an earlier time that was set meanwhile.</summary>
    public async Task WaitAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task earlier;
            DateTimeOffset until;
            lock (_lock)
            {
                until = _setAt < time ? _setAt : time;
                (_sleepsUntil, _setAt) = (until, DateTimeOffset.MaxValue);
                _earlier = NewSignal();
                earlier = _earlier.Task;
            }

            using var slept = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var delay = until - clock.Now;
            var sleep = delay > TimeSpan.Zero ? Task.Delay(delay, clock.Time, slept.Token) : Task.CompletedTask;

            // The clock may have jumped between reading it and starting to sleep.
            var first = clock.Now >= until ? sleep : await Task.WhenAny(sleep, earlier);
            await slept.CancelAsync();
            if (cancellationToken.IsCancellationRequested)
                return;
            if (first == sleep)
            {
                lock (_lock)
                    _sleepsUntil = DateTimeOffset.MaxValue;
                return;
            }

            time = until;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
