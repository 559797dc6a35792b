using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>Makes the page of a report out of its figures. Pure.</summary>
/// <param name="report">The report.</param>
/// <param name="typedZone">The time zone that was typed, for links to the same report.</param>
internal sealed class ReportViewFactory(Report report, string? typedZone)
{
    private static readonly (string Style, string Name)[] Endings =
        [("up", "ended by an agent"), ("down", "by the client"), ("rest", "otherwise"), ("still-open", "still open")];

    private static readonly (string Style, string Name)[] Replies = [("up", "median"), ("rest", "90 %")];

    public ReportView Create()
    {
        var isByDay = report.Query.By == ReportGrouping.Day;
        return new ReportView(
            DescribeDays(),
            CreateTiles(report.Total),
            Endings,
            isByDay ? CreateChats() : null,
            isByDay ? CreateReplies() : null,
            report.Query.By.ToString(),
            [.. report.Rows.Select(CreateRow)],
            CreateRow("All", "", report.Total),
            CreateLink("csv"),
            CreateLink("json"));
    }

    private string DescribeDays()
    {
        var zone = report.Query.Zones.Name is { } name ? $"in the time zone {name}" : "in the time zone of each channel";
        return $"{Words.GetCount(report.Query.Days, "day")} {zone}.";
    }

    private static List<Tile> CreateTiles(ReportFigures total)
    {
        var ended = total.Conversations - total.Open;
        return
        [
            new("Chats", Words.GetNumber(total.Conversations), $"{Words.GetNumber(total.Open)} still open", Level.Quiet, null),
            new("Answered", GetShare(total.FirstReply.Count, total.Conversations), Words.GetNumber(total.FirstReply.Count), Level.Quiet, null),
            new("First reply", GetTime(total.FirstReply.Median), $"median; 90 %: {GetTime(total.FirstReply.Percentile90)}", Level.Quiet, null),
            new("Handling", GetTime(total.Handling.Median), $"median; 90 %: {GetTime(total.Handling.Percentile90)}", Level.Quiet, null),
            new(
                "Ended by agents", GetShare(total.CountEndedBy(EndedBy.Agent), ended), $"of {Words.GetNumber(ended)} that have ended", Level.Quiet,
                null),
            new("Rating", GetScore(total), Words.GetCount(total.Ratings, "rating"), Level.Quiet, null),
        ];
    }

    private ColumnChart CreateChats()
    {
        var (columns, total) = (report.Rows.Select(row => CreateBar(row.Key.Id, row.Figures)).ToList(), report.Total);
        var most = columns.MaxBy(column => column.Height)!;
        var summary = total.Conversations == 0
            ? "No chats."
            : $"{Words.GetCount(total.Conversations, "chat")}, at most {Words.GetNumber((long)most.Height)} on a day ({most.Label}).";
        return new ColumnChart(columns, summary, Endings);
    }

    private ColumnChart CreateReplies()
    {
        var total = report.Total.FirstReply;
        var summary = total.Count == 0
            ? "No chat was answered."
            : $"Of {Words.GetCount(total.Count, "answered chat")}, half within {GetTime(total.Median)} and nine of ten within "
                + $"{GetTime(total.Percentile90)}.";
        return new ColumnChart([.. report.Rows.Select(CreateReply)], summary, Replies);
    }

    private static ChartColumn CreateReply(ReportRow row)
    {
        var (median, slow) = (row.Figures.FirstReply.Median ?? 0, row.Figures.FirstReply.Percentile90 ?? 0);
        return new ChartColumn(
            row.Key.Id,
            $"{row.Key.Id}: median {GetTime(row.Figures.FirstReply.Median)}, 90 % {GetTime(row.Figures.FirstReply.Percentile90)}",
            [new ChartPart(Replies[0].Style, median), new ChartPart(Replies[1].Style, slow - median)]);
    }

    private ReportTableRow CreateRow(ReportRow row) => row switch
    {
        { Key.Id: "" } => CreateRow("(no agent)", "", row.Figures),
        { Name: { } name } => CreateRow(name, $"{row.Key.Id}, {row.Key.Helpdesk}", row.Figures),
        _ => CreateRow(row.Key.Id, row.Key.Helpdesk ?? "", row.Figures),
    };

    private static ReportTableRow CreateRow(string name, string note, ReportFigures figures) => new(
        name,
        note,
        CreateBar(name, figures),
        [
            Words.GetNumber(figures.Conversations),
            Words.GetNumber(figures.FirstReply.Count),
            .. GetTimes(figures.FirstReply),
            .. GetTimes(figures.Handling),
            Words.GetNumber(figures.CountEndedBy(EndedBy.Agent)),
            Words.GetNumber(figures.CountEndedBy(EndedBy.Client)),
            Words.GetNumber(figures.CountEndedBy(EndedBy.Idle)),
            Words.GetNumber(figures.CountEndedBy(EndedBy.Returned)),
            Words.GetNumber(figures.CountEndedBy(EndedBy.Deleted)),
            Words.GetNumber(figures.EndedByUnknown),
            Words.GetNumber(figures.Open),
            Words.GetNumber(figures.Ratings),
            GetScore(figures),
        ]);

    private static ChartColumn CreateBar(string name, ReportFigures figures)
    {
        var (agent, client) = (figures.CountEndedBy(EndedBy.Agent), figures.CountEndedBy(EndedBy.Client));
        int[] parts = [agent, client, figures.Conversations - figures.Open - agent - client, figures.Open];
        var words = Endings.Zip(parts).Where(pair => pair.Second > 0).Select(pair => $"{Words.GetNumber(pair.Second)} {pair.First.Name}");
        return new ChartColumn(
            name,
            $"{name}: {Words.GetCount(figures.Conversations, "chat")}{string.Concat(words.Select(part => ", " + part))}",
            [.. Endings.Zip(parts, (ending, count) => new ChartPart(ending.Style, count))]);
    }

    private static string[] GetTimes(DurationFigures figures) =>
        [GetTime(figures.Median), GetTime(figures.Percentile90), GetTime(figures.Average)];

    private static string GetTime(double? seconds) => seconds is { } known ? Words.GetDuration(TimeSpan.FromSeconds(Math.Round(known))) : "–";

    private static string GetScore(ReportFigures figures) => figures.AverageScore?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";

    private static string GetShare(int part, int all) =>
        all == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100.0 * part / all):0} %");

    private string CreateLink(string format) => "/api/reports" + PageQuery.Create(
        ("from", ReportQuery.Write(report.Query.From)),
        ("to", ReportQuery.Write(report.Query.To)),
        ("by", report.Query.Grouping),
        ("channel", report.Query.Channel),
        ("zone", typedZone),
        ("format", format));
}
