using System.Diagnostics;
using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>What everything costs with few and with very many conversations in the store that are over.</summary>
internal sealed class GrowthMeasure(MeasurePlan plan)
{
    private const int Chats = 20;
    private const int MessagesEach = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task<Table> RunAsync(IReadOnlyList<int> sizes)
    {
        var rows = new Dictionary<string, List<double>>();
        foreach (var size in sizes)
            await MeasureAsync(size, rows);
        var table = new Table(
            "Growth: milliseconds, medians",
            ["what", .. sizes.Select(size => $"{size.ToString("N0", CultureInfo.InvariantCulture)} conversations"), "last to first"]);
        foreach (var (what, values) in rows)
            table.Add([what, .. values.Select(value => Table.Format(value, 1)), Table.Format(values[^1] / values[0], 2)]);
        return table;
    }

    private async Task MeasureAsync(int conversations, Dictionary<string, List<double>> rows)
    {
        await using var world = await World.StartAsync(conversations, settings =>
        {
            settings["Helpdesks:main:RequestsPerMinute"] = "1000000";
            plan.Change?.Invoke(settings);
        });
        Add("process start to ready", world.Bridge.ReadyAfter.TotalMilliseconds);
        await RequireAsync(world.Jaicp.SetWebhookAsync());
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        Add("idle memory (MB)", world.Bridge.Process.ResidentMegabytes());

        var (webhook, open, there, back) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < MessagesEach; i++)
            webhook.Add(await TimeAsync(() => RequireAsync(world.Jaicp.SetWebhookAsync()), () => true));
        for (var chat = 0; chat < Chats; chat++)
        {
            var (user, tickets) = ($"new-{chat}", world.Zendesk.Tickets.Count);
            open.Add(await TimeAsync(
                () => RequireAsync(world.Jaicp.HandOverAsync(user, userName: "Ann", firstMessage: "Hello")),
                () => world.Zendesk.Tickets.Count > tickets));
            var ticket = world.Zendesk.Tickets.MaxBy(ticket => ticket.Id)!.Id;
            for (var i = 0; i < MessagesEach; i++)
            {
                var (comments, texts) = (world.Zendesk.Comments(ticket).Count, world.Jaicp.AgentTexts(user).Count);
                there.Add(await TimeAsync(
                    () => RequireAsync(world.Jaicp.SendTextAsync(user, $"Text {i}")), () => world.Zendesk.Comments(ticket).Count > comments));
                back.Add(await TimeAsync(
                    () =>
                    {
                        world.Zendesk.AgentReply(ticket, $"Answer {i}");
                        return Task.CompletedTask;
                    },
                    () => world.Jaicp.AgentTexts(user).Count > texts));
            }
        }

        Add("setWebhook", Median(webhook));
        Add("hand-over to ticket", Median(open));
        Add("client's text to comment", Median(there));
        Add("agent's comment to event, median", Median(back));
        Add("agent's comment to event, p99", back.Order().ElementAt((int)(back.Count * 0.99)));

        var load = new Load(
            world.Bridge.Api,
            64,
            number => Load.CreateCall(world.Bridge.Api, "sendText", $$"""{"userId":"load-{{number % 1000}}","text":"Text {{number}}"}"""));
        await load.RunAsync(plan.WarmUp);
        var before = world.Bridge.Process.ProcessorTime;
        var result = await load.RunAsync(plan.Duration);
        Add("sendText at 64 connections, median", result.P50);
        Add("sendText, CPU-ms a call", (world.Bridge.Process.ProcessorTime - before).TotalMilliseconds / result.Calls);

        void Add(string what, double value) => (rows.TryGetValue(what, out var values) ? values : rows[what] = []).Add(value);
    }

    /// <returns>Milliseconds from the beginning until it is done.</returns>
    private static async Task<double> TimeAsync(Func<Task> begin, Func<bool> isDone)
    {
        var started = Stopwatch.GetTimestamp();
        await begin();
        while (!isDone())
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException("It did not happen within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task RequireAsync(Task<Simulators.Jaicp.BridgeAnswer> call)
    {
        if (!(await call).IsAccepted)
            throw new InvalidOperationException("The service refused a call.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
