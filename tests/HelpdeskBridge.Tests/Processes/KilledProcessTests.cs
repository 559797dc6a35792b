using System.Globalization;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>What is answered 200 survives the end of the process, whatever end that is.</summary>
public sealed class KilledProcessTests : ProcessTest
{
    [Fact]
    public async Task A_text_answered_200_while_the_helpdesk_is_down_is_delivered_once_after_kill_9_and_a_new_start()
    {
        await Zendesk.StopListeningAsync();
        await using (var killed = await StartBridgeAsync())
        {
            (await Jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "first")).IsAccepted.ShouldBeTrue();
            (await Jaicp.SendTextAsync("u1", "second")).IsAccepted.ShouldBeTrue();
            await killed.KillAsync();
        }

        await Zendesk.StartListeningAsync();
        await using var bridge = await StartBridgeAsync();
        await Wait.UntilAsync(() => Zendesk.Tickets is [var ticket] && Written(ticket.Id).EndsWith("second", StringComparison.Ordinal));
        Written(Zendesk.Tickets[0].Id).ShouldBe("first\nsecond");
    }

    [Fact]
    public async Task A_ticket_whose_creation_was_cut_off_by_kill_9_is_found_again_not_opened_twice()
    {
        // The ticket is made, but its answer is lost, and the process is killed long before it would look.
        Zendesk.Faults.Add(FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.CreateTicket);
        await using (var killed = await StartBridgeAsync(retryAfter: "01:00:00"))
        {
            (await Jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "first")).IsAccepted.ShouldBeTrue();
            await Wait.UntilAsync(() => Zendesk.Tickets.Count == 1);
            await killed.KillAsync();
        }

        await using var bridge = await StartBridgeAsync();
        (await Jaicp.SendTextAsync("u1", "second")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => Zendesk.Comments(Zendesk.Tickets[0].Id).Count == 2);
        Zendesk.Tickets.Count.ShouldBe(1);
        Zendesk.Comments(Zendesk.Tickets[0].Id).Select(comment => comment.Body).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task An_agents_answer_that_JAICP_could_not_take_is_delivered_after_kill_9_and_a_new_start()
    {
        await using (var killed = await StartBridgeAsync())
        {
            await Jaicp.SetWebhookAsync();
            await Jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "first");
            await Wait.UntilAsync(() => Zendesk.Tickets.Count == 1);
            await Jaicp.StopListeningAsync();
            Zendesk.AgentReply(Zendesk.Tickets[0].Id, "answer");
            await Wait.UntilAsync(() => killed.Output.Contains("AgentText", StringComparison.Ordinal));
            await killed.KillAsync();
        }

        await Jaicp.StartListeningAsync();
        await using var bridge = await StartBridgeAsync();
        await Wait.UntilAsync(() => Jaicp.AgentTexts("u1").Count > 0);
        Jaicp.AgentTexts("u1").ShouldBe(["answer"]);
    }

    [Fact]
    public async Task SIGTERM_ends_the_process_within_seconds_and_with_success()
    {
        await using var bridge = await StartBridgeAsync();
        (await bridge.TerminateAsync()).ShouldBe(0);
    }

    /// <summary>All comments, whether texts that waited came together or one by one.</summary>
    private string Written(long ticketId) => string.Join('\n', Zendesk.Comments(ticketId).Select(comment => comment.Body));

    private async Task<BridgeProcess> StartBridgeAsync(string retryAfter = "00:00:00.200")
    {
        var settings = BridgeApp.Settings(Zendesk.Url, Folder);
        settings["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
        settings["Delivery:RetryDelays:0"] = retryAfter;
        settings["Helpdesks:main:LateWriteWindow"] = "00:00:02"; // the simulated Zendesk carries a request out at once or never
        var bridge = await BridgeProcess.StartAsync(settings);
        Jaicp.BridgeApiUrl = bridge.ApiUrl;
        Zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret);
        return bridge;
    }
}
