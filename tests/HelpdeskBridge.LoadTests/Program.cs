using System.Globalization;
using HelpdeskBridge.LoadTests.Baselines;
using HelpdeskBridge.LoadTests.Measures;

if (args is ["--baseline", var kind, .. var settings])
{
    await BaselineServer.RunAsync(kind, settings);
    return;
}

var words = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
var quiet = args.Contains("--quiet");
var plan = new MeasurePlan { Rounds = 3, Change = s => { if (quiet) s["Serilog:MinimumLevel:Default"] = "Warning"; } };
if (args.Contains("--only-bridge"))
    AcceptMeasure.Targets = ["bridge"];
if (words is ["growth", ..])
    Console.WriteLine(await new GrowthMeasure(plan).RunAsync([.. words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))]));
else
{
    var connections = int.Parse(words.ElementAtOrDefault(1) ?? "64", CultureInfo.InvariantCulture);
    Console.WriteLine(await new AcceptMeasure(plan).RunAsync(words.ElementAtOrDefault(0) ?? "sendText", connections));
}
