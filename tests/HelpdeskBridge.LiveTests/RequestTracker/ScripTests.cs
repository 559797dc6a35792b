using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>
/// The scrip that <c>setup plan</c> prints, loaded into a real Request Tracker of its own: agents' answers arrive by it. No sweep comes within the
/// test, so nothing else can tell of them.
/// </summary>
public sealed class ScripTests(RequestTrackerServer server) : RequestTrackerTest(server), IClassFixture<RequestTrackerServer>
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Answers_the_end_and_a_merge_arrive_by_the_scrip_that_setup_prints()
    {
        var port = FindPort();
        (string Key, string Value)[] settings =
        [
            ("urls", $"http://127.0.0.1:{port}"), ("Bridge:PublicUrl", $"http://127.0.0.1:{port}"), ("Helpdesks:rt:Feed", "Webhook"),
            ("Helpdesks:rt:WebhookSecrets:0", Secret), ("Helpdesks:rt:ReconcileEvery", "1.00:00:00"),
        ];
        await using var bridge = await LiveBridge.StartAsync(Server, null, settings);
        var data = await PlanAsync(bridge);
        data.ShouldContain($"ne '{Server.BridgeUserName}'");
        await Server.LoadAsync(data.Replace("WEBHOOK SECRET FROM THE SETTINGS", Secret, StringComparison.Ordinal));

        var (jaicp, ann, ben) = (bridge.Jaicp, NewUser(), NewUser());
        await jaicp.HandOverAsync(ann, userName: "Ann", firstMessage: "hello");
        var ticket = await GetTicketAsync(ann);
        await jaicp.HandOverAsync(ben, userName: "Ben", firstMessage: "hello");
        var other = await GetTicketAsync(ben);

        // A new ticket is read once after it was opened. From the second answer on, only the scrip can have told.
        foreach (var text in (string[])["first", "second", "third"])
        {
            await Server.Olga.CorrespondAsync(ticket, text);
            await UntilAsync(() => jaicp.AgentTexts(ann).Contains(text), text);
        }

        await jaicp.SendTextAsync(ann, "a text of the client, about which the scrip is silent");
        await UntilAsync(async () => (await ReadWordsAsync(ticket)).Contains("is silent", StringComparison.Ordinal), "the client's text");
        await Server.Olga.CorrespondAsync(other, "for Ben");
        await UntilAsync(() => jaicp.AgentTexts(ben).Contains("for Ben"), "for Ben");
        await Server.Olga.MergeAsync(ticket, other);
        await Server.Olga.CorrespondAsync(other, "to both");
        await UntilAsync(() => jaicp.AgentTexts(ann).Contains("to both") && jaicp.AgentTexts(ben).Contains("to both"), "to both");
        await Server.Olga.SetStatusAsync(other, "resolved");
        await UntilAsync(() => !jaicp.IsOpen(ann) && !jaicp.IsOpen(ben), "the end of both chats");

        jaicp.AgentTexts(ann).ShouldBe(["first", "second", "third", "to both"]);
        jaicp.AgentTexts(ben).ShouldBe(["for Ben", "to both"]);
        jaicp.Violations.ShouldBeEmpty();
    }

    /// <returns>The data file that <c>setup plan</c> prints.</returns>
    private static async Task<string> PlanAsync(LiveBridge bridge)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] command = [Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.dll"), "setup", "plan", "--json", .. bridge.Arguments];
        foreach (var argument in command)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await error);
        var note = (string)JsonNode.Parse(await output)!["helpdesks"]![0]!["notes"]![0]!;
        return note[note.IndexOf("our @ACL", StringComparison.Ordinal)..];
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
