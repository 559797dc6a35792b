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

// A quarter of a minute, for CI: what accepting a text costs, beside the baselines.
if (args is ["--quick"])
{
    var quick = new MeasurePlan { Rounds = 1, WarmUp = TimeSpan.FromSeconds(2), Duration = TimeSpan.FromSeconds(2) };
    new Report().Add(await new AcceptMeasure(quick).RunAsync("sendText", 64));
    return 0;
}

var only = new Option<string>("--only") { Description = "One measure: accept, growth. All of them if absent." };
only.AcceptOnlyFromAmong("accept", "growth");
var rounds = new Option<int>("--rounds") { Description = "How often each server is measured.", DefaultValueFactory = _ => 3 };
var write = new Option<bool>("--write") { Description = "Writes the tables into docs/performance.md as well." };
var command = new RootCommand("Measures the service beside baselines that run on the same machine at the same time.") { only, rounds, write };
command.SetAction(async (parsed, _) =>
{
    var plan = new MeasurePlan { Rounds = parsed.GetValue(rounds) };
    var report = new Report();
    if (parsed.GetValue(only) is null or "accept")
    {
        foreach (var (method, connections) in AcceptMeasure.All)
            report.Add(await new AcceptMeasure(plan).RunAsync(method, connections));
        report.Add(await new AcceptMeasure(plan with { Change = MeasurePlan.WithoutRequestLog }).RunAsync("sendText", 64, "without the request log"));
    }

    if (parsed.GetValue(only) is null or "growth")
        report.Add(await new GrowthMeasure(plan).RunAsync([1_000, 100_000, 1_000_000]));
    if (parsed.GetValue(write))
        report.Write();
});
return await command.Parse(args).InvokeAsync();
