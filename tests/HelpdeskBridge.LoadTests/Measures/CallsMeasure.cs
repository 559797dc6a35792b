using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Reports;
using HelpdeskBridge.LoadTests.Targets;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How many requests to the helpdesk a message costs, since the account grants so many a minute.</summary>
internal sealed class CallsMeasure(MeasurePlan plan)
{
    private const int Chats = 50;
    private const int Burst = 10;

    /// <summary>Longer than everything that is measured between two sweeps takes.</summary>
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    private readonly Table _table = new(
        "Requests to the helpdesk", "what", "messages", "writes", "reads", "others", "requests a message");

    public async Task<Table> RunAsync()
    {
        var (world, chats) = await World.StartWithOpenChatsAsync(Chats, settings =>
        {
            settings.Remove("Channels:shop:Ticket:WaitForFirstMessage");
            settings["Helpdesks:main:ReconcileEvery"] = ReconcileEvery.ToString("c");
            plan.WithBudget(1_000_000)(settings);
        });
        await using (world)
        {
            using var zendesk = new Exchanges(world.Zendesk.Journal);
            await SweepAsync(zendesk);
            await CountAsync(world, zendesk, "hand-over with attributes and a first text", Chats, () => HandOverAsync(world, zendesk));
            await CountAsync(world, zendesk, "client's text", Chats, () => WriteAsync(world, chats, zendesk));
            await CountAsync(world, zendesk, $"clients' texts, {Burst} at once in each of {Chats} chats", Chats * Burst, () => BurstAsync(world));
            await CountAsync(world, zendesk, "agent's first comment in a chat, which assigns the ticket", Chats, () => AnswerAsync(world, chats));
            await CountAsync(world, zendesk, "agent's comment", Chats, () => AnswerAsync(world, chats));
            await CountAsync(
                world, zendesk, $"agents' comments, {Burst} at once in each of {Chats} chats", Chats * Burst, () => AnswerAtOnceAsync(world, chats));
            await CountAsync(world, zendesk, "the reconcile sweep after all this", 0, () => SweepAsync(zendesk));
            return _table;
        }
    }

    private async Task CountAsync(World world, Exchanges zendesk, string what, int messages, Func<Task> act)
    {
        var before = world.Zendesk.Journal.Entries.Count;
        await act();
        await zendesk.QuietAsync(Quiet);
        var sent = RequestCount.Of(world.Zendesk.Journal.Entries.Skip(before));
        _table.Add(
            what,
            messages == 0 ? "" : Table.Format(messages, 0),
            Table.Format(sent.Writes, 0),
            Table.Format(sent.Reads, 0),
            Table.Format(sent.Others, 0),
            messages == 0 ? "" : Table.Format((double)sent.ForMessages / messages, 2));
    }

    private static async Task SweepAsync(Exchanges zendesk)
    {
        await zendesk.NextAsync(entry => entry.Path.StartsWith("/api/v2/tickets/show_many", StringComparison.Ordinal));
        await zendesk.QuietAsync(Quiet);
    }

    private static async Task HandOverAsync(World world, Exchanges zendesk)
    {
        for (var chat = 0; chat < Chats; chat++)
        {
            var opened = zendesk.NextAsync(entry => entry is { Method: "POST", Path: "/api/v2/tickets" });
            await RequireAsync(world.Jaicp.HandOverAsync($"new-{chat}", userName: "Ann", attributes: new { order = chat }, firstMessage: "Hello"));
            await opened;
        }
    }

    private static async Task WriteAsync(World world, OpenChats chats, Exchanges zendesk)
    {
        for (var chat = 0; chat < Chats; chat++)
        {
            var path = $"/api/v2/tickets/{chats.GetTicket(chat)}";
            var written = zendesk.NextAsync(entry => entry.Method == "PUT" && entry.Path.StartsWith(path, StringComparison.Ordinal));
            await RequireAsync(world.Jaicp.SendTextAsync(OpenChats.GetUser(chat), "One text"));
            await written;
        }
    }

    private static Task BurstAsync(World world) => ChatCalls.RunAsync(world.Bridge.Api, Chats, chat => Enumerable.Range(0, Burst)
        .Select(text => Load.CreateCall(world.Bridge.Api, "sendText", $$"""{"userId":"{{OpenChats.GetUser(chat)}}","text":"Text {{text}}"}""")));

    private static async Task AnswerAsync(World world, OpenChats chats)
    {
        using var jaicp = new Exchanges(world.Jaicp.Journal);
        for (var chat = 0; chat < Chats; chat++)
        {
            var arrived = jaicp.NextAsync(entry => entry.Direction == JournalDirection.Taken);
            world.Zendesk.AgentReply(chats.GetTicket(chat), "One answer");
            await arrived;
        }
    }

    private static async Task AnswerAtOnceAsync(World world, OpenChats chats)
    {
        var before = world.Jaicp.Events.Count;
        for (var number = 0; number < Burst; number++)
        {
            for (var chat = 0; chat < Chats; chat++)
                world.Zendesk.AgentReply(chats.GetTicket(chat), $"Answer {number}");
        }

        while (world.Jaicp.Events.Count < before + (Chats * Burst))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    private static async Task RequireAsync(Task<Simulators.Jaicp.BridgeAnswer> call)
    {
        if (!(await call).IsAccepted)
            throw new InvalidOperationException("The service refused a call.");
    }
}
