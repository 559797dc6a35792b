using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>A report as JSON. Times are seconds.</summary>
internal static class ReportJson
{
    public static object Create(Report report)
    {
        return new
        {
            report.Query.From,
            report.Query.To,
            by = report.Query.Grouping,
            report.Query.Channel,
            zone = report.Query.Zones.Name,
            rows = report.Rows.Select(row => CreateRow(report.Query, row)),
            total = CreateFigures(report.Total),
        };
    }

    private static Dictionary<string, object?> CreateRow(ReportQuery query, ReportRow row)
    {
        var members = new Dictionary<string, object?> { [query.Grouping] = row.Key.Id.Length > 0 ? row.Key.Id : null };
        if (query.By is ReportGrouping.Group or ReportGrouping.Agent)
            (members["name"], members["helpdesk"]) = (row.Name, row.Key.Helpdesk);
        foreach (var (name, value) in CreateFigures(row.Figures))
            members[name] = value;
        return members;
    }

    private static Dictionary<string, object?> CreateFigures(ReportFigures figures)
    {
        var endedBy = Enum.GetValues<EndedBy>().ToDictionary(by => by.ToString().ToLowerInvariant(), figures.CountEndedBy);
        endedBy["unknown"] = figures.EndedByUnknown;
        return new Dictionary<string, object?>
        {
            ["conversations"] = figures.Conversations,
            ["open"] = figures.Open,
            ["firstReply"] = CreateDurations(figures.FirstReply),
            ["handlingTime"] = CreateDurations(figures.Handling),
            ["duration"] = CreateDurations(figures.Duration),
            ["endedBy"] = endedBy,
            ["ratings"] = new { count = figures.Ratings, average = figures.AverageScore },
        };
    }

    private static object CreateDurations(DurationFigures figures) => new
    {
        figures.Count,
        averageSeconds = figures.Average,
        medianSeconds = figures.Median,
        p90Seconds = figures.Percentile90,
    };
}
