using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

internal static class QueueStoreExtensions
{
    /// <summary>The first waiting messages of a queue, in order; none: nothing waits.</summary>
    public static async Task<List<StoredMessage>> ListWaitingAsync(this QueueStore queues, QueueId queue, int limit, int maxBytes = int.MaxValue) =>
        (await queues.FindWaitingAsync(queue, limit, maxBytes))?.Messages ?? [];
}
