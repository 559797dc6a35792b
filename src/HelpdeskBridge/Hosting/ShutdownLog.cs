namespace HelpdeskBridge.Hosting;

/// <summary>
/// Logs how far the shutdown is. Calls under way are answered first, within the host's time limit. What is being sent is cut off: the next start
/// finds out whether it arrived.
/// </summary>
internal sealed partial class ShutdownLog(ILogger<ShutdownLog> log) : IHostedLifecycleService
{
    private const int NotStopping = -1;

    private int _calls;

    /// <summary>The number of calls that was logged last.</summary>
    private volatile int _reported = NotStopping;

    /// <summary>How many calls are under way.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The middleware that counts the calls.</summary>
    public async Task CountAsync(HttpContext http, RequestDelegate next)
    {
        Interlocked.Increment(ref _calls);
        try
        {
            await next(http);
        }
        finally
        {
            ReportProgress(Interlocked.Decrement(ref _calls));
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _reported = Calls;
        Log.Stopping(log, _reported);
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Log.Stopped(log);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A line whenever half of the calls are answered: few lines, however many calls there are.</summary>
    private void ReportProgress(int left)
    {
        if (_reported <= 0 || left > _reported / 2)
            return;
        _reported = left;
        Log.Progress(log, left);
    }

    private static partial class Log
    {
        [LoggerMessage(
            7020, LogLevel.Information,
            "Stopping: {Calls} call(s) under way are answered first. What waits or is being sent goes on at the next start")]
        public static partial void Stopping(ILogger logger, int calls);

        [LoggerMessage(7021, LogLevel.Information, "Stopping: {Calls} call(s) are left")]
        public static partial void Progress(ILogger logger, int calls);

        [LoggerMessage(7022, LogLevel.Information, "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
