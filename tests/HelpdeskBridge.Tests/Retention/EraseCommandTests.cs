using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;
using HelpdeskBridge.Tests.Network;
using HelpdeskBridge.Tests.Settings;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Retention;

/// <summary><c>-- erase</c>. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class EraseCommandTests
{
    private const string User = "--telegram:\"Zoë\"/эра-4711";

    private static readonly string[] Words =
        [User, "Zoë-Lastname-4712", "words-4713", "answer-4714", "plan-4715", "hidden-4716", "custom-4717", "file-4718", "telegram:"];

    [Fact]
    public async Task Everything_of_a_client_is_gone_from_the_bytes_while_the_service_goes_on_and_others_are_untouched()
    {
        await using var host = new RawHttpServer(_ => RawHttpServer.Ok("bytes-of-the-file"));
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.AcceptsUploads();
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = User,
            destinationId = BridgeApp.DefaultGroup,
            userName = "Zoë-Lastname-4712",
            attributes = new { plan = "plan-4715" },
            hiddenAttributes = new { score = "hidden-4716" },
            customData = "custom-4717",
        });
        await bridge.SendTextAsync("words-4713", User);
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);
        await bridge.SendFileAsync(host.Url("/file-4718"), "file-4718.png", User);
        await bridge.DeliveredAsync("ClientFile", stepSeconds: 1);
        await bridge.AnswerAsync("answer-4714");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        await bridge.SendTextAsync("kept-word-4719", "kept-user-4720");
        await bridge.DeliveredAsync("OpenTicket", 2, stepSeconds: 1);
        StoredBytes.Find(bridge.App.Folder, Words).Count.ShouldBeGreaterThan(5);
        var id = (string)(await bridge.AdminAsync($"conversations?user={Uri.EscapeDataString(User)}"))["conversations"]![0]!["id"]!;

        var (exitCode, output, _) = await EraseAsync(bridge, User);
        exitCode.ShouldBe(0);
        output.ShouldBe("Erased in shop: 1 conversation(s) with 5 message(s).\nNot touched, to be deleted in the helpdesk main: #501\n");

        // No id of it is left in any table either: a table that is new and forgotten would show here.
        StoredBytes.Find(bridge.App.Folder, [.. Words, id]).ShouldBeEmpty();
        StoredBytes.Find(bridge.App.Folder, "kept-word-4719", "kept-user-4720").ShouldNotBeEmpty();
        (await bridge.AdminAsync("audit"))["audit"]!.AsArray()
            .Select(entry => $"{entry!["actor"]}: {entry["action"]} {entry["subject"]}, {entry["outcome"]}")
            .ShouldBe(["command line: erase shop, 1 conversation(s), 5 message(s)"]);

        // A webhook about the ticket is nothing to us; the client who comes back is a new one.
        await bridge.WakeAsync();
        await bridge.SendTextAsync("I am back", User);
        await bridge.DeliveredAsync("OpenTicket", 3, stepSeconds: 1);
        bridge.Log.Events.ShouldAllBe(line => line.Level < LogEventLevel.Error);
        (await EraseAsync(bridge, "nobody")).Output.ShouldBe("The store has nothing of this client in shop.\n");
    }

    [Fact]
    public async Task What_is_under_way_brings_nothing_back()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var (writing, reading) = (new TaskCompletionSource(), new TaskCompletionSource());
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "answer-4714"));
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""").HeldUntil(writing.Task));
        bridge.Zendesk.Tickets.Next(
            Answer.Ok("""{"ticket":{"id":501,"status":"open","requester_id":9001,"tags":["jaicp"]},"users":[]}""").HeldUntil(reading.Task));
        await bridge.SendTextAsync("words-4713");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count > 0);
        await bridge.SendTextAsync("more-words-4713");
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Zendesk.Tickets.Calls.Count > 0);

        (await EraseAsync(bridge, BridgeFixture.User)).ExitCode.ShouldBe(0);
        writing.SetResult();
        reading.SetResult();
        await bridge.UntilAsync(
            () => bridge.Log.Outcomes("ClientText", "Delivered") > 0 && bridge.Log.Readings(ZendeskStub.FirstTicket) > 0, stepSeconds: 1);

        StoredBytes.Find(bridge.App.Folder, "words-4713", "answer-4714", BridgeFixture.User).ShouldBeEmpty();
        bridge.Log.Events.ShouldAllBe(line => line.Level < LogEventLevel.Error);
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_makes_no_store_and_names_faults()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "bridge.db");
        var settings = new Dictionary<string, string?>(TestSettings.Required()) { ["Storage:ConnectionString"] = $"Data Source={missing}" };
        string[] Arguments() => [.. settings.Select(pair => $"--{pair.Key}={pair.Value}")];

        var (exitCode, _, error) = await CommandRun.RunAsync(["erase", "--channel", "shop", "--user", "u1", .. Arguments()]);
        (exitCode, error).ShouldBe((1, "There is no store where Storage:ConnectionString says. Nothing was erased.\n"));
        Directory.Exists(Path.GetDirectoryName(missing)).ShouldBeFalse();

        settings["Channels:shop:Key"] = "short";
        (exitCode, _, error) = await CommandRun.RunAsync(["erase", "--channel", "shop", "--user", "u1", .. Arguments()]);
        exitCode.ShouldBe(2);
        error.ShouldStartWith("fault  Channels:shop:Key: needs at least 24 characters");
        (await CommandRun.RunAsync(["erase", "--channel", "shop"])).ExitCode.ShouldNotBe(0);
    }

    private static Task<CommandRun> EraseAsync(BridgeFixture bridge, string user) =>
        CommandRun.RunAsync(["erase", "--channel", "SHOP", $"--user={user}", .. bridge.App.Arguments]);
}
