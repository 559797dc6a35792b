using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Sending many dead letters again: count them, start, watch, cancel. <c>GET operations/{id}</c> says how far it is, <c>DELETE</c> cancels it.
/// </summary>
internal static class OperationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("dead-letters/retry", RetryAsync);
        api.MapGet("operations/{id}", ShowAsync);
        api.MapDelete("operations/{id}", CancelAsync);
    }

    private static async Task<IResult> RetryAsync(string? channel, string? reason, bool? dryRun, HttpContext http, BulkRetry retry)
    {
        if (dryRun == true)
            return Results.Json(new { matching = await retry.CountAsync(channel, reason, http.RequestAborted) });
        var operation = await retry.StartAsync(channel, reason, AdminCaller.Get(http), http.RequestAborted);
        return Results.Json(new { operation = operation.Id });
    }

    private static async Task<IResult> ShowAsync(string id, IDatabase database, CancellationToken cancellationToken) =>
        await database.ReadAsync(store => store.Operations.FindAsync(id), cancellationToken) is { } operation
            ? Describe(operation)
            : Problems.NotFound();

    private static async Task<IResult> CancelAsync(string id, HttpContext http, BulkRetry retry, IDatabase database) =>
        await retry.CancelAsync(id, AdminCaller.Get(http), http.RequestAborted) switch
        {
            null => Problems.NotFound(),
            false => Problems.Conflict("This operation has ended already."),
            true => await ShowAsync(id, database, http.RequestAborted),
        };

    private static IResult Describe(Operation operation) => Results.Json(new
    {
        operation.Id,
        operation.Kind,
        operation.Channel,
        operation.Reason,
        state = operation.State.ToString(),
        operation.Matching,
        operation.Done,
        operation.StartedBy,
        operation.StartedAt,
        operation.EndedAt,
    });
}
