using System.Globalization;
using System.Text;

namespace HelpdeskBridge.LoadTests.Reports;

/// <summary>A table for a terminal and for a Markdown page.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public static string Format(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    public override string ToString()
    {
        var all = _rows.Prepend(columns).ToList();
        var widths = columns.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder().Append(title).Append("\n\n");
        Append(columns);
        text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).Append("|\n");
        _rows.ForEach(Append);
        return text.ToString();

        void Append(string[] row) => text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
    }
}
