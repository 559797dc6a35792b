using HelpdeskBridge.Delivery;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>The state of things at a glance: what waits, what was given up, who can't be reached.</summary>
internal static class Status
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("status", ShowAsync);

    private static async Task<IResult> ShowAsync(IDatabase database, Recovery recovery, CancellationToken cancellation)
    {
        var (open, dead, backlog) = await database.ReadAsync(
            async session => (await session.CountOpenConversationsAsync(), await session.CountDeadLettersAsync(), await session.FindBacklogAsync()), cancellation);
        return Results.Json(new
        {
            openConversations = open,
            deadLetters = dead,
            waiting = backlog.Select(waiting => new { waiting.Channel, direction = waiting.Direction.ForAdmin(), waiting.Messages, waiting.OldestSince }),
            unreachable = recovery.Unreached.Select(side => new { direction = side.Direction.ForAdmin(), side.Name }),
        });
    }
}
