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

(string Name, Func<MeasurePlan, Report, Task> RunAsync)[] measures =
[
    ("accept", AcceptMeasure.AddAllAsync),
    ("there", async (plan, report) => report.Add(await new ThereMeasure(plan).RunAsync())),
    ("back", async (plan, report) => report.Add(await new BackMeasure(plan).RunAsync())),
    ("calls", async (plan, report) => report.Add(await new CallsMeasure(plan).RunAsync())),
    ("drain", async (plan, report) => report.Add(await new DrainMeasure(plan).RunAsync())),
    ("open", async (plan, report) => report.Add(await new OpenMeasure(plan).RunAsync())),
    ("memory", async (plan, report) => report.Add(await new MemoryMeasure(plan).RunAsync([0, plan.Size(10_000), plan.Size(100_000)]))),
    ("files", async (plan, report) => report.Add(await new FilesMeasure(plan).RunAsync())),
    ("start", async (plan, report) => report.Add(await new StartMeasure(plan).RunAsync())),
    ("growth", async (plan, report) =>
        report.Add(await new GrowthMeasure(plan).RunAsync([plan.Size(1_000), plan.Size(100_000), plan.Size(1_000_000)]))),
];
string[] names = [.. measures.Select(measure => measure.Name)];
var only = new Option<string>("--only") { Description = $"One measure: {string.Join(", ", names)}. All of them if absent." };
only.AcceptOnlyFromAmong(names);
var rounds = new Option<int>("--rounds")
{
    Description = "How often what is repeated is measured. 1 is a short trial with a tenth of all sizes, to see that everything works.",
    DefaultValueFactory = _ => 3,
};
var write = new Option<bool>("--write") { Description = "Writes the tables into docs/performance.md as well." };
var command = new RootCommand("Measures the service beside baselines that run on the same machine at the same time.") { only, rounds, write };
command.SetAction(async (parsed, _) =>
{
    var plan = MeasurePlan.Create(parsed.GetValue(rounds));
    var report = new Report();
    foreach (var (name, runAsync) in measures)
    {
        if ((parsed.GetValue(only) ?? name) == name)
            await runAsync(plan, report);
    }

    if (parsed.GetValue(write))
        report.Write();
});
return await command.Parse(args).InvokeAsync();
