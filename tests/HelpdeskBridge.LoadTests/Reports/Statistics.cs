namespace HelpdeskBridge.LoadTests.Reports;

/// <summary>What is said of many values.</summary>
internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Share(0.5);

    /// <param name="values">The values.</param>
    /// <param name="share">This share of them is at most what is returned.</param>
    public static double Share(this IEnumerable<double> values, double share) =>
        values.Order().ToList() is { Count: > 0 } sorted ? sorted[(int)((sorted.Count - 1) * share)] : double.NaN;
}
