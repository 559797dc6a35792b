using System.Globalization;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>
/// Accepting calls on PostgreSQL beside SQLite, and with few and very many conversations in the store. Rounds of all that is compared alternate.
/// </summary>
internal sealed class PostgreSqlMeasure(MeasurePlan plan)
{
    private const string Sqlite = "SQLite";

    private static readonly IReadOnlyList<(string Method, int Connections)> _calls =
        [("sendText", 1), ("sendText", 64), ("sendText", 256), ("selectDestination", 64)];

    /// <param name="add">Gets each table.</param>
    /// <param name="sizes">How many conversations that are over the stores have.</param>
    public async Task RunAsync(Action<Table> add, IReadOnlyList<int> sizes)
    {
        if (PostgreSqlServer.Programs is null)
            throw new InvalidOperationException("PostgreSQL is not installed.");
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        var targets = new Dictionary<string, Target>();
        try
        {
            targets[Sqlite] = await Target.StartAsync(Target.Bridge, zendesk, plan.Change);
            targets["PostgreSQL"] = await StartAsync(zendesk, await server.CreateDatabaseAsync());
            foreach (var (method, connections) in _calls)
                add(await new AcceptMeasure(plan).CompareAsync(targets, method, connections, Sqlite));
            await StopAsync(targets);
            foreach (var size in sizes)
            {
                var store = await server.CreateDatabaseAsync();
                var target = targets[Name(size)] = await StartAsync(zendesk, store);
                await target.StopAsync();
                await PostgreSqlFiller.FillAsync(store, size);
                await target.RestartAsync();
            }

            foreach (var (method, connections) in _calls)
                add(await new AcceptMeasure(plan).CompareAsync(targets, method, connections, Name(sizes[0])));
        }
        finally
        {
            await StopAsync(targets);
        }

        static string Name(int size) => $"PostgreSQL, {size.ToString("N0", CultureInfo.InvariantCulture)} conversations";
    }

    private Task<Target> StartAsync(SimulatedZendesk zendesk, string store) => Target.StartAsync(Target.Bridge, zendesk, settings =>
    {
        settings["Storage:Provider"] = "PostgreSql";
        settings["Storage:ConnectionString"] = store;
        plan.Change?.Invoke(settings);
    });

    private static async Task StopAsync(Dictionary<string, Target> targets)
    {
        foreach (var target in targets.Values)
            await target.DisposeAsync();
        targets.Clear();
    }
}
