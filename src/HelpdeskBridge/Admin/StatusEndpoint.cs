using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>The state of things at a glance: what waits, what was given up, who can't be reached.</summary>
internal static class StatusEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("status", ShowAsync);

    private static async Task<IResult> ShowAsync(IDatabase database, EndpointHealth health, CancellationToken cancellationToken)
    {
        var (open, dead, backlog) = await database.ReadAsync(
            async store => (await store.Conversations.CountOpenAsync(), await store.DeadLetters.CountAsync(), await store.Messages.ListBacklogAsync()), cancellationToken);
        return Results.Json(new
        {
            openConversations = open,
            deadLetters = dead,
            waiting = backlog.Select(waiting => new { waiting.Channel, direction = waiting.Direction.ForAdmin(), waiting.Messages, waiting.OldestSince }),
            unreachable = health.Unreached.Select(side => new { direction = side.Direction.ForAdmin(), side.Name }),
        });
    }
}
