namespace HelpdeskBridge.LoadTests.Reports;

/// <summary>The tables of a run: printed when they are there, and written into the page about performance.</summary>
internal sealed class Report
{
    private const string Begin = "<!-- Figures: written by tests/HelpdeskBridge.LoadTests -->";
    private const string End = "<!-- End of the figures -->";

    private readonly List<Table> _tables = [];

    public void Add(Table table)
    {
        _tables.Add(table);
        Console.WriteLine(table);
    }

    /// <exception cref="InvalidOperationException">The page or the place in it is missing.</exception>
    public void Write()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HelpdeskBridge.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the program.");
        var path = Path.Combine(folder, "docs", "performance.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{path} has no place for the figures.");
        File.WriteAllText(path, $"{page[..begin]}{Begin}\n\n{string.Join('\n', _tables)}\n{page[end..]}");
    }
}
