using HelpdeskBridge.Clustering;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using Orleans.Concurrency;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The reconcile sweep of one helpdesk account. It runs in one place at a time across all processes. Key: the account's name.</summary>
[Alias("reconcile-sweep")]
internal interface IReconcileSweepGrain : IGrainWithStringKey
{
    /// <summary>It is time for a sweep. Every process says so; it is done once.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task WakeAsync();
}

/// <summary>Holds nothing that may be lost.</summary>
[GrainType("reconcile-sweep")]
internal sealed class ReconcileSweepGrain(ReconcileSweep sweep, GracefulStop stop, ILogger<ReconcileSweepGrain> log)
    : Grain, IReconcileSweepGrain
{
    private readonly CoalescingLoop _loop = new(log);

    public Task WakeAsync() => _loop.WakeAsync(
        () => stop.RunAsync(async aborting =>
        {
            await sweep.SweepAsync(this.GetPrimaryKeyString(), aborting);
            return false;
        }),
        stop.Ending);
}

/// <summary>Says when it is time for a sweep of one helpdesk account, at the interval that its settings name.</summary>
internal sealed partial class ReconcileTimer(
    string helpdesk, HelpdeskOptions options, IGrainFactory grains, BridgeClock clock, ILogger<ReconcileTimer> log)
    : PeriodicService(options.Feed == HelpdeskFeed.Poll ? options.PollEvery : options.ReconcileEvery, clock)
{
    protected override bool RunsAtStart => false;

    protected override Task RunAsync(CancellationToken cancellationToken) => grains.GetGrain<IReconcileSweepGrain>(helpdesk).WakeAsync();

    protected override void OnFailed(Exception e) => LogFailed(log, e, helpdesk);

    [LoggerMessage(3007, LogLevel.Warning, "A reconcile sweep of {Helpdesk} could not be started; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception e, string helpdesk);
}
