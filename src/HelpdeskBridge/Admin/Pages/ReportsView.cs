namespace HelpdeskBridge.Admin.Pages;

/// <summary>A report.</summary>
/// <param name="Form">The fields of the form, as typed.</param>
/// <param name="Channels">The channels to choose from.</param>
/// <param name="Faults">What is wrong with the fields.</param>
/// <param name="Report">The report; null: a field is wrong.</param>
public sealed record ReportsView(ReportForm Form, IReadOnlyList<string> Channels, IReadOnlyList<string> Faults, ReportView? Report);

/// <summary>The form of a report.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="By">What the rows are.</param>
/// <param name="Channel">The channel; empty: all.</param>
/// <param name="Zone">The time zone; empty: that of each channel.</param>
public sealed record ReportForm(string From, string To, string By, string Channel, string Zone)
{
    /// <summary>What the rows can be.</summary>
    public static IReadOnlyList<string> Groupings { get; } = ["day", "channel", "group", "agent"];
}

/// <summary>What a report shows.</summary>
/// <param name="Days">Which days it has, and in which time zone.</param>
/// <param name="Tiles">The numbers that are read first.</param>
/// <param name="Endings">What the parts of bars and columns of chats are, each with the style of its part.</param>
/// <param name="Chats">A chart of the chats by day; null: the rows are not days, and each has a bar.</param>
/// <param name="Replies">A chart of the time to the first answer by day; null as well.</param>
/// <param name="RowName">What a row is.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">All rows together.</param>
/// <param name="CsvLink">The address of the same report as CSV, below the root.</param>
/// <param name="JsonLink">The address of the same report as JSON, below the root.</param>
public sealed record ReportView(
    string Days, IReadOnlyList<Tile> Tiles, IReadOnlyList<(string Style, string Name)> Endings, ColumnChart? Chats, ColumnChart? Replies,
    string RowName, IReadOnlyList<ReportTableRow> Rows, ReportTableRow Total, string CsvLink, string JsonLink);

/// <summary>A row of the table: numbers as words.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Note">More about that; may be empty.</param>
/// <param name="Bar">Its chats by who ended them.</param>
/// <param name="Cells">The cells under the headings of <see cref="Headings"/>.</param>
public sealed record ReportTableRow(string Name, string Note, ChartColumn Bar, IReadOnlyList<string> Cells)
{
    /// <summary>The headings of the columns after the first one, each with those below it.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Below)> Headings { get; } =
    [
        ("Chats", []), ("Answered", []), ("First reply", ["median", "90 %", "average"]), ("Handling", ["median", "90 %", "average"]),
        ("Ended by", ["agent", "client", "idle", "returned", "deleted", "unknown"]), ("Open", []), ("Ratings", ["number", "average"]),
    ];
}

/// <summary>Columns side by side, as a picture and in words.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Summary">The picture in a sentence.</param>
/// <param name="Legend">What the parts of a column are, each with the style of its part.</param>
public sealed record ColumnChart(IReadOnlyList<ChartColumn> Columns, string Summary, IReadOnlyList<(string Style, string Name)> Legend)
{
    /// <summary>The height of the highest column.</summary>
    public double Max => Math.Max(1, Columns.Max(column => column.Height));
}

/// <summary>A column, or a bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Title">Its numbers in words.</param>
/// <param name="Parts">From the bottom to the top, or from the left to the right.</param>
public sealed record ChartColumn(string Label, string Title, IReadOnlyList<ChartPart> Parts)
{
    /// <summary>All parts together.</summary>
    public double Height => Parts.Sum(part => part.Value);
}

/// <summary>A part of a column.</summary>
public sealed record ChartPart(string Style, double Value);
