using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>What the measures of both directions share: messages one after the other in many chats, on an idle service and on a busy one.</summary>
internal abstract class LatencyMeasure(MeasurePlan plan)
{
    private const int Samples = 400;

    /// <summary>
    /// Enough that nothing waits for a place in the budget, and that no ticket is updated so often that the service slows down for it.
    /// </summary>
    private const int RequestsPerMinute = 30_000;
    private const int MeasuredChats = 300;
    private const int LoadedChats = 1500;

    private int _next;

    protected static readonly string Load = string.Create(
        CultureInfo.InvariantCulture,
        $"under load: {SteadyLoad.TextsPerSecond} texts and {SteadyLoad.CommentsPerSecond} agents' comments a second in other chats");

    protected async Task<Table> RunAsync(string title)
    {
        var (world, chats) = await World.StartWithOpenChatsAsync(
            MeasuredChats + LoadedChats, plan.WithBudget(RequestsPerMinute), requestsPerMinute: RequestsPerMinute);
        await using (world)
        {
            // In each chat once, since the first comment of an agent changes the ticket in more than one way.
            await MeasureAsync(world, chats, MeasuredChats);
            var (idle, loaded) = (new List<LatencyRound>(), new List<LatencyRound>());
            for (var round = 0; round < plan.Rounds; round++)
            {
                idle.Add(await MeasureAsync(world, chats, Samples));
                await using (SteadyLoad.Start(world, chats, MeasuredChats..))
                {
                    await Task.Delay(plan.WarmUp, TimeProvider.System);
                    loaded.Add(await MeasureAsync(world, chats, Samples));
                }
            }

            return LatencyRound.CreateTable(title, ("idle", idle), (Load, loaded));
        }
    }

    protected abstract Task<LatencyRound> MeasureAsync(World world, OpenChats chats, int samples);

    /// <summary>The chats in turn.</summary>
    protected int TakeChat() => _next++ % MeasuredChats;

    /// <returns>How long a request needs until a simulated system begins to handle it.</returns>
    protected static async Task<double> ReachAsync(RawConnection connection, Uri server, Exchanges exchanges)
    {
        var path = $"/probe/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var arrival = exchanges.NextAsync(entry => entry.Path == path);
        var sent = TimeProvider.System.GetUtcNow();
        await connection.CallAsync(Clients.Load.CreateGet(new Uri(server, "/probe"), Path.GetFileName(path)), CancellationToken.None);
        return ((await arrival).At - sent).TotalMilliseconds;
    }
}
