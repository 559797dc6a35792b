using HelpdeskBridge.Clustering;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Orleans.Concurrency;

namespace HelpdeskBridge.Messaging;

/// <summary>One outbound queue: one conversation in one direction. Across all processes, it runs in one place at a time.</summary>
[Alias("outbound-queue")]
internal interface IOutboundQueueGrain : IGrainWithStringKey
{
    /// <summary>Sends what is due. The call may be lost; the poller repeats it.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task WakeAsync();
}

/// <summary>The grain has no state that could be lost, because all messages are in the store.</summary>
[GrainType("outbound-queue")]
internal sealed class OutboundQueueGrain(
    OutboundQueue queue, GracefulStop stop, BridgeClock clock, ILogger<OutboundQueueGrain> log) : Grain, IOutboundQueueGrain
{
    private readonly CoalescingLoop _loop = new(log);

    /// <summary>When the last attempt ended, or else when this grain took over the queue. Since then it sends nothing.</summary>
    private DateTimeOffset _quietSince = clock.Now;

    public Task WakeAsync() => _loop.WakeAsync(() => stop.RunAsync(SendNextAsync), stop.Ending);

    private async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.SendNextAsync(OutboundQueueKey.Parse(this.GetPrimaryKeyString()), _quietSince, cancellationToken);
        }
        finally
        {
            _quietSince = clock.Now;
        }
    }
}

/// <summary>The key of a queue's grain.</summary>
internal static class OutboundQueueKey
{
    public static string Format(QueueId queue) => $"{queue.ConversationId}/{queue.Direction}";

    public static QueueId Parse(string key) =>
        key.Split('/') is [var conversationId, var direction]
            ? new QueueId(conversationId, Enum.Parse<Direction>(direction))
            : throw new FormatException($"'{key}' is not the key of an outbound queue.");
}
