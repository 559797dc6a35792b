using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The main job, between two systems that behave like the real ones.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task A_chat_handed_over_becomes_a_ticket_and_the_agents_answer_comes_back()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await BridgeApp.StartAsync(zendesk.Url, s => s["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString());
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret);

        (await jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        (await jaicp.HandOverAsync("u1", zendesk.Groups[0].Id.ToString(), "Ann", firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count == 1);
        var ticket = zendesk.Tickets[0];
        zendesk.Comments(ticket.Id).Single().Body.ShouldBe("Hello");
        zendesk.AgentReply(ticket.Id, "Hi Ann");
        await Wait.UntilAsync(() => jaicp.Events.Count == 1);
    }
}
