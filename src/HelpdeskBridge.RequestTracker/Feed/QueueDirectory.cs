using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Feed;

/// <summary>The queues that the bridge's user may see: the destinations of chats, and whose tickets the feed names.</summary>
internal sealed class QueueDirectory(IRequestTrackerApi api, BridgeClock clock)
{
    private const int MaxPages = 20;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private (IReadOnlyList<HelpdeskGroup> Queues, DateTimeOffset ReadAt)? _known;
    private bool _wasReadLast;

    /// <returns>Null when it can't be read now.</returns>
    public async Task<IReadOnlyList<HelpdeskGroup>?> ReadAsync(CancellationToken cancellationToken)
    {
        var queues = new List<HelpdeskGroup>();
        for (var page = 1; page <= MaxPages; page++)
        {
            var result = await api.ReadQueuesAsync(page, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (result.Content?.Items is not { } items)
                return null;
            if (items.Count == 0)
                break;
            queues.AddRange(items.Where(queue => queue.Disabled != "1").Select(queue => new HelpdeskGroup(queue.Id, queue.Name ?? queue.Id)));

            // What may not be seen is left out of a page, so only an empty page is known to be beyond the last one. One page is enough for most.
            if (page == 1 && items.Count < 50)
                break;
        }

        _known = (queues, clock.Now);
        return queues;
    }

    /// <summary>
    /// As the other one, from memory for a while. It is asked for at every second call at most: where calls are rare, the sweep makes its other
    /// requests in between (<see cref="ChangeReading.Changed.TookAnotherRequest"/>).
    /// </summary>
    /// <returns>The queues, and whether they were asked for now.</returns>
    public async Task<(IReadOnlyList<HelpdeskGroup>? Queues, bool WasRead)> GetAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && (_wasReadLast || (clock.Now - known.ReadAt).Duration() < KeptFor))
        {
            _wasReadLast = false;
            return (known.Queues, false);
        }

        _wasReadLast = true;
        return (await ReadAsync(cancellationToken) ?? _known?.Queues, true);
    }
}
