using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>A metric as /metrics shows it.</summary>
/// <param name="Name">The name, without the endings of a histogram.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Labels">The names of its labels, sorted.</param>
internal sealed record Metric(string Name, string Type, IReadOnlyList<string> Labels);

/// <summary>Reads the answers of /metrics (prometheus.io, "Exposition formats").</summary>
internal static partial class Metrics
{
    /// <summary>What the exporter adds about itself.</summary>
    private static readonly HashSet<string> OfExporter = ["target_info", "otel_scope_info"];

    public static async Task<string> ScrapeAsync(this BridgeFixture bridge) =>
        await bridge.App.Http.GetStringAsync(new Uri(bridge.App.Url, "/metrics"), TestContext.Current.CancellationToken);

    public static IReadOnlyList<Metric> Parse(string scrape)
    {
        var lines = scrape.Split('\n');
        return
        [
            .. lines.Select(line => TypeLine().Match(line)).Where(match => match.Success && !OfExporter.Contains(match.Groups[1].Value))
                .Select(match => new Metric(match.Groups[1].Value, match.Groups[2].Value, GetLabels(lines, match.Groups[1].Value))),
        ];
    }

    private static List<string> GetLabels(IEnumerable<string> lines, string name) =>
    [
        .. lines.Select(line => SampleLine().Match(line)).Where(match => match.Success && IsOf(match.Groups[1].Value, name))
            .SelectMany(match => Label().Matches(match.Groups[2].Value)).Select(match => match.Groups[1].Value)
            .Where(label => label != "le" && !label.StartsWith("otel_scope_", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool IsOf(string sample, string name) =>
        sample == name || sample == name + "_bucket" || sample == name + "_sum" || sample == name + "_count";

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex("^([a-z_]+)\\{(.*)\\} ")]
    private static partial Regex SampleLine();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Label();
}
