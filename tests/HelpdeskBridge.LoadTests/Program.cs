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
    new Report().Add("accept", await new AcceptMeasure(quick).RunAsync("sendText", 64));
    return 0;
}

const string Alternatives = "alternatives";
(string Name, Func<MeasurePlan, Action<Table>, CancellationToken, Task> RunAsync)[] measures =
[
    ("accept", (plan, add, _) => AcceptMeasure.AddAllAsync(plan, add)),
    ("there", async (plan, add, _) => add(await new ThereMeasure(plan).RunAsync())),
    ("back", async (plan, add, _) => add(await new BackMeasure(plan).RunAsync())),
    ("calls", async (plan, add, _) => add(await new CallsMeasure(plan).RunAsync())),
    ("drain", async (plan, add, _) => add(await new DrainMeasure(plan).RunAsync())),
    ("open", async (plan, add, _) => add(await new OpenMeasure(plan).RunAsync())),
    ("memory", async (plan, add, _) => add(await new MemoryMeasure(plan).RunAsync([0, plan.Size(10_000), plan.Size(100_000)]))),
    ("files", async (plan, add, _) => add(await new FilesMeasure(plan).RunAsync())),
    ("start", async (plan, add, _) => add(await new StartMeasure(plan).RunAsync())),
    ("growth", async (plan, add, _) => add(await new GrowthMeasure(plan).RunAsync([plan.Size(1_000), plan.Size(100_000), plan.Size(1_000_000)]))),
    ("postgresql", (plan, add, _) => new PostgreSqlMeasure(plan).RunAsync(add, [plan.Size(1_000), plan.Size(1_000_000)])),
    (Alternatives, (plan, add, cancellationToken) => new AlternativesMeasure(plan).RunAsync(add, cancellationToken)),
];
string[] names = [.. measures.Select(measure => measure.Name)];
var only = new Option<string>("--only")
{
    Description = $"One measure: {string.Join(", ", names)}. If absent, all but {Alternatives}, which installs packages of npm.",
};
only.AcceptOnlyFromAmong(names);
var rounds = new Option<int>("--rounds")
{
    Description = "How often what is repeated is measured. 1 is a short trial with a tenth of all sizes, to see that everything works.",
    DefaultValueFactory = _ => 3,
};
var write = new Option<bool>("--write") { Description = "Writes the tables into docs/performance.md as well." };
var command = new RootCommand("Measures the service beside baselines that run on the same machine at the same time.") { only, rounds, write };
command.SetAction(async (parsed, cancellationToken) =>
{
    var plan = MeasurePlan.Create(parsed.GetValue(rounds));
    var report = new Report();
    var wanted = parsed.GetValue(only) is { } one ? [one] : names.Where(name => name != Alternatives).ToArray();
    foreach (var (name, runAsync) in measures.Where(measure => wanted.Contains(measure.Name)))
        await runAsync(plan, table => report.Add(name, table), cancellationToken);

    if (parsed.GetValue(write))
        report.Write();
});

// When it is interrupted, it has time to end the servers and to delete what they wrote.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
