namespace HelpdeskBridge.SimulationTests.Engine;

/// <summary>Time that passes only from one timer to the next.</summary>
internal sealed class VirtualTime(DateTimeOffset start)
{
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long Due, long Number)> _timers = new();
    private long _lastNumber;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>The clock of a process. Its timers never fire after its end.</summary>
    public TimeProvider CreateClock(Life life) => new Clock(this, life);

    /// <summary>Moves the time to the next timer and fires it.</summary>
    /// <returns>False: there is none.</returns>
    public bool FireNext()
    {
        while (_timers.TryDequeue(out var entry, out var priority))
        {
            if (!entry.Timer.IsCurrent(entry.Version))
                continue;
            Now = new DateTimeOffset(Math.Max(priority.Due, Now.UtcTicks), TimeSpan.Zero);
            entry.Timer.Fire();
            return true;
        }

        return false;
    }

    /// <summary>Time passes without a timer. Those that were due meanwhile fire afterwards.</summary>
    public void Jump(TimeSpan time) => Now += time;

    /// <summary>Outside the service no two looks at the clock show the same time, so that the record of a run has an order.</summary>
    private DateTimeOffset Tick() => Now = Now.AddTicks(1);

    private void Add(VirtualTimer timer, int version, TimeSpan dueTime) =>
        _timers.Enqueue((timer, version), ((Now + dueTime).UtcTicks, ++_lastNumber));

    private sealed class Clock(VirtualTime time, Life life) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => life == Life.Endless ? time.Tick() : time.Now;

        public override long GetTimestamp() => time.Now.UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new VirtualTimer(time, life, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    private sealed class VirtualTimer(VirtualTime time, Life life, TimerCallback callback, object? state) : ITimer
    {
        private int _version;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool IsCurrent(int version) => version == _version && !life.HasEnded;

        public void Fire()
        {
            _version++;
            if (_period > TimeSpan.Zero)
                time.Add(this, _version, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_version, _period) = (_version + 1, period);
            if (dueTime >= TimeSpan.Zero)
                time.Add(this, _version, dueTime);
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
