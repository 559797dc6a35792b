namespace HelpdeskBridge.Clustering;

/// <summary>
/// How the work of grains ends when the process stops. Alone, it is broken off at once, and the next start goes on with it. In a cluster, others go
/// on while this process leaves, so it begins nothing new, finishes what is under way, and only then breaks off what is left.
/// </summary>
internal sealed class GracefulStop : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource? _ending;
    private readonly CancellationTokenSource? _aborting;
    private int _underWay;

    /// <param name="lifetime">Says when the process begins to stop.</param>
    /// <param name="isDrained">Whether <see cref="DrainAsync"/> is called then.</param>
    public GracefulStop(IHostApplicationLifetime lifetime, bool isDrained)
    {
        if (isDrained)
            (_ending, _aborting) = (new(), new());
        Ending = _ending?.Token ?? lifetime.ApplicationStopping;
        Aborting = _aborting?.Token ?? lifetime.ApplicationStopping;
    }

    /// <summary>Nothing new is begun.</summary>
    public CancellationToken Ending { get; }

    /// <summary>What is under way is broken off.</summary>
    public CancellationToken Aborting { get; }

    /// <summary>Runs a step of work, which <see cref="DrainAsync"/> waits for.</summary>
    /// <returns>Whether there may be more to do now.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<bool>> step)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await step(Aborting);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Waits for the work that is under way, and breaks off what takes longer than <paramref name="max"/>.</summary>
    public async Task DrainAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await _ending!.CancelAsync();
        while (Volatile.Read(ref _underWay) > 0 && TimeProvider.System.GetElapsedTime(started) < max && !cancellationToken.IsCancellationRequested)
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        await _aborting!.CancelAsync();
    }

    public void Dispose()
    {
        _ending?.Dispose();
        _aborting?.Dispose();
    }
}
