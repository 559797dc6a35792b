using HelpdeskBridge.LoadTests.Alternatives;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>A client's text in the bridge, and in what people would use instead. Rounds of all servers alternate.</summary>
internal sealed class AlternativesMeasure(MeasurePlan plan)
{
    private const int Connections = 64;

    /// <summary>Installs the tools and measures them twice: with every text sent at once, and within the budget of a helpdesk account.</summary>
    public async Task RunAsync(Action<Table> report, CancellationToken cancellationToken)
    {
        var node = await NpmInstallation.FindNodeAsync();
        var (installed, leftOut) = (new Dictionary<Alternative, NpmInstallation>(), new Dictionary<Alternative, string>());
        try
        {
            foreach (var alternative in Alternative.All)
            {
                try
                {
                    if (node is null)
                        leftOut[alternative] = "Node.js or npm is not on this machine";
                    else
                        installed[alternative] = await NpmInstallation.CreateAsync(alternative.Definition, alternative.Name, cancellationToken);
                }
                catch (InvalidOperationException exception)
                {
                    leftOut[alternative] = exception.Message;
                }
            }

            var title = $"`sendText`, {Connections} connections{(node is null ? "" : $", Node.js {node}")}";
            report(await MeasureAsync($"{title}, every text sent to the helpdesk at once", false, installed, leftOut, cancellationToken));
            report(await MeasureAsync($"{title}, sent within 400 requests a minute", true, installed, leftOut, cancellationToken));
        }
        finally
        {
            foreach (var installation in installed.Values)
                installation.Dispose();
        }
    }

    private async Task<Table> MeasureAsync(
        string title,
        bool keepsBudget,
        Dictionary<Alternative, NpmInstallation> installed,
        Dictionary<Alternative, string> leftOut,
        CancellationToken cancellationToken)
    {
        var left = new Dictionary<string, string>(leftOut.Select(pair => KeyValuePair.Create(pair.Key.Name, pair.Value)));
        var rounds = new Dictionary<string, List<TextRound>>();
        var servers = new List<TextServer>();
        try
        {
            servers.Add(await TextServer.StartBridgeAsync(keepsBudget, plan, cancellationToken));
            foreach (var (alternative, installation) in installed)
            {
                Console.Error.WriteLine($"{alternative.Name}: starting");
                try
                {
                    servers.Add(await TextServer.StartAsync(alternative, installation, keepsBudget, cancellationToken));
                }
                catch (InvalidOperationException exception)
                {
                    left[alternative.Name] = exception.Message;
                }
            }

            foreach (var server in servers)
            {
                rounds[server.Name] = [];
                await MeasureAsync(server, "warm", plan.WarmUp, cancellationToken);
            }

            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var server in servers)
                    rounds[server.Name].Add(await MeasureAsync(server, $"round {round}", plan.Duration, cancellationToken));
            }
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }

        return CreateTable(title, rounds, left);
    }

    private static async Task<TextRound> MeasureAsync(TextServer server, string round, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (before, started) = (server.ProcessorTime(), TimeProvider.System.GetTimestamp());
        var load = new Load(
            server.Api,
            Connections,
            number => Load.CreateCall(
                server.Api,
                "sendText",
                $$"""{"userId":"{{server.Users[(int)(number % server.Users.Count)]}}","text":"{{TextServer.Text}} {{round}} {{number}}"}"""));
        var result = await load.RunAsync(duration);
        if (result.Calls == 0)
            throw new InvalidOperationException($"{server.Name} took no call:\n{server.LastLines}");
        await server.SentAsync(result.Calls, cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return new TextRound(result, (server.ProcessorTime() - before).TotalSeconds * 1000 / result.Calls, server.SendsAll ? seconds : null);
    }

    private static Table CreateTable(string title, Dictionary<string, List<TextRound>> rounds, Dictionary<string, string> left)
    {
        var bridge = Median(rounds[Target.Bridge].Select(round => round.Result.PerSecond));
        var table = new Table(title, "server", "bridge : it", "calls/s", "CPU-s / 1,000", "p50 ms", "p99 ms", "refused", "sent to the helpdesk/s");
        foreach (var (name, measured) in rounds)
        {
            var perSecond = Median(measured.Select(round => round.Result.PerSecond));
            table.Add(
                name,
                Table.Format(bridge / perSecond, 2),
                Table.Format(perSecond, 0),
                Table.Format(Median(measured.Select(round => round.ProcessorMilliseconds)), 3),
                Table.Format(Median(measured.Select(round => round.Result.P50)), 2),
                Table.Format(Median(measured.Select(round => round.Result.P99)), 2),
                Table.Format(measured.Sum(round => round.Result.Refused), 0),
                measured.TrueForAll(round => round.SecondsToLast is not null)
                    ? Table.Format(Median(measured.Select(round => round.Result.Calls / round.SecondsToLast!.Value)), 0)
                    : "within the budget");
        }

        foreach (var (name, reason) in left)
        {
            Console.Error.WriteLine($"{name} is left out: {reason}");
            var lines = reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            table.Add(name, "left out", "", "", "", "", "", lines[^1].Replace('|', '/'));
        }

        return table;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;

    /// <param name="Result">What the load showed.</param>
    /// <param name="ProcessorMilliseconds">Processor time of the server for a call; so many seconds for a thousand.</param>
    /// <param name="SecondsToLast">The time from the first call until the last text was at the helpdesk; null where that is not waited for.</param>
    private sealed record TextRound(LoadResult Result, double ProcessorMilliseconds, double? SecondsToLast);
}
