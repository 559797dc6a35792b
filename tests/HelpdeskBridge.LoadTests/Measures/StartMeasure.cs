using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How long the service needs to be ready with an empty store. <see cref="GrowthMeasure"/> shows it with a full one.</summary>
internal sealed class StartMeasure(MeasurePlan plan)
{
    public async Task<Table> RunAsync()
    {
        await using var world = await World.StartAsync(0, plan.Change);
        var ready = new List<double>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            await world.Bridge.StopAsync();
            await world.Bridge.RestartAsync();
            ready.Add(world.Bridge.ReadyAfter.TotalMilliseconds);
        }

        var table = new Table("Start with an empty store", "what", "ms");
        table.Add("process start to ready", Table.Format(ready.Median(), 0));
        return table;
    }
}
