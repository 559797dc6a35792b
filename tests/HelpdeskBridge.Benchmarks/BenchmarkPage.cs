using BenchmarkDotNet.Reports;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.Benchmarks;

/// <summary>The table of a run, for a terminal and for the page about performance.</summary>
internal sealed class BenchmarkPage(IReadOnlyList<Summary> summaries)
{
    private const string Begin = "<!-- Steps: written by tests/HelpdeskBridge.Benchmarks -->";
    private const string End = "<!-- End of the steps -->";

    /// <exception cref="InvalidOperationException">A benchmark did not run.</exception>
    public Table CreateTable()
    {
        var table = new Table("Single steps: microseconds, and bytes allocated", "step", "µs", "± µs", "bytes");
        foreach (var report in summaries.SelectMany(summary => summary.Reports))
        {
            var what = report.BenchmarkCase.Descriptor;
            var time = report.ResultStatistics ?? throw new InvalidOperationException($"{what.WorkloadMethodDisplayInfo} did not run.");
            table.Add(
                what.WorkloadMethodDisplayInfo.Trim('\''),
                Table.Format(time.Mean / 1000, 2),
                Table.Format(time.StandardError / 1000, 2),
                Table.Format(report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0, 0));
        }

        return table;
    }

    /// <exception cref="InvalidOperationException">The page or the place in it is missing.</exception>
    public void Write()
    {
        var path = Path.Combine(RepositoryFolder.Root, "docs", "performance.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{path} has no place for the steps.");
        File.WriteAllText(path, $"{page[..begin]}{Begin}\n\n{CreateTable()}\n{page[end..]}");
    }
}
