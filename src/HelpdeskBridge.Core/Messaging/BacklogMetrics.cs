using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Counts waiting messages and dead letters at an interval, so that reading the metrics causes no query.</summary>
internal sealed partial class BacklogMetrics(IDatabase database, DeliveryMetrics metrics, BridgeClock clock, ILogger<BacklogMetrics> log)
    : PeriodicService(TimeSpan.FromSeconds(15), clock)
{
    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        (metrics.Waiting, metrics.DeadLetters) = await database.ReadAsync(
            async store => ((await store.Messages.ListBacklogAsync()).Sum(backlog => backlog.Messages), await store.DeadLetters.CountAsync()),
            cancellationToken);

    protected override void OnFailed(Exception e) => Log.CountFailed(log, e);

    private static partial class Log
    {
        [LoggerMessage(2013, LogLevel.Warning, "Waiting messages and dead letters could not be counted for the metrics; the next round tries again")]
        public static partial void CountFailed(ILogger logger, Exception e);
    }
}
