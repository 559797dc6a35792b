using HelpdeskBridge.Admin.Reports;

namespace HelpdeskBridge.Tests.Admin;

/// <summary>Averages and percentiles in reports.</summary>
public sealed class DurationFiguresTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(5.0, 5L, 5L, 5)]
    [InlineData(2.5, 2L, 4L, 4, 1, 3, 2)]
    [InlineData(5.5, 5L, 9L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    [InlineData(6.0, 6L, 10L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]
    [InlineData(999.0, 999L, 999L, 999)]
    [InlineData(1234.0, 1230L, 1230L, 1234)]
    [InlineData(86_399.0, 86_400L, 86_400L, 86_399)]
    [InlineData(999_999.0, 1_000_000L, 1_000_000L, 999_999)]
    public void Percentiles_are_by_rank_and_exact_to_three_digits(double? average, long? median, long? percentile90, params int[] seconds)
    {
        var figures = Create(seconds.Select(value => TimeSpan.FromSeconds(value)));

        (figures.Count, figures.Average, figures.Median, figures.Percentile90).ShouldBe((seconds.Length, average, median, percentile90));
    }

    [Fact]
    public void They_differ_from_the_exact_ones_by_half_a_percent_at_most()
    {
        var random = new Random(7);
        var exact = Enumerable.Range(0, 20_001).Select(_ => Math.Exp(random.NextDouble() * 14)).Order().ToList();
        var figures = Create(exact.Select(TimeSpan.FromSeconds));

        ((double)figures.Median!).ShouldBe(exact[10_000], Math.Max(0.5, exact[10_000] * 0.005) + 0.5);
        ((double)figures.Percentile90!).ShouldBe(exact[18_000], exact[18_000] * 0.005 + 0.5);
    }

    [Fact]
    public void What_has_no_duration_does_not_count()
    {
        var figures = new DurationFigures();
        figures.Add(null);
        figures.Add(TimeSpan.Zero);

        (figures.Count, figures.Average, figures.Median).ShouldBe((1, 0, 0));
    }

    private static DurationFigures Create(IEnumerable<TimeSpan> durations)
    {
        var figures = new DurationFigures();
        foreach (var duration in durations)
            figures.Add(duration);
        return figures;
    }
}
