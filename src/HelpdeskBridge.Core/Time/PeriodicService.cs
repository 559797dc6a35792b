namespace HelpdeskBridge.Time;

/// <summary>
/// A background service that does its work again and again, with an interval between two rounds. When a round fails, the next one tries again.
/// </summary>
internal abstract class PeriodicService(TimeSpan interval, BridgeClock clock) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded)
            return;
        try
        {
            if (RunsAtStart)
                await TryRunAsync(stoppingToken);
            for (var wait = RunsAtStart ? interval : FirstInterval; ; wait = interval)
            {
                // Not a PeriodicTimer: when the clock jumps, as it does in tests, that one has a tick for every interval that was jumped over.
                await Task.Delay(wait, clock.Time, stoppingToken);
                await TryRunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <summary>Whether there is anything to do with the current settings. If not, no round runs.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>Whether the first round runs at start. If not, it runs after the first interval.</summary>
    protected virtual bool RunsAtStart => true;

    /// <summary>The time from the start to the first round, where that one does not run at start.</summary>
    protected virtual TimeSpan FirstInterval => interval;

    /// <summary>Runs one round.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Called when a round failed.</summary>
    protected abstract void OnFailed(Exception e);

    private async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            OnFailed(e);
        }
    }
}
