using System.Collections.Concurrent;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Detects that an endpoint answers again after an outage. Then it makes the messages due that waited for the endpoint, so that they do not wait
/// for their own retry delays.
/// </summary>
internal sealed partial class EndpointHealth(IDatabase database, DueTimer timer, BridgeClock clock, ILogger<EndpointHealth> log)
{
    /// <summary>
    /// Whether the last attempt reached each endpoint. An endpoint that is missing here counts as unreached when it answers for the first time,
    /// because messages may have waited for it since before the start.
    /// </summary>
    private readonly ConcurrentDictionary<DeliveryEndpoint, bool> _reached = new();

    /// <summary>The endpoints that the last attempt could not reach.</summary>
    public IReadOnlyList<DeliveryEndpoint> Unreached => [.. _reached.Where(pair => !pair.Value).Select(pair => pair.Key)];

    /// <summary>An attempt showed that the endpoint as a whole can't be reached or used.</summary>
    public void ReportUnreached(DeliveryEndpoint endpoint)
    {
        if (_reached.GetValueOrDefault(endpoint, true))
            Log.Lost(log, endpoint.Direction, endpoint.Name);
        _reached[endpoint] = false;
    }

    /// <summary>An attempt reached the endpoint.</summary>
    public async Task ReportReachedAsync(DeliveryEndpoint endpoint)
    {
        if (_reached.TryGetValue(endpoint, out var before) && before)
            return;
        var now = clock.Now;
        await database.WriteAsync(store => WakeAsync(store, endpoint, now), CancellationToken.None);
        _reached[endpoint] = true;
        timer.SetAt(now);
        Log.Regained(log, endpoint.Direction, endpoint.Name);
    }

    private static async Task WakeAsync(StoreTransaction store, DeliveryEndpoint endpoint, DateTimeOffset now)
    {
        if (endpoint.Direction == Direction.ToJaicp)
        {
            await store.Queues.MakeEventsDueAfterOutageAsync(endpoint.Name, now);
            return;
        }

        await store.Queues.MakeMessagesDueAfterOutageAsync(endpoint.Name, now);
        await store.TicketSyncs.MakeAllDueAsync(endpoint.Name, now);
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Error, "{Direction} {Name} can't be reached or used; messages wait")]
        public static partial void Lost(ILogger logger, Direction direction, string name);

        [LoggerMessage(2011, LogLevel.Information, "{Direction} {Name} is reached; messages that waited for it are sent")]
        public static partial void Regained(ILogger logger, Direction direction, string name);
    }
}
