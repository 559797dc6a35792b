namespace HelpdeskBridge.Messaging.Health;

/// <summary>Tells the cluster what this process finds out about endpoints (docs/decisions/0019-limits-of-the-cluster.md).</summary>
internal sealed partial class ClusterEndpoints(IGrainFactory grains, EndpointStates states, ILogger<ClusterEndpoints> log)
{
    /// <summary>Messages wait for the answer. A process that has died keeps it from them for a few seconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private volatile bool _isSynchronized;

    /// <summary>
    /// Whether the cluster must be asked: the report changes what this process knows, or the process has just started and knows nothing yet. So while
    /// an endpoint works, nobody is asked.
    /// </summary>
    public bool MustReport(EndpointReport report) => !_isSynchronized || states.WouldChange(report);

    /// <returns>What the report changed; null: the cluster can't be asked now.</returns>
    public async Task<EndpointChange?> TryReportAsync(EndpointReport report)
    {
        try
        {
            var change = await Get().ReportAsync(report).WaitAsync(Timeout, TimeProvider.System);
            states.Adopt(change.After);
            return change;
        }
        catch (Exception e)
        {
            Log.NotReported(log, e);
            return null;
        }
    }

    /// <summary>Subscribes, or does so again, and compares what is known.</summary>
    /// <returns>Outages known here that have ended.</returns>
    public async Task<IReadOnlyList<EndpointUse>> SynchronizeAsync(IEndpointObserver observer)
    {
        var snapshots = await Get().SubscribeAsync(observer, states.List());
        var ended = snapshots.Where(states.Adopt).Select(snapshot => snapshot.Use).ToList();
        _isSynchronized = true;
        return ended;
    }

    private IEndpointHealthGrain Get() => grains.GetGrain<IEndpointHealthGrain>(0);

    private static partial class Log
    {
        [LoggerMessage(2027, LogLevel.Debug, "The cluster could not be told about an endpoint; this process decides by itself")]
        public static partial void NotReported(ILogger logger, Exception e);
    }
}
