using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>The page of reports.</summary>
internal static class ReportPages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapGet("reports", ShowAsync);

    private static async Task<IResult> ShowAsync(
        [AsParameters] ReportParameters parameters, HttpContext http, ReportReader reader, ChannelRegistry channels, BridgeClock clock)
    {
        var faults = new List<(string Field, string Message)>();
        var query = ReportQuery.Parse(parameters, channels, clock.Now, faults);
        var view = new ReportsView(
            CreateForm(parameters, query),
            channels.Names,
            faults.ConvertAll(fault => $"{fault.Field}: {fault.Message}"),
            query is null ? null : new ReportViewFactory(await reader.ReadAsync(query, http.RequestAborted), parameters.Zone).Create());
        return AdminPage.Show<ReportsPage>(http, "Reports", view);
    }

    /// <summary>What was chosen, with the defaults for what was not; what was typed, if that is wrong.</summary>
    private static ReportForm CreateForm(ReportParameters typed, ReportQuery? query) => new(
        query is null ? typed.From ?? "" : ReportQuery.Write(query.From),
        query is null ? typed.To ?? "" : ReportQuery.Write(query.To),
        query?.Grouping ?? "day",
        typed.Channel ?? "",
        typed.Zone ?? "");
}
