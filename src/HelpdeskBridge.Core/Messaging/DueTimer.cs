using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Wakes the poller when the next work is due. While the poller sleeps, an earlier time can be set.</summary>
internal sealed class DueTimer(BridgeClock clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _sleepsUntil = DateTimeOffset.MaxValue;
    private DateTimeOffset _setAt = DateTimeOffset.MaxValue;
    private TaskCompletionSource _earlier = CreateSignal();

    /// <summary>Makes the poller wake up at this time, unless it wakes up earlier anyway.</summary>
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

    /// <summary>Sleeps until <paramref name="time"/>, or until an earlier time that is set meanwhile.</summary>
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
                _earlier = CreateSignal();
                earlier = _earlier.Task;
            }

            using var slept = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var delay = RoundUp(until - clock.Now);
            var sleep = delay > TimeSpan.Zero ? Task.Delay(delay, clock.Time, slept.Token) : Task.CompletedTask;

            // The clock may have changed between the calculation of the delay and the start of the sleep.
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

    /// <summary>
    /// The clock and timers have whole milliseconds, of which a timer leaves the rest out. The poller would find nothing due yet and come back at
    /// once, again and again.
    /// </summary>
    private static TimeSpan RoundUp(TimeSpan delay) => TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));

    private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
