using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Counts now and then what a scrape of the metrics is to show, so that a scrape costs nothing.</summary>
internal sealed class StoreGauges(IDatabase database, DeliveryMetrics metrics, BridgeClock clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            do
                await CountAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        try
        {
            (metrics.Waiting, metrics.DeadLetters) = await database.ReadAsync(
                async session => ((await session.FindBacklogAsync()).Sum(waiting => waiting.Messages), await session.CountDeadLettersAsync()), cancellation);
        }
        catch (StoreUnavailableException)
        {
            // The next count will do; readiness tells of the store.
        }
    }
}
