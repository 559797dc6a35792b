namespace HelpdeskBridge.Time;

/// <summary>Work that is done at an interval as long as the process runs. A round that fails is no reason to stop: the next one tries again.</summary>
internal abstract class PeriodicService(TimeSpan interval, BridgeClock clock) : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded)
            return;
        using var timer = new PeriodicTimer(interval, clock.Time);
        try
        {
            if (RunsAtStart)
                await TryRunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryRunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>False: with these settings there is nothing to do.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>False: the first round comes after the first interval.</summary>
    protected virtual bool RunsAtStart => true;

    /// <summary>One round.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>A round failed.</summary>
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
