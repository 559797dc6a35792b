using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>
/// Rings for everything that is due in the store: at start, when the next message becomes due, and regularly, so that no ring
/// that was lost leaves a message behind.
/// </summary>
internal sealed partial class DueSweep(IDatabase database, Doorbell doorbell, DueAlarm alarm, BridgeClock clock, ILogger<DueSweep> log) : BackgroundService
{
    private const int MostPerSweep = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = clock.Now + Every;
            try
            {
                if (!started)
                    await database.WriteAsync(session => session.WakeInterruptedAsync(clock.Now), stoppingToken);
                started = true;
                if (await SweepAsync(stoppingToken) is { } due && due < next)
                    next = due;
            }
            catch (StoreUnavailableException e)
            {
                Log.SweepFailed(log, e);
            }

            await alarm.WaitAsync(next, stoppingToken);
        }
    }

    /// <returns>When the next message or ticket will be due.</returns>
    private async Task<DateTimeOffset?> SweepAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        var (lanes, notes, next) = await database.ReadAsync(
            async session => (await session.FindDueLanesAsync(now, MostPerSweep), await session.FindDueNotesAsync(now, MostPerSweep), await session.FindNextDueAsync(now)),
            cancellation);
        doorbell.Ring(lanes);
        foreach (var note in notes)
            doorbell.RingTicket(note.Helpdesk, note.TicketId);
        return next;
    }

    private static partial class Log
    {
        [LoggerMessage(2007, LogLevel.Warning, "A sweep could not read the store; the next one tries again")]
        public static partial void SweepFailed(ILogger logger, Exception e);
    }
}
