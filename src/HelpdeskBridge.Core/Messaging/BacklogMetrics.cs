using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Counts waiting messages and dead letters at an interval, so that reading the metrics causes no query.</summary>
internal sealed class BacklogMetrics(IDatabase database, DeliveryMetrics metrics, BridgeClock clock)
    : PeriodicService(TimeSpan.FromSeconds(15), clock)
{
    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        (metrics.Waiting, metrics.DeadLetters) = await database.ReadAsync(
            async store => ((await store.Messages.ListBacklogAsync()).Sum(backlog => backlog.Messages), await store.DeadLetters.CountAsync()),
            cancellationToken);

    protected override void OnFailed(Exception e)
    {
        // The health check of the store reports the problem. The next round counts again.
    }
}
