using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>The pages about dead letters: the list, the question before many are sent again, and how far that is.</summary>
internal static class DeadLetterPages
{
    private const int PageSize = 50;
    private const int MaxGroups = 20;
    private const int MaxGrouped = 10_000;
    private const int MaxOperations = 5;

    public static void Map(RouteGroupBuilder pages, RouteGroupBuilder forms)
    {
        pages.MapGet("dead-letters", ListAsync);
        pages.MapGet("dead-letters/retry", AskAsync);
        pages.MapGet("operations/{id}", ShowOperationAsync);
        forms.MapPost("dead-letters/retry", StartAsync);
        forms.MapPost("operations/{id}/cancel", CancelAsync);
    }

    private static async Task<IResult> ListAsync(string? channel, string? reason, string? cursor, HttpContext http, IDatabase database)
    {
        if (!DeadLetterCursor.TryParse(cursor, out var after))
            return Problems.Invalid(("cursor", "is not from this page"));
        (channel, reason) = (PageQuery.Normalize(channel), PageQuery.Normalize(reason));
        var (total, groups, found, operations) = await database.ReadAsync(
            async store => (
                await store.DeadLetters.CountAsync(),
                await store.DeadLetters.ListGroupsAsync(MaxGrouped, MaxGroups),
                await store.DeadLetters.ListAsync(channel, reason, after, PageSize + 1),
                await store.Operations.ListAsync(MaxOperations)),
            http.RequestAborted);
        var page = found.Take(PageSize).ToList();
        var view = new DeadLettersView(
            channel,
            reason,
            total,
            groups.ConvertAll(group => new DeadLetterGroupRow(
                group.Channel, Words.GetDirection(group.Direction), group.Reason, group.Count, CreateQuery(group.Channel, group.Reason))),
            page.ConvertAll(CreateRow),
            found.Count > PageSize ? "/dead-letters" + CreateQuery(channel, reason, DeadLetterCursor.Format(page[^1])) : null,
            operations.ConvertAll(CreateOperation));
        return AdminPage.Show<DeadLettersPage>(http, "Dead letters", view, live: cursor is null);
    }

    private static async Task<IResult> AskAsync(string? channel, string? reason, HttpContext http, BulkRetry retry)
    {
        (channel, reason) = (PageQuery.Normalize(channel), PageQuery.Normalize(reason));
        var matching = await retry.CountAsync(channel, reason, http.RequestAborted);
        return AdminPage.Show<BulkRetryPage>(
            http, "Dead letters", new BulkRetryView(channel, reason, matching, CreateQuery(channel, reason)));
    }

    private static async Task<IResult> StartAsync(string? channel, string? reason, HttpContext http, BulkRetry retry)
    {
        var operation = await retry.StartAsync(PageQuery.Normalize(channel), PageQuery.Normalize(reason), AdminCaller.Get(http), http.RequestAborted);
        return new SeeOtherResult($"{AdminSetup.Root}/operations/{operation.Id}");
    }

    private static async Task<IResult> ShowOperationAsync(string id, HttpContext http, IDatabase database) =>
        await database.ReadAsync(store => store.Operations.FindAsync(id), http.RequestAborted) is { } operation
            ? AdminPage.Show<OperationPage>(http, "Dead letters", CreateOperation(operation), live: operation.State == OperationState.Running)
            : AdminPage.ShowNothing(http);

    private static async Task<IResult> CancelAsync(string id, HttpContext http, BulkRetry retry) =>
        await retry.CancelAsync(id, AdminCaller.Get(http), http.RequestAborted) is null
            ? AdminPage.ShowNothing(http)
            : new SeeOtherResult($"{AdminSetup.Root}/operations/{id}");

    private static DeadLetterRow CreateRow(DeadLetter letter) => new(
        letter.Id, letter.FailedAt, letter.Channel, Words.GetDirection(letter.Direction), Words.GetKind(letter.Kind), letter.Reason, letter.Attempts,
        letter.ConversationId, letter.UserId);

    private static OperationView CreateOperation(Operation operation)
    {
        var filter = (operation.Channel, operation.Reason) switch
        {
            (null, null) => "all",
            ({ } channel, null) => $"channel {channel}",
            (null, { } reason) => $"reason “{reason}”",
            var (channel, reason) => $"channel {channel}, reason “{reason}”",
        };
        var level = operation.State switch { OperationState.Running => Level.Waiting, OperationState.Done => Level.Good, _ => Level.Quiet };
        return new OperationView(
            operation.Id, "Dead letters sent again", filter, level, operation.State.ToString(), operation.Matching, operation.Done,
            operation.StartedBy, operation.StartedAt, operation.EndedAt, operation.State == OperationState.Running);
    }

    private static string CreateQuery(string? channel, string? reason, string? cursor = null) =>
        PageQuery.Create(("channel", channel), ("reason", reason), ("cursor", cursor));
}
