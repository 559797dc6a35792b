using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>What waits, what failed for good, and which endpoints can't be reached.</summary>
internal static class StatusEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("status", ShowAsync);

    private static async Task<IResult> ShowAsync(IDatabase database, EndpointHealth health, CancellationToken cancellationToken)
    {
        var (open, dead, backlog) = await database.ReadAsync(
            async store => (
                await store.Conversations.CountOpenAsync(), await store.DeadLetters.CountAsync(), await store.Messages.ListBacklogAsync()),
            cancellationToken);
        return Results.Json(new
        {
            openConversations = open,
            deadLetters = dead,
            waiting = backlog.Select(queue => new { queue.Channel, direction = queue.Direction.ToAdminName(), queue.Messages, queue.OldestSince }),
            unreachable = health.Outages.Select(pair => new
            {
                direction = pair.Use.Endpoint.Direction.ToAdminName(),
                pair.Use.Endpoint.Name,
                use = pair.Use.Name,
                pair.Outage.Since,
                pair.Outage.Reason,
            }),
        });
    }
}
