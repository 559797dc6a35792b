using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>Counts what waits in the store at an interval, so that reading the metrics causes no query.</summary>
internal sealed partial class BacklogMetrics(IDatabase database, BacklogGauges gauges, BridgeClock clock, ILogger<BacklogMetrics> log)
    : PeriodicService(TimeSpan.FromSeconds(15), clock)
{
    protected override async Task RunAsync(CancellationToken cancellationToken) =>
        gauges.Last = await database.ReadAsync(
            async store => new BacklogCount(
                await store.Messages.ListBacklogAsync(),
                await store.DeadLetters.CountAsync(),
                await store.Waiting.CountReadsAsync(),
                await store.Conversations.ListOpenAsync()),
            cancellationToken);

    protected override void OnFailed(Exception e) => Log.CountFailed(log, e);

    private static partial class Log
    {
        [LoggerMessage(2013, LogLevel.Warning, "Waiting messages and dead letters could not be counted for the metrics; the next round tries again")]
        public static partial void CountFailed(ILogger logger, Exception e);
    }
}
