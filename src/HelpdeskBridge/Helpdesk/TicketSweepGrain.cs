using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;
using Orleans.Concurrency;

namespace HelpdeskBridge.Helpdesk;

/// <summary>The sweep of one helpdesk, in one place at a time across all processes. Key: the helpdesk's name.</summary>
internal interface ITicketSweepGrain : IGrainWithStringKey
{
    /// <summary>It is time. Every process says so; it is done once.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task RingAsync();
}

internal sealed class TicketSweepGrain(TicketSweep sweep, IHostApplicationLifetime lifetime, ILogger<TicketSweepGrain> log) : Grain, ITicketSweepGrain
{
    private readonly RingLoop _loop = new(log);

    public Task RingAsync() => _loop.RingAsync(
        async () =>
        {
            await sweep.SweepAsync(this.GetPrimaryKeyString(), lifetime.ApplicationStopping);
            return false;
        },
        lifetime.ApplicationStopping);
}

/// <summary>Says when it is time, for each helpdesk by its own interval.</summary>
internal sealed class SweepTimer(BridgeSettings settings, IGrainFactory grains, BridgeClock clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(settings.Helpdesks.Select(pair => RunAsync(pair.Key, pair.Value.Feed == HelpdeskFeed.Poll ? pair.Value.PollEvery : pair.Value.ReconcileEvery, stoppingToken)));

    private async Task RunAsync(string helpdesk, TimeSpan every, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await grains.GetGrain<ITicketSweepGrain>(helpdesk).RingAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
