using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.LoadTests.Reports;

/// <summary>The tables of a run: printed when they are there, and written into the page about performance.</summary>
internal sealed class Report
{
    private readonly Dictionary<string, List<Table>> _tables = [];

    /// <param name="measure">The measure, which has its own place in the page.</param>
    /// <param name="table">The table.</param>
    public void Add(string measure, Table table)
    {
        (_tables.TryGetValue(measure, out var tables) ? tables : _tables[measure] = []).Add(table);
        Console.WriteLine(table);
    }

    /// <summary>Replaces the tables of the measures that ran. Those of the others stay.</summary>
    /// <exception cref="InvalidOperationException">The page or a place in it is missing.</exception>
    public void Write()
    {
        var path = Path.Combine(RepositoryFolder.Root, "docs", "performance.md");
        var page = File.ReadAllText(path);
        foreach (var (measure, tables) in _tables)
        {
            var begin = $"<!-- Figures of {measure}: written by tests/HelpdeskBridge.LoadTests -->";
            var end = $"<!-- End of the figures of {measure} -->";
            var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
            if (from < 0 || to < from)
                throw new InvalidOperationException($"{path} has no place for the figures of {measure}.");
            page = $"{page[..from]}{begin}\n\n{string.Join('\n', tables)}\n{page[to..]}";
        }

        File.WriteAllText(path, page);
    }
}
