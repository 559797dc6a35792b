using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Work that waits in the store until it is due, and is then done by a grain.</summary>
internal interface IDueWork
{
    /// <summary>Called once, before the first <see cref="WakeDueAsync"/>: whatever the end of the last process interrupted is due now.</summary>
    Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Wakes the grains of everything that is due.</summary>
    /// <returns>When the next work becomes due; null: none does.</returns>
    Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>
/// Wakes everything that is due in the store: at start, when the next work becomes due, and regularly, so that a lost wake-up leaves nothing
/// behind.
/// </summary>
internal sealed partial class DueWorkPoller(IEnumerable<IDueWork> sources, DueTimer timer, BridgeClock clock, ILogger<DueWorkPoller> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly HashSet<IDueWork> _resumed = [];

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
            if (!_resumed.Contains(source))
            {
                await source.ResumeAsync(now, cancellationToken);
                _resumed.Add(source);
            }

            return await source.WakeDueAsync(now, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.PollFailed(log, e);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2007, LogLevel.Warning, "The store could not be polled for due work; the next poll tries again")]
        public static partial void PollFailed(ILogger logger, Exception e);
    }
}
