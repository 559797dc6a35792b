using HelpdeskBridge.Network;

namespace HelpdeskBridge.Clustering;

/// <summary>
/// A process may stand still for a while: a virtual machine that is moved, a machine without memory. The others declare it dead and take over its
/// queues. When it goes on, it is about to send what they have sent meanwhile. So after a pause nothing leaves before the process has read in the
/// list of the cluster that it is still a part of it. One that is not is ended by Orleans.
/// </summary>
/// <param name="isMemberAsync">Whether the list has the process, and not as a dead one. It throws if the list can't be read.</param>
/// <param name="time">The real time: nothing else shows a pause.</param>
/// <param name="log">The log.</param>
internal sealed partial class PauseGate(Func<Task<bool>> isMemberAsync, TimeProvider time, ILogger<PauseGate> log) : BackgroundService, IRequestGate
{
    /// <summary>Shorter than what it takes the others to declare a process dead.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>When it was last known that the process is a member and has not stood still since.</summary>
    private long _knownAt = time.GetTimestamp();

    private bool IsPaused => time.GetElapsedTime(Volatile.Read(ref _knownAt)) > MaxPause;

    /// <summary>Waits while it is not known whether the process is still a member. <see cref="ExecuteAsync"/> finds that out.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (IsPaused)
            await Task.Delay(Interval, time, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // It is known for the moment before the look: the process may stand still after it as well.
                var now = time.GetTimestamp();
                if (time.GetElapsedTime(_knownAt, now) > MaxPause)
                    now = await ConfirmAsync(stoppingToken);
                Volatile.Write(ref _knownAt, now);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping, and what it had to send was sent before.
        }
    }

    /// <returns>When it was still a member.</returns>
    private async Task<long> ConfirmAsync(CancellationToken cancellationToken)
    {
        Log.Paused(log, time.GetElapsedTime(_knownAt));
        while (true)
        {
            var before = time.GetTimestamp();
            if (await IsMemberAsync() && time.GetElapsedTime(before) <= MaxPause)
            {
                Log.GoesOn(log);
                return before;
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task<bool> IsMemberAsync()
    {
        try
        {
            return await isMemberAsync();
        }
        catch (Exception e)
        {
            Log.NotKnown(log, e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2021, LogLevel.Warning, "The process stood still for {Duration}. Nothing is sent until it knows that it is still a part of the cluster")]
        public static partial void Paused(ILogger logger, TimeSpan duration);

        [LoggerMessage(2022, LogLevel.Information, "The process is still a part of the cluster, and goes on")]
        public static partial void GoesOn(ILogger logger);

        [LoggerMessage(2023, LogLevel.Debug, "The list of the cluster can't be read; it is tried again")]
        public static partial void NotKnown(ILogger logger, Exception e);
    }
}
