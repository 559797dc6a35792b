using System.Diagnostics;
using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>What it takes when very many clients are handed over at the same time, each with a first text.</summary>
internal sealed class OpenMeasure(MeasurePlan plan)
{
    private const int WarmUpChats = 50;

    public async Task<Table> RunAsync()
    {
        var (chats, budget) = (plan.Size(20_000), plan.Size(12_000));
        await using var world = await World.StartAsync(0, settings =>
        {
            // The first text is to go with the ticket, as by default.
            settings.Remove("Channels:shop:Ticket:WaitForFirstMessage");
            plan.WithBudget(budget)(settings);
        });
        await OpenAsync(world, WarmUpChats, "warm");
        while (world.Zendesk.Tickets.Count < WarmUpChats)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        world.Zendesk.SetAccountLimit(budget);

        var process = world.Bridge.Process;
        var (memory, processor, begin, started) =
            (process.ResidentMegabytes(), process.ProcessorTime, TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
        await OpenAsync(world, chats, "new");
        var (took, accepting, accepted) =
            (Stopwatch.GetElapsedTime(started), process.ProcessorTime - processor, process.ResidentMegabytes());
        var end = begin + TimeSpan.FromMinutes(1);
        if (end - TimeProvider.System.GetUtcNow() is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, TimeProvider.System);
        var tickets = world.Zendesk.Tickets.Count - WarmUpChats;
        var sent = RequestCount.Of(world.Zendesk.Journal.Entries.Where(entry => entry.At >= begin && entry.At < end));

        var table = new Table(
            string.Create(
                CultureInfo.InvariantCulture, $"{chats:N0} new chats at 64 connections, with {budget:N0} requests to the helpdesk a minute"),
            "what", "value");
        table.Add("`selectDestination` and a first text of each accepted after, s", Table.Format(took.TotalSeconds, 1));
        table.Add("calls/s", Table.Format(chats * 2 / took.TotalSeconds, 0));
        table.Add("processor seconds until then, delivery included", Table.Format(accepting.TotalSeconds, 1));
        table.Add("memory before, MB", Table.Format(memory, 0));
        table.Add("memory when all are accepted, MB", Table.Format(accepted, 0));
        table.Add("memory after a minute, MB", Table.Format(process.ResidentMegabytes(), 0));
        table.Add("most memory, MB", Table.Format(process.PeakMegabytes(), 0));
        table.Add("processor seconds of the whole minute", Table.Format((process.ProcessorTime - processor).TotalSeconds, 1));
        table.Add("tickets opened in the minute", Table.Format(tickets, 0));
        table.Add("requests sent, of those allowed in the minute", Table.Format(sent.All * 100.0 / budget, 1) + " %");
        table.Add("requests for a ticket with its requester", Table.Format((double)sent.ForMessages / tickets, 2));
        table.Add("answered 429", Table.Format(sent.Refused, 0));
        return table;
    }

    private static Task OpenAsync(World world, int chats, string kind) => ChatCalls.RunAsync(world.Bridge.Api, chats, chat =>
    [
        Load.CreateCall(
            world.Bridge.Api,
            "selectDestination",
            $$"""{"userId":"{{kind}}-{{chat}}","userName":"Ann","attributes":{"order":{{chat}} } }"""),
        Load.CreateCall(world.Bridge.Api, "sendText", $$"""{"userId":"{{kind}}-{{chat}}","text":"Where is my order {{chat}}?"}"""),
    ]);
}
