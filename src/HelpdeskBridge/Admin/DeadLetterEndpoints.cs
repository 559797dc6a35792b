using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Messages that were given up: list them, send one again, or discard it.</summary>
internal static class DeadLetterEndpoints
{
    private const int PageSize = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("dead-letters", ListAsync);
        api.MapPost("dead-letters/{id}/retry", RetryAsync);
        api.MapPost("dead-letters/{id}/discard", DiscardAsync);
    }

    /// <summary>The page's buttons: the same, and back to the page.</summary>
    public static void MapForms(RouteGroupBuilder own)
    {
        own.MapPost("dead-letters/{id}/retry", async (string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock) =>
            await ReviveAsync(id, http, database, wakeUps, clock) is { Refused: { } refused } ? refused : SignIn.BackToPage(http));
        own.MapPost("dead-letters/{id}/discard", async (string id, HttpContext http, IDatabase database, BridgeClock clock) =>
            await RemoveAsync(id, http, database, clock) ?? SignIn.BackToPage(http));
    }

    private static async Task<IResult> ListAsync(string? channel, string? cursor, IDatabase database, CancellationToken cancellationToken)
    {
        if (!TryReadCursor(cursor, out var after))
            return Problems.Invalid(("cursor", "is not one this API gave"));
        var found = await database.ReadAsync(store => store.DeadLetters.ListAsync(channel, after, PageSize + 1), cancellationToken);
        var page = found.Take(PageSize).ToList();
        return Results.Json(new
        {
            deadLetters = page.Select(letter => new
            {
                letter.Id,
                letter.Channel,
                letter.ConversationId,
                letter.UserId,
                direction = letter.Direction.ForAdmin(),
                letter.Kind,
                letter.Reason,
                letter.Attempts,
                letter.CreatedAt,
                letter.FailedAt,
            }),
            next = found.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].FailedAt.ToUnixTimeMilliseconds()}-{page[^1].Id}") : null,
        });
    }

    private static async Task<IResult> RetryAsync(string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock)
    {
        var (refused, keptPlace, messages) = await ReviveAsync(id, http, database, wakeUps, clock);
        return refused ?? Results.Json(new
        {
            keptPlace,
            messages,
            message = (keptPlace ? "It is sent again in its old place" : "It is sent again, but later messages of its chat were delivered already")
                + (messages > 1 ? "; it may have arrived together with others, which go with it." : "."),
        });
    }

    private static async Task<IResult> DiscardAsync(string id, HttpContext http, IDatabase database, BridgeClock clock) =>
        await RemoveAsync(id, http, database, clock) ?? Results.Json(new object());

    private static async Task<(IResult? Refused, bool KeptPlace, int Messages)> ReviveAsync(string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock)
    {
        var (refused, lane, keptPlace, messages) = await database.WriteAsync(
            async store =>
            {
                if (Validate(await store.Messages.FindStateAsync(id)) is { } why)
                    return ((IResult?)why, default(QueueId), false, 0);
                var (revived, kept, together) = await store.DeadLetters.RetryAsync(id, clock.Now);
                await store.Audit.AddAsync(AdminCaller.Get(http).Did(clock, "retry", id));
                return (null, revived, kept, together);
            },
            http.RequestAborted);
        if (refused is null)
            wakeUps.Wake([lane]);
        return (refused, keptPlace, messages);
    }

    private static Task<IResult?> RemoveAsync(string id, HttpContext http, IDatabase database, BridgeClock clock) => database.WriteAsync(
        async store =>
        {
            if (Validate(await store.Messages.FindStateAsync(id)) is { } why)
                return why;
            await store.DeadLetters.DiscardAsync(id);
            await store.Audit.AddAsync(AdminCaller.Get(http).Did(clock, "discard", id));
            return null;
        },
        http.RequestAborted);

    private static IResult? Validate(MessageState? state) => state switch
    {
        null => Problems.NotFound(),
        MessageState.Dead => null,
        _ => Problems.Conflict("This message is no dead letter any more."),
    };

    private static bool TryReadCursor(string? cursor, out (DateTimeOffset FailedAt, string Id)? after)
    {
        after = null;
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (cursor.Split('-', 2) is not [var time, var id] || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        after = (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id);
        return true;
    }
}
