using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>The operating page, the dashboard and the alert rules.</summary>
internal static partial class MonitoringFiles
{
    public static string Page => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "operating.md"));

    public static string Folder => Path.Combine(SourceTree.Root, "docs", "monitoring");

    /// <summary>The metrics that the page lists.</summary>
    public static IReadOnlyList<Metric> ReadMetrics() =>
    [
        .. MetricRow().Matches(Page).Select(row => new Metric(
            row.Groups[1].Value,
            row.Groups[2].Value,
            [.. row.Groups[3].Value.Split([' ', ',', '`'], StringSplitOptions.RemoveEmptyEntries)])),
    ];

    /// <summary>The alerts that the page has a row for.</summary>
    public static IReadOnlyList<string> DocumentedAlerts => [.. AlertRow().Matches(Page).Select(row => row.Groups[1].Value)];

    /// <summary>The rules: their names and expressions.</summary>
    public static IReadOnlyList<(string Alert, string Expression)> Rules =>
        [.. Rule().Matches(Read("alerts.yml")).Select(rule => (rule.Groups[1].Value, rule.Groups[2].Value.Replace("''", "'")))];

    /// <summary>The panels of the dashboard that show something, and their expressions.</summary>
    public static IReadOnlyList<(string Panel, string Expression)> DashboardExpressions =>
    [
        .. Dashboard["panels"]!.AsArray().Where(panel => (string)panel!["type"]! != "row").SelectMany(panel =>
            panel!["targets"]!.AsArray().Select(target => ((string)panel["title"]!, (string)target!["expr"]!))),
    ];

    public static JsonNode Dashboard => JsonNode.Parse(Read("dashboard.json"))!;

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    [GeneratedRegex(@"^\| `(HelpdeskBridge[A-Za-z]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex(@"- alert: (\w+)\n +expr: '(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\| `([a-z_]+)` \| (counter|gauge|histogram) \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();
}
