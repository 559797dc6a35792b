using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>Dead letters, the messages that could not be delivered: list them, send one again, or discard it.</summary>
internal static class DeadLetterEndpoints
{
    private const int PageSize = 100;
    private const string PageWithThem = AdminSetup.Root + "/dead-letters";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("dead-letters", ListAsync);
        api.MapPost("dead-letters/{id}/retry", async (string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock) =>
            await RetryAsync(id, http, database, wakeUps, clock) is var retry && retry.Refusal is { } refusal ? refusal : Describe(retry));
        api.MapPost("dead-letters/{id}/discard", async (string id, HttpContext http, IDatabase database, BridgeClock clock) =>
            await DiscardAsync(id, http, database, clock) ?? Results.Json(new object()));
    }

    /// <summary>The page's buttons: the same actions, answered with a redirect to the page.</summary>
    public static void MapForms(RouteGroupBuilder forms)
    {
        forms.MapPost("dead-letters/{id}/retry", async (string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock) =>
            (await RetryAsync(id, http, database, wakeUps, clock)).Refusal ?? new SeeOtherResult(PageWithThem));
        forms.MapPost("dead-letters/{id}/discard", async (string id, HttpContext http, IDatabase database, BridgeClock clock) =>
            await DiscardAsync(id, http, database, clock) ?? new SeeOtherResult(PageWithThem));
    }

    private static async Task<IResult> ListAsync(
        string? channel, string? reason, string? cursor, IDatabase database, CancellationToken cancellationToken)
    {
        if (!DeadLetterCursor.TryParse(cursor, out var after))
            return Problems.Invalid(("cursor", "is not from this API"));
        var found = await database.ReadAsync(store => store.DeadLetters.ListAsync(channel, reason, after, PageSize + 1), cancellationToken);
        var page = found.Take(PageSize).ToList();
        return Results.Json(new
        {
            deadLetters = page.Select(letter => new
            {
                letter.Id,
                letter.Channel,
                letter.ConversationId,
                letter.UserId,
                direction = letter.Direction.ToAdminName(),
                letter.Kind,
                letter.Reason,
                letter.Attempts,
                letter.CreatedAt,
                letter.FailedAt,
            }),
            next = found.Count > PageSize ? DeadLetterCursor.Format(page[^1]) : null,
        });
    }

    private static async Task<RetryResult> RetryAsync(string id, HttpContext http, IDatabase database, WakeUps wakeUps, BridgeClock clock)
    {
        var result = await database.WriteAsync(
            async store =>
            {
                if (Validate(await store.Messages.FindStateAsync(id)) is { } refusal)
                    return new RetryResult(refusal, default, KeptPlace: false, Messages: 0);
                var (queue, keptPlace, messages) = await store.DeadLetters.RetryAsync(id, clock.Now);
                await store.Audit.AddAsync(AdminCaller.Get(http).CreateAuditEntry(clock, "retry", id));
                return new RetryResult(Refusal: null, queue, keptPlace, messages);
            },
            http.RequestAborted);
        if (result.Refusal is null)
            wakeUps.Wake([result.Queue]);
        return result;
    }

    private static IResult Describe(RetryResult retry) => Results.Json(new
    {
        keptPlace = retry.KeptPlace,
        messages = retry.Messages,
        message = (retry.KeptPlace
                ? "It is sent again in its old place"
                : "It is sent again, but later messages of its conversation were delivered already")
            + (retry.Messages > 1 ? "; messages that may have arrived together with it are sent again as well." : "."),
    });

    /// <returns>Null: the dead letter was discarded.</returns>
    private static Task<IResult?> DiscardAsync(string id, HttpContext http, IDatabase database, BridgeClock clock) => database.WriteAsync(
        async store =>
        {
            if (Validate(await store.Messages.FindStateAsync(id)) is { } refusal)
                return refusal;
            await store.DeadLetters.DiscardAsync(id);
            await store.Audit.AddAsync(AdminCaller.Get(http).CreateAuditEntry(clock, "discard", id));
            return null;
        },
        http.RequestAborted);

    private static IResult? Validate(MessageState? state) => state switch
    {
        null => Problems.NotFound(),
        MessageState.Dead => null,
        _ => Problems.Conflict("This message is not a dead letter any more."),
    };

    /// <summary>The result of sending a dead letter again.</summary>
    /// <param name="Refusal">Why it can't be sent again; null: it is.</param>
    /// <param name="Queue">The outbound queue that has it now.</param>
    /// <param name="KeptPlace">Whether it is before all later messages of its conversation, as it was.</param>
    /// <param name="Messages">How many messages are sent again: those of its batch go together.</param>
    private sealed record RetryResult(IResult? Refusal, QueueId Queue, bool KeptPlace, int Messages);
}
