using HelpdeskBridge.LoadTests.Baselines;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How many calls of the Operator API are accepted, beside what the machine can do at most. Rounds of all servers alternate.</summary>
internal sealed class AcceptMeasure(MeasurePlan plan)
{
    private const int Chats = 1000;

    /// <summary>What is measured: a text with few and many connections, and every other call.</summary>
    private static readonly IReadOnlyList<(string Method, int Connections)> All =
    [
        ("sendText", 1), ("sendText", 64), ("sendText", 256), ("sendFile", 64), ("selectDestination", 64), ("closeChat", 64), ("setWebhook", 64),
        ("getDestinations", 64),
    ];

    private static readonly string[] _targets = [BaselineServer.Bare, BaselineServer.Durable, Target.Bridge];

    public static async Task AddAllAsync(MeasurePlan plan, Action<Table> add)
    {
        foreach (var (method, connections) in All)
            add(await new AcceptMeasure(plan).RunAsync(method, connections));
        add(await new AcceptMeasure(plan with { Change = MeasurePlan.WithoutRequestLog }).RunAsync("sendText", 64, "without the request log"));
    }

    public async Task<Table> RunAsync(string method, int connections, string remark = "")
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        var targets = new Dictionary<string, Target>();
        try
        {
            foreach (var name in _targets)
                targets[name] = await Target.StartAsync(name, zendesk, plan.Change);
            return await CompareAsync(targets, method, connections, BaselineServer.Durable, remark);
        }
        finally
        {
            foreach (var target in targets.Values)
                await target.DisposeAsync();
        }
    }

    /// <param name="targets">The servers by what they are called in the table.</param>
    /// <param name="method">The call.</param>
    /// <param name="connections">How many connections call at the same time.</param>
    /// <param name="baseline">The server of which the ratios are.</param>
    /// <param name="remark">Stands in the title.</param>
    public async Task<Table> CompareAsync(
        IReadOnlyDictionary<string, Target> targets, string method, int connections, string baseline, string remark = "")
    {
        var rounds = targets.Keys.ToDictionary(name => name, _ => new List<Round>());
        foreach (var target in targets.Values)
            await WarmUpAsync(target, method, connections);
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var (name, target) in targets)
                rounds[name].Add(await MeasureAsync(target, method, connections, round));
        }

        return CreateTable($"`{method}`, {connections} connection(s){(remark.Length > 0 ? $", {remark}" : "")}", rounds, baseline);
    }

    private async Task WarmUpAsync(Target target, string method, int connections)
    {
        await new Load(target.Api, connections, number => CreateRequest(target, "selectDestination", number, "chat")).RunAsync(Chats);
        await new Load(target.Api, connections, number => CreateRequest(target, method, number, "warm")).RunAsync(plan.WarmUp);
    }

    private async Task<Round> MeasureAsync(Target target, string method, int connections, int round)
    {
        var before = target.Process.ProcessorTime;
        var load = new Load(target.Api, connections, number => CreateRequest(target, method, number, $"round{round}"));
        var result = await load.RunAsync(plan.Duration);
        if (result.Refused > 0)
            throw new InvalidOperationException($"{target.Name} refused {result.Refused} calls of {method}:\n{target.Process.Output}");
        return new Round(result, (target.Process.ProcessorTime - before).TotalSeconds * 1000 / result.Calls);
    }

    private static byte[] CreateRequest(Target target, string method, long number, string round) => method switch
    {
        "sendText" => Load.CreateCall(target.Api, method, $$"""{"userId":"chat-{{number % Chats}}","text":"Where is my order {{number}}?"}"""),
        "sendFile" => Load.CreateCall(
            target.Api,
            method,
            $$"""{"userId":"chat-{{number % Chats}}","url":"https://files.example.com/{{number}}.png","fileName":"{{number}}.png"}"""),
        "selectDestination" => Load.CreateCall(
            target.Api, method, $$"""{"userId":"{{round}}-{{number}}","userName":"Ann","attributes":{"order":{{number}} } }"""),
        "closeChat" => Load.CreateCall(target.Api, method, $$"""{"userId":"chat-{{number % Chats}}"}"""),
        "setWebhook" => Load.CreateCall(target.Api, method, """{"url":"https://bot.jaicp.com/chatapi/webhook"}"""),
        "getDestinations" => Load.CreateGet(target.Api, method),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such call."),
    };

    private static Table CreateTable(string title, Dictionary<string, List<Round>> rounds, string baseline)
    {
        var limit = Median(rounds[baseline].Select(round => round.Result.PerSecond));
        var table = new Table(title, "server", "ratio", "calls/s", "CPU-s / 1,000", "p50 ms", "p99 ms");
        foreach (var (name, measured) in rounds)
        {
            var perSecond = Median(measured.Select(round => round.Result.PerSecond));
            table.Add(
                name,
                Table.Format(perSecond / limit, 2),
                Table.Format(perSecond, 0),
                Table.Format(Median(measured.Select(round => round.ProcessorMilliseconds)), 3),
                Table.Format(Median(measured.Select(round => round.Result.P50)), 2),
                Table.Format(Median(measured.Select(round => round.Result.P99)), 2));
        }

        return table;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;

    /// <param name="Result">What the load showed.</param>
    /// <param name="ProcessorMilliseconds">Processor time of the server for a call; so many seconds for a thousand.</param>
    private sealed record Round(LoadResult Result, double ProcessorMilliseconds);
}
