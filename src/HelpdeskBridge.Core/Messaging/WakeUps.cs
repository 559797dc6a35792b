using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Wakes grains that have work in the store. A wake-up may be lost, because <see cref="DueWorkPoller"/> finds the work anyway.
/// </summary>
internal sealed partial class WakeUps(IGrainFactory grains, ILogger<WakeUps> log)
{
    /// <summary>Wakes outbound queues.</summary>
    public void Wake(IEnumerable<QueueId> queues)
    {
        foreach (var queue in queues.Distinct())
            Send(factory => factory.GetGrain<IOutboundQueueGrain>(OutboundQueueKey.Format(queue)).WakeAsync());
    }

    /// <summary>Sends a wake-up without waiting for it.</summary>
    public void Send(Func<IGrainFactory, Task> wakeUp) => _ = SendAsync(wakeUp);

    private async Task SendAsync(Func<IGrainFactory, Task> wakeUp)
    {
        try
        {
            await wakeUp(grains);
        }
        catch (Exception e)
        {
            Log.WakeUpLost(log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2006, LogLevel.Debug, "A wake-up was lost; the poller repeats it")]
        public static partial void WakeUpLost(ILogger logger, Exception e);
    }
}
