using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>A kind of work that waits in the store until it is due. A grain then does it.</summary>
internal interface IDueWork
{
    /// <summary>Makes work due that was interrupted by the end of the last process. It is called once, before <see cref="WakeDueAsync"/>.</summary>
    Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The clock was set back. What waits for a time becomes due earlier by as much, so that it does not wait longer.</summary>
    Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken);

    /// <summary>Wakes the grains for all work that is due.</summary>
    /// <returns>When to look again: at once when there is more, or when the next work becomes due; null when there is none.</returns>
    Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>
/// Wakes the grains for all work in the store that is due. It runs at start, when the next work becomes due, and at an interval, so that work is
/// found even if its wake-up was lost.
/// </summary>
internal sealed partial class DueWorkPoller(IEnumerable<IDueWork> sources, DueTimer timer, BridgeClock clock, ILogger<DueWorkPoller> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Smaller corrections are usual and do no harm.</summary>
    private static readonly TimeSpan SmallCorrection = TimeSpan.FromSeconds(1);

    private readonly Dictionary<IDueWork, DateTimeOffset> _lastPolls = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = clock.Now + Interval;
            foreach (var source in sources)
            {
                if (await TryPollAsync(source, stoppingToken) is { } due && due < next)
                    next = due;
            }

            await timer.WaitAsync(next, stoppingToken);
        }
    }

    private async Task<DateTimeOffset?> TryPollAsync(IDueWork source, CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.Now;
            if (!_lastPolls.TryGetValue(source, out var lastPollAt))
                await source.ResumeAsync(now, cancellationToken);
            else if (lastPollAt - now > SmallCorrection)
                await source.MoveEarlierAsync(now, lastPollAt - now, cancellationToken);

            // Not if one of them failed: the next poll tries it again.
            _lastPolls[source] = now;
            return await source.WakeDueAsync(now, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.PollFailed(log, e);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2007, LogLevel.Warning, "Due work could not be found or woken; the next poll tries again")]
        public static partial void PollFailed(ILogger logger, Exception e);
    }
}
