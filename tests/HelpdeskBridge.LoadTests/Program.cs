using System.CommandLine;
using HelpdeskBridge.LoadTests.Baselines;
using HelpdeskBridge.LoadTests.Measures;
using HelpdeskBridge.LoadTests.Reports;

// The baselines run in processes of their own, started by this program with the settings of the service.
if (args is ["--baseline", var kind, .. var settings])
{
    await BaselineServer.RunAsync(kind, settings);
    return 0;
}

var only = new Option<string>("--only") { Description = "One measure. All but alternatives, which installs packages of npm, if absent." };
only.AcceptOnlyFromAmong("accept", "growth", "alternatives");
var rounds = new Option<int>("--rounds") { Description = "How often each server is measured.", DefaultValueFactory = _ => 3 };
var write = new Option<bool>("--write") { Description = "Writes the tables into docs/performance.md as well." };
var command = new RootCommand("Measures the service beside baselines that run on the same machine at the same time.") { only, rounds, write };
command.SetAction(async (parsed, cancellationToken) =>
{
    var plan = new MeasurePlan { Rounds = parsed.GetValue(rounds) };
    var report = new Report();
    if (parsed.GetValue(only) is null or "accept")
    {
        foreach (var (method, connections) in AcceptMeasure.All)
            report.Add("accept", await new AcceptMeasure(plan).RunAsync(method, connections));
        var silent = plan with { Change = MeasurePlan.WithoutRequestLog };
        report.Add("accept", await new AcceptMeasure(silent).RunAsync("sendText", 64, "without the request log"));
    }

    if (parsed.GetValue(only) is null or "growth")
        report.Add("growth", await new GrowthMeasure(plan).RunAsync([1_000, 100_000, 1_000_000]));
    if (parsed.GetValue(only) is "alternatives")
        await new AlternativesMeasure(plan).RunAsync(table => report.Add("alternatives", table), cancellationToken);
    if (parsed.GetValue(write))
        report.Write();
});

// When it is interrupted, it has time to end the servers and to delete what they wrote.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
