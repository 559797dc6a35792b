using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The whole service on a store that the version of commit d040839 wrote, and that was stopped while messages waited.</summary>
public sealed class PreviousVersionServiceTests
{
    private const string Waiting = """
        SELECT m.id, c.user_id, m.direction FROM messages m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.state IN ('Pending', 'Sending') ORDER BY m.sequence
        """;


    [Fact]
    public async Task What_waited_is_delivered_in_order_and_once()
    {
        using var old = await OldVersionStore.LoadAsync(PreviousVersionStoreTests.Dump);
        var clock = BridgeApp.NewClock();
        using var zendesk = new ZendeskStub(() => clock.GetUtcNow());
        using var jaicp = new JaicpStub(() => clock.GetUtcNow());
        var arrived = (await old.ReadAsync("SELECT m.id FROM messages m WHERE m.body LIKE '%paul 1%'")).ShouldHaveSingleItem();
        var unread = long.Parse((await old.ReadAsync("SELECT ticket_id FROM conversations WHERE user_id = 'wim'"))[0]);
        Prepare(zendesk, jaicp, arrived, unread);
        await PrepareAsync(old, jaicp);
        var waiting = (await old.ReadRowsAsync(Waiting)).ToLookup(row => (User: row[1], Direction: row[2]), row => row[0]);
        waiting.Count.ShouldBeGreaterThan(20, "queues");

        await using (var app = await StartAsync(old, zendesk, clock))
        {
            await Wait.UntilAsync(clock, TimeSpan.FromSeconds(5), async () =>
                (await old.ReadAsync($"SELECT ticket_id FROM noted_tickets WHERE ticket_id = '{unread}'")).Count == 0
                && (await old.ReadAsync(Waiting)).Count == 0);

            // Nothing is left that a restart or more time could send again.
            var (written, received) = (GetWrites(zendesk).Count, jaicp.Received.Count);
            await app.RestartAsync();
            clock.Advance(TimeSpan.FromHours(1));
            using var answer = await app.CallAsync("sendText", new { userId = "wim", text = "wim 2" });
            answer.EnsureSuccessStatusCode();
            await Wait.UntilAsync(clock, TimeSpan.FromSeconds(5), async () => (await old.ReadAsync(Waiting)).Count == 0);
            GetWrites(zendesk).Count.ShouldBe(written + 1);
            jaicp.Received.Count.ShouldBe(received);
        }

        var delivered = await old.ReadAsync("SELECT id FROM messages WHERE state IN ('Delivered', 'Discarded')");
        waiting.SelectMany(queue => queue).Except(delivered).ShouldBeEmpty();
        zendesk.HasNoStrayCalls();
        jaicp.HasNoStrayCalls();
        var writes = GetWrites(zendesk);
        writes.Select(GetMarker).ShouldBeUnique();
        jaicp.Received.Select(e => (string)e["id"]!).ShouldBeUnique();
        foreach (var queue in waiting)
        {
            var ids = queue.ToList();
            var order = queue.Key.Direction == "ToHelpdesk" ? writes.Select(GetMarker) : jaicp.Received.Select(e => (string)e["id"]!);
            order.Where(ids.Contains).ShouldBe(ids.Where(order.Contains), $"the order of {queue.Key}");
        }

        // What arrives late shows when it was written; what is sent again is the same comment as the first time.
        this.ShouldSatisfyAllConditions(
            () => TextsOf("olga").ShouldBe(["olga 1", "[09:54] olga 2\n[09:54] olga 3"]),
            () => TextsOf("paul").ShouldBe(["[09:54] paul 2\n[09:54] paul 3"], "the first text had arrived, although its answer was lost"),
            () => TextsOf("rita").ShouldBe(["rita 1", "[09:54] rita 2"]),
            () => TextsOf("sven").ShouldBe(["[09:54] sven 1", "The client closed the chat.\n\n```\nBye\n```"]),
            () => TextsOf("uwe").ShouldBe(["[09:54] File from the client: uwe.txt", "[09:54] uwe 2"]),
            () => EventsOf("tina").ShouldBe(
                ["TextMessage tina 1", "TextMessage tina 2", "FileMessage tina.png", "TextMessage Goodbye!", "Closed"]),
            () => EventsOf("wim").ShouldBe(["TextMessage wim 1"]));

        IEnumerable<string?> TextsOf(string user) =>
            writes.Where(call => waiting[(user, "ToHelpdesk")].Contains(GetMarker(call))).Select(call => (string?)call.Ticket["comment"]?["body"]);

        IEnumerable<string> EventsOf(string user) =>
            jaicp.Received.Where(e => (string?)e["userId"] == user).Select(e => $"{e["type"]} {e["text"]}{e["name"]}".TrimEnd());
    }

