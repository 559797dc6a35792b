using System.Globalization;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.Tests.Deployment;

/// <summary>What systemd says about the unit. The tests are skipped where there is no systemd.</summary>
public sealed partial class SystemdUnitTests
{
    private const string Program = "/opt/helpdesk-bridge/HelpdeskBridge\n";

    private static readonly string Unit = Path.Combine(SourceTree.Root, "samples", "deploy", "systemd", "helpdesk-bridge.service");

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        // The program is not installed here, so another one that exists stands in for it.
        var text = await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken);
        var copy = Path.Combine(Directory.CreateTempSubdirectory("bridge-unit-").FullName, Path.GetFileName(Unit));
        await File.WriteAllTextAsync(copy, text.Replace(Program, "/bin/true\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exitCode, output) = await AnalyzeAsync("verify", "--man=no", copy);

        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);

        // It also reads the units of the machine, which may have faults of their own.
        exitCode.ShouldBe(0, output);
        output.Split('\n').ShouldNotContain(line => line.Contains(Path.GetFileName(Unit), StringComparison.Ordinal));
    }

    /// <summary>It needs the network and a runtime that compiles; there is little else it may do. 10 is the worst.</summary>
    [Fact]
    public async Task It_exposes_little()
    {
        var (exitCode, output) = await AnalyzeAsync("security", "--offline=true", "--threshold=15", Unit);

        exitCode.ShouldBe(0, output);
        decimal.Parse(Exposure().Match(output).Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(1.5m, output);
    }

    /// <summary>Without these .NET does not start, or collects garbage as if memory were short. systemd-analyze would only praise them.</summary>
    [Fact]
    public void It_leaves_the_runtime_what_that_needs()
    {
        var lines = File.ReadAllLines(Unit);

        lines.Where(line => line.StartsWith("SystemCallFilter=", StringComparison.Ordinal))
            .ShouldBe(["SystemCallFilter=@system-service", "SystemCallFilter=~@privileged"]);
        lines.ShouldNotContain(line => line.StartsWith("MemoryDenyWriteExecute=", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.StartsWith("ProcSubset=", StringComparison.Ordinal));
    }

    private static async Task<(int ExitCode, string Output)> AnalyzeAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze here.");
        var (exitCode, output, error) = await ProcessRun.RunAsync("/usr/bin/systemd-analyze", ["--no-pager", .. arguments]);
        return (exitCode, output + error);
    }

    [GeneratedRegex("exposure level for [^:]+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
