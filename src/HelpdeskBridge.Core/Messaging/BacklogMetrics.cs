using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Counts at an interval what the metrics show of the store, so that a scrape costs nothing.</summary>
internal sealed class BacklogMetrics(IDatabase database, DeliveryMetrics metrics, BridgeClock clock) : PeriodicService(TimeSpan.FromSeconds(15), clock)
{
    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        (metrics.Waiting, metrics.DeadLetters) = await database.ReadAsync(
            async store => ((await store.Messages.ListBacklogAsync()).Sum(backlog => backlog.Messages), await store.DeadLetters.CountAsync()),
            cancellationToken);

    protected override void OnFailed(Exception e)
    {
        // Readiness reports the store; the next round counts again.
    }
}
