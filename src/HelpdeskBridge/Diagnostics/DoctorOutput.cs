using System.Text.Encodings.Web;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using Spectre.Console;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Writes the findings: a table on a terminal, lines where the output is redirected, or JSON.</summary>
internal static class DoctorOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static bool IsOk(IEnumerable<Finding> findings) => findings.All(finding => finding.Status != FindingStatus.Fail);

    /// <summary>The form of the public contract. <paramref name="origins"/> is there only with <c>--explain</c>.</summary>
    public static string ToJson(IReadOnlyList<Finding> findings, IReadOnlyList<SettingOrigin>? origins) => JsonSerializer.Serialize(
        new
        {
            ok = IsOk(findings),
            checks = findings.Select(finding => new
            {
                id = finding.Id,
                subject = finding.Subject,
                status = ToText(finding.Status),
                side = finding.Side.ToString().ToLowerInvariant(),
                what = finding.What,
                fix = finding.Fix,
            }),
            settings = origins?.Select(origin => new { key = origin.Key, value = origin.Value, from = origin.From }),
        },
        Json);

    public static void Write(TextWriter output, bool isTerminal, IReadOnlyList<Finding> findings, IReadOnlyList<SettingOrigin>? origins)
    {
        if (isTerminal)
            WriteTable(output, findings);
        else
            WriteLines(output, findings);
        foreach (var origin in origins ?? [])
            output.WriteLine($"{origin.Key} = {origin.Value}  [{origin.From}]");
        var (failed, warned) = (Count(FindingStatus.Fail), Count(FindingStatus.Warn));
        output.WriteLine(failed + warned == 0 ? "Everything is in order." : $"{failed} failed, {warned} warning(s), {Count(FindingStatus.Ok)} ok.");

        int Count(FindingStatus status) => findings.Count(finding => finding.Status == status);
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<Finding> findings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table { Border = TableBorder.Rounded }.AddColumns("", "test", "found", "what to do");
        foreach (var finding in findings)
        {
            table.AddRow(
                new Spectre.Console.Text(ToText(finding.Status), new Style(GetColor(finding.Status))),
                new Spectre.Console.Text($"{finding.Id}\n{finding.Subject}"),
                new Spectre.Console.Text(finding.What),
                new Spectre.Console.Text(finding.Fix.Length == 0 ? "" : $"{finding.Fix} ({finding.Side.ToString().ToLowerInvariant()})"));
        }

        console.Write(table);
    }

    private static void WriteLines(TextWriter output, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            output.WriteLine($"{ToText(finding.Status),-8} {finding.Id} ({finding.Subject}): {finding.What}");
            if (finding.Fix.Length > 0)
                output.WriteLine($"         {finding.Side.ToString().ToLowerInvariant()}: {finding.Fix}");
        }
    }

    private static string ToText(FindingStatus status) => status.ToString().ToLowerInvariant();

    private static Color GetColor(FindingStatus status) => status switch
    {
        FindingStatus.Ok => Color.Green,
        FindingStatus.Warn => Color.Yellow,
        FindingStatus.Fail => Color.Red,
        _ => Color.Grey,
    };
}
