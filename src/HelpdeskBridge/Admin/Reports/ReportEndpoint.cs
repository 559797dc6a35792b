using System.Text;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Http;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin.Reports;

/// <summary><c>/admin/api/reports</c>: how many chats there were, how fast they were answered, how they ended and what clients thought.</summary>
internal static class ReportEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("reports", ShowAsync);

    private static async Task<IResult> ShowAsync(
        [AsParameters] ReportParameters parameters, HttpContext http, ReportReader reader, ChannelRegistry channels, BridgeClock clock)
    {
        var faults = new List<(string Field, string Message)>();
        var query = ReportQuery.Parse(parameters, channels, clock.Now, faults);
        var format = PageQuery.Normalize(parameters.Format)?.ToLowerInvariant() ?? "json";
        if (format is not ("json" or "csv"))
            faults.Add(("format", "Must be json or csv."));
        if (query is null || faults.Count > 0)
            return Problems.Invalid(faults);
        var report = await reader.ReadAsync(query, http.RequestAborted);
        return format == "json"
            ? Results.Json(ReportJson.Create(report))
            : Results.File(Encoding.UTF8.GetBytes(ReportCsv.Write(report)), "text/csv; charset=utf-8; header=present", GetFileName(query));
    }

    private static string GetFileName(ReportQuery query) =>
        $"chats-by-{query.Grouping}-{ReportQuery.Write(query.From)}-{ReportQuery.Write(query.To)}.csv";
}
