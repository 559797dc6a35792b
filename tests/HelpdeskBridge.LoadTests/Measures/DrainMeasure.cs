using System.Globalization;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>
/// How fast waiting texts of many chats leave when the helpdesk is the limit: how much of the budget of requests is used, and for how many messages.
/// </summary>
internal sealed class DrainMeasure(MeasurePlan plan)
{
    private const int MessagesEach = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<Table> RunAsync()
    {
        var (chatCount, budget) = (plan.Size(100_000) / MessagesEach, plan.Size(4_500));
        var (world, chats) = await World.StartWithOpenChatsAsync(chatCount, plan.WithBudget(budget), MessagesEach, budget);
        await using (world)
        {
            var table = new Table(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Draining {chatCount * MessagesEach:N0} texts that wait in {chatCount:N0} chats, with {budget:N0} requests a minute"),
                "time", "requests sent", "of those allowed", "writes", "reads", "others", "answered 429", "texts delivered", "texts a request");

            var begin = await FindFirstUpdateAsync(world);
            var delivered = 0;
            for (var minute = 1; minute <= 2; minute++)
            {
                await Task.Delay(begin + (minute * Minute) - TimeProvider.System.GetUtcNow(), TimeProvider.System);
                var total = CountDelivered(world, chats);
                AddRow(string.Create(CultureInfo.InvariantCulture, $"minute {minute}"), begin + ((minute - 1) * Minute), Minute, total - delivered);
                delivered = total;
            }

            AddRow("both", begin, 2 * Minute, delivered);
            return table;

            void AddRow(string time, DateTimeOffset from, TimeSpan length, int texts)
            {
                var sent = RequestCount.Of(world.Zendesk.Journal.Entries.Where(entry => entry.At >= from && entry.At < from + length));
                table.Add(
                    time,
                    Table.Format(sent.All, 0),
                    Table.Format(sent.All * 100 / (budget * length.TotalMinutes), 1) + " %",
                    Table.Format(sent.Writes, 0),
                    Table.Format(sent.Reads, 0),
                    Table.Format(sent.Others, 0),
                    Table.Format(sent.Refused, 0),
                    Table.Format(texts, 0),
                    Table.Format((double)texts / sent.All, 2));
            }
        }
    }

    /// <summary>The tickets were opened before, with another method.</summary>
    private static async Task<DateTimeOffset> FindFirstUpdateAsync(World world)
    {
        while (true)
        {
            if (world.Zendesk.Journal.Entries.Where(entry => entry.Method == "PUT").MinBy(entry => entry.At) is { } first)
                return first.At;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>A text is a line of a comment. The first comment of each ticket was there before.</summary>
    private static int CountDelivered(World world, OpenChats chats) => Enumerable.Range(0, chats.Count).Sum(chat => world.Zendesk
        .Comments(chats.GetTicket(chat)).Skip(1).Sum(comment => comment.Body.Split("Text ").Length - 1));
}