    /// <summary>The helpdesk and JAICP, as they were when that version was stopped.</summary>
    private static void Prepare(ZendeskStub zendesk, JaicpStub jaicp, string arrived, long unread)
    {
        var tickets = 2000;
        zendesk.SignsIn();
        zendesk.AcceptsTickets();
        zendesk.NewTickets.Usually(_ => new Answer(
            201,
            $$$"""
            {"ticket":{"id":{{{Interlocked.Increment(ref tickets)}}},"status":"new"},
             "audit":{"id":1,"events":[{"id":{{{tickets}}},"type":"Comment"}]}}
            """));
        zendesk.Lookups.Usually(Answer.Ok("""{"tickets":[]}"""));
        zendesk.Tickets.Usually(call => Answer.Ok(
            $$$"""{"ticket":{"id":{{{ZendeskStub.IdIn(call)}}},"status":"open","requester_id":9001},"users":[]}"""));
        var found = ZendeskStub.Comment(90_001, "paul 1", ZendeskStub.FirstUser, marker: arrived);
        var reply = ZendeskStub.Comment(90_002, "wim 1", at: "2026-11-23T09:54:50Z");
        zendesk.Comments.Usually(call => Answer.Ok(ZendeskStub.CommentsJson(ZendeskStub.IdIn(call) == unread ? [reply] : [found])));
        jaicp.AcceptsEvents();
    }

    /// <summary>JAICP is at another address than when the store was made, and clients' files lie beside the store.</summary>
    private static async Task PrepareAsync(OldVersionStore old, JaicpStub jaicp)
    {
        await old.ExecuteAsync($"UPDATE channels SET webhook_url = '{jaicp.Url}' || substr(webhook_url, instr(webhook_url, 'chatadapter'))");
        Directory.CreateDirectory(old.ClientFiles);
        foreach (var id in await old.ReadAsync("SELECT id FROM messages WHERE kind = 'ClientFile' AND state IN ('Pending', 'Sending')"))
            await File.WriteAllTextAsync(Path.Combine(old.ClientFiles, id), "content", TestContext.Current.CancellationToken);
    }

    private static Task<BridgeApp> StartAsync(OldVersionStore old, ZendeskStub zendesk, FakeTimeProvider clock) => BridgeApp.StartAsync(
        zendesk.Url,
        settings =>
        {
            settings["Storage:ConnectionString"] = old.ConnectionString;
            settings["Channels:shop:Texts:ChatClosed"] = "Goodbye!";
            settings["Channels:bank:Key"] = "fedcba9876543210fedcba9876543210";
            settings["Channels:bank:Helpdesk"] = "main";
            settings["Channels:bank:DefaultDestination"] = BridgeApp.DefaultGroup;
        },
        clock);

    private static List<Call> GetWrites(ZendeskStub zendesk) =>
        [.. zendesk.Calls.Where(call => call.Method == "PUT" || call is { Method: "POST", Path: "/api/v2/tickets" })];

    private static string GetMarker(Call write) => (string)write.Ticket["metadata"]!["helpdesk_bridge"]!;
}
