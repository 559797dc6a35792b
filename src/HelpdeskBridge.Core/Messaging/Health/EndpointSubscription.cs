namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// Learns at once what other processes found out about endpoints. It subscribes again every few seconds, because the grain forgets the subscribers
/// when it moves to another process.
/// </summary>
internal sealed partial class EndpointSubscription(
    IGrainFactory grains, ClusterEndpoints cluster, EndpointStates states, OutageRecovery recovery, DueTimer timer,
    ILogger<EndpointSubscription> log) : BackgroundService, IEndpointObserver
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public async Task OnChangedAsync(EndpointChange change)
    {
        states.Adopt(change.After);
        if (change.After.State.Outage is { } outage)
        {
            timer.SetAt(outage.NextProbeAt);
            return;
        }

        // This process may have put off a message at the moment at which the outage ended.
        if (change.EndsOutage)
            await TryAsync(() => recovery.RecoverAsync(change.After.Use));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IEndpointObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(async () =>
            {
                foreach (var use in await cluster.SynchronizeAsync(self))
                    await recovery.RecoverAsync(use);
            });
            await Task.Delay(Interval, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e)
        {
            // What is missed here is found at the next synchronization, or when its hold ends.
            Log.NotSynchronized(log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2028, LogLevel.Debug, "What the cluster knows about endpoints could not be taken over; it is tried again")]
        public static partial void NotSynchronized(ILogger logger, Exception e);
    }
}
