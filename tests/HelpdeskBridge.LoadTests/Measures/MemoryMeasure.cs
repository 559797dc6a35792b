using System.Globalization;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>The memory of the idle service, and with many open chats in each of which a client wrote.</summary>
internal sealed class MemoryMeasure(MeasurePlan plan)
{
    private const int RequestsPerMinute = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public async Task<Table> RunAsync(IReadOnlyList<int> sizes)
    {
        var table = new Table(
            "Memory, MB", "open chats", "after the start", "all texts delivered", "most", "more for a chat, KB", "texts/s to the helpdesk");
        foreach (var size in sizes)
            await MeasureAsync(size, table);
        return table;
    }

    private async Task MeasureAsync(int size, Table table)
    {
        var (world, chats) = await World.StartWithOpenChatsAsync(size, plan.WithBudget(RequestsPerMinute));
        await using (world)
        {
            var process = world.Bridge.Process;
            await Task.Delay(Pause, TimeProvider.System);
            var before = process.ResidentMegabytes();
            var started = TimeProvider.System.GetTimestamp();
            await ChatCalls.RunAsync(world.Bridge.Api, size, chat =>
                [Load.CreateCall(world.Bridge.Api, "sendText", $$"""{"userId":"{{OpenChats.GetUser(chat)}}","text":"Where is my order?"}""")]);
            for (var chat = 0; chat < size; chat++)
            {
                while (world.Zendesk.Comments(chats.GetTicket(chat)).Count < 2)
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }

            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(Pause, TimeProvider.System);
            var after = process.ResidentMegabytes();
            table.Add(
                size.ToString("N0", CultureInfo.InvariantCulture),
                Table.Format(before, 0),
                Table.Format(after, 0),
                Table.Format(process.PeakMegabytes(), 0),
                size == 0 ? "" : Table.Format((after - before) * 1024.0 / size, 1),
                size == 0 ? "" : Table.Format(size / seconds, 0));
        }
    }
}
