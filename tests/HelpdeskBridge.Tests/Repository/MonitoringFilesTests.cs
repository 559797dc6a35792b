using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>The alert rules and the dashboard fit the operating page and the metrics, and Prometheus accepts them.</summary>
public sealed partial class MonitoringFilesTests
{
    /// <summary>What an expression consists of beside metrics. <c>up</c> is Prometheus's own metric.</summary>
    private static readonly HashSet<string> PromQl =
    [
        "sum", "max", "min", "by", "and", "or", "unless", "offset", "absent", "rate", "increase", "histogram_quantile", "vector", "up",
    ];

    [Fact]
    public void Each_alert_has_one_row_in_the_operating_page_and_each_row_has_its_alert()
    {
        var alerts = MonitoringFiles.Rules.Select(rule => rule.Alert).ToList();

        alerts.Count.ShouldBeGreaterThan(10);
        MonitoringFiles.DocumentedAlerts.ShouldBe(alerts);
    }

    [Fact]
    public void Each_alert_is_made_to_fire_by_a_test_of_its_rule_and_by_none_where_all_is_well()
    {
        var tests = MonitoringFiles.Read("alerts.test.yml");

        TestName().Matches(tests).Select(match => match.Groups[1].Value)
            .ShouldBe([.. MonitoringFiles.Rules.Select(rule => rule.Alert), "AllIsWell"]);
        var healthy = tests[tests.IndexOf("AllIsWell", StringComparison.Ordinal)..];
        MonitoringFiles.Rules.SelectMany(rule => GetMetrics(rule.Expression))
            .Where(metric => !healthy.Contains($"'{metric}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Rules_and_dashboard_use_only_metrics_that_there_are()
    {
        var known = MonitoringFiles.ReadMetrics().SelectMany(metric => metric.Type == "histogram"
            ? [$"{metric.Name}_bucket", $"{metric.Name}_sum", $"{metric.Name}_count"]
            : new[] { metric.Name }).ToHashSet();
        var used = MonitoringFiles.Rules.Concat(MonitoringFiles.DashboardExpressions).SelectMany(use =>
            GetMetrics(use.Item2).Select(metric => (Where: use.Item1, Metric: metric))).ToList();

        used.Count.ShouldBeGreaterThan(40);
        used.Where(use => !known.Contains(use.Metric)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_is_on_the_dashboard()
    {
        var shown = MonitoringFiles.DashboardExpressions.SelectMany(panel => GetMetrics(panel.Expression)).ToHashSet();

        MonitoringFiles.ReadMetrics().Where(metric => !shown.Any(name => name.StartsWith(metric.Name, StringComparison.Ordinal)))
            .Select(metric => metric.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Each_panel_has_a_number_of_its_own_a_title_and_a_description()
    {
        var panels = MonitoringFiles.Dashboard["panels"]!.AsArray();

        panels.Select(panel => (int)panel!["id"]!).ShouldBeUnique();
        panels.Where(panel => (string)panel!["type"]! != "row")
            .ShouldAllBe(panel => ((string)panel!["title"]!).Length > 0 && ((string)panel["description"]!).EndsWith('.'));
    }

    [Fact]
    public async Task Prometheus_accepts_the_rules_and_the_example_and_each_alert_fires_when_it_should()
    {
        await PromtoolAsync("check", "rules", Path.Combine(MonitoringFiles.Folder, "alerts.yml"));
        await PromtoolAsync("check", "config", Path.Combine(MonitoringFiles.Folder, "prometheus.yml"));
        await PromtoolAsync("test", "rules", Path.Combine(MonitoringFiles.Folder, "alerts.test.yml"));
    }

    [Fact]
    public async Task Prometheus_accepts_each_expression_of_the_dashboard()
    {
        var file = Path.GetTempFileName();
        try
        {
            var rules = MonitoringFiles.DashboardExpressions.Select((panel, number) =>
                $"  - record: dashboard:{number}\n    expr: '{panel.Expression.Replace("$__rate_interval", "5m").Replace("'", "''")}'");
            await File.WriteAllTextAsync(
                file, $"groups:\n- name: dashboard\n  rules:\n{string.Join('\n', rules)}\n", TestContext.Current.CancellationToken);
            await PromtoolAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The names in an expression that are no labels, texts or functions.</summary>
    private static IEnumerable<string> GetMetrics(string expression) =>
        Name().Matches(NotMetrics().Replace(expression, " ")).Select(match => match.Value).Where(name => !PromQl.Contains(name));

    /// <summary>Runs Prometheus's own checker. Without it the test is skipped, but not in CI, which installs it.</summary>
    private static async Task PromtoolAsync(params string[] arguments)
    {
        if (!IsInstalled())
        {
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", "promtool is missing: .ci/run installs it");
            Assert.Skip("promtool is not installed (Debian: apt-get install prometheus).");
        }

        using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        promtool.ExitCode.ShouldBe(0, await output + await errors);
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "promtool")));

    [GeneratedRegex(@"^  - name: (\w+)", RegexOptions.Multiline)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)")]
    private static partial Regex NotMetrics();

    [GeneratedRegex("(?<![0-9])[a-z_][a-z_0-9]*")]
    private static partial Regex Name();
}
