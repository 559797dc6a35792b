namespace HelpdeskBridge.Delivery;

/// <summary>Wakes the sweep when the next message is due, also when that moment became known, or earlier, while it slept.</summary>
internal sealed class DueAlarm(BridgeClock clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _sleepsUntil = DateTimeOffset.MaxValue;
    private DateTimeOffset _setAt = DateTimeOffset.MaxValue;
    private TaskCompletionSource _earlier = NewSignal();

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

    /// <summary>Sleeps until <paramref name="time"/>, or until a moment set meanwhile, whichever is first.</summary>
    public async Task WaitAsync(DateTimeOffset time, CancellationToken cancellation)
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

            using var slept = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var delay = until - clock.Now;
            var sleep = delay > TimeSpan.Zero ? Task.Delay(delay, clock.Time, slept.Token) : Task.CompletedTask;
            // The clock may have jumped between reading it and starting to sleep.
            var first = clock.Now >= until ? sleep : await Task.WhenAny(sleep, earlier);
            await slept.CancelAsync();
            if (cancellation.IsCancellationRequested)
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
