using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>What was done on the admin side: by whom, when, on what.</summary>
internal static class Audit
{
    private const int PageSize = 100;

    public static void Map(RouteGroupBuilder api) => api.MapGet("audit", ListAsync);

    private static async Task<IResult> ListAsync(string? cursor, IDatabase database, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(session => session.FindAuditAsync(cursor, PageSize + 1), cancellation);
        var page = found.Take(PageSize).ToList();
        return Results.Json(new { audit = page, next = found.Count > PageSize ? page[^1].Id : null });
    }
}
