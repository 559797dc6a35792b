using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesk;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Tells lanes and tickets that something waits in the store. Only a hint: a ring that is lost is made up for by <see cref="DueSweep"/>.</summary>
internal sealed partial class Doorbell(IGrainFactory grains, FileFetches fetches, ILogger<Doorbell> log)
{
    public void Ring(IEnumerable<LaneId> lanes)
    {
        foreach (var lane in lanes)
            _ = TryRingAsync(() => grains.GetGrain<ILaneGrain>(LaneGrainKey.Of(lane)).RingAsync());
    }

    /// <summary>Has files fetched before their turn comes.</summary>
    public void RingFiles(string channel, IEnumerable<ArrivingFile> files)
    {
        foreach (var file in files)
            fetches.Begin(channel, file);
    }

    public void RingTicket(string helpdesk, string ticketId) =>
        _ = TryRingAsync(() => grains.GetGrain<ITicketSyncGrain>(TicketSyncGrainKey.Of(helpdesk, ticketId)).RingAsync());

    private async Task TryRingAsync(Func<Task> ring)
    {
        try
        {
            await ring();
        }
        catch (Exception e)
        {
            Log.RingLost(log, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2006, LogLevel.Debug, "A ring was lost; the sweep makes up for it")]
        public static partial void RingLost(ILogger logger, Exception e);
    }
}
