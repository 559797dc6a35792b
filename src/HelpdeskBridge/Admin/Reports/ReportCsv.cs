using System.Globalization;
using System.Text;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>
/// A report as CSV (RFC 4180) with a line of headings. A text that a spreadsheet would take for a formula begins with an apostrophe. There is no line
/// of totals, which a spreadsheet would add up once more.
/// </summary>
internal static class ReportCsv
{
    private static readonly (string Heading, Func<ReportFigures, IFormattable?> Value)[] Columns =
    [
        ("conversations", figures => figures.Conversations),
        ("open", figures => figures.Open),
        .. CreateColumns("firstReply", figures => figures.FirstReply),
        .. CreateColumns("handlingTime", figures => figures.Handling),
        .. CreateColumns("duration", figures => figures.Duration),
        .. Enum.GetValues<EndedBy>().Select(by =>
            ($"endedBy{by}", (Func<ReportFigures, IFormattable?>)(figures => figures.CountEndedBy(by)))),
        ("endedByUnknown", figures => figures.EndedByUnknown),
        ("ratings", figures => figures.Ratings),
        ("ratingAverage", figures => figures.AverageScore),
    ];

    public static string Write(Report report)
    {
        var csv = new StringBuilder();
        var hasName = report.Query.By is ReportGrouping.Group or ReportGrouping.Agent;
        AppendLine(
            csv,
            [report.Query.Grouping, .. hasName ? ["name", "helpdesk"] : Array.Empty<string>(), .. Columns.Select(column => column.Heading)]);
        foreach (var row in report.Rows)
        {
            AppendLine(
                csv,
                [
                    Quote(row.Key.Id),
                    .. hasName ? [Quote(row.Name ?? ""), Quote(row.Key.Helpdesk ?? "")] : Array.Empty<string>(),
                    .. Columns.Select(column => column.Value(row.Figures)?.ToString(null, CultureInfo.InvariantCulture) ?? ""),
                ]);
        }

        return csv.ToString();
    }

    private static IEnumerable<(string, Func<ReportFigures, IFormattable?>)> CreateColumns(string name, Func<ReportFigures, DurationFigures> part) =>
    [
        ($"{name}Count", figures => part(figures).Count),
        ($"{name}AverageSeconds", figures => part(figures).Average),
        ($"{name}MedianSeconds", figures => part(figures).Median),
        ($"{name}P90Seconds", figures => part(figures).Percentile90),
    ];

    private static void AppendLine(StringBuilder csv, IEnumerable<string> cells) => csv.AppendJoin(',', cells).Append("\r\n");

    private static string Quote(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..])
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
