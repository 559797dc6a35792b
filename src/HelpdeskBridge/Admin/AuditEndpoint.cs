using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>The audit: who did what on the admin side, when, and to what.</summary>
internal static class AuditEndpoint
{
    private const int PageSize = 100;

    public static void Map(RouteGroupBuilder api) => api.MapGet("audit", ListAsync);

    private static async Task<IResult> ListAsync(string? cursor, IDatabase database, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(store => store.Audit.ListAsync(cursor, PageSize + 1), cancellationToken);
        var page = found.Take(PageSize).ToList();
        return Results.Json(new { audit = page, next = found.Count > PageSize ? page[^1].Id : null });
    }
}
