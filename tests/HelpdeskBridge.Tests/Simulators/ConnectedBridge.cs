using System.Globalization;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>The real bridge between the two simulators.</summary>
internal static class ConnectedBridge
{
    public static async Task<BridgeApp> StartAsync(SimulatedZendesk zendesk, SimulatedJaicp jaicp, params (string Key, string Value)[] settings)
    {
        var bridge = await BridgeApp.StartAsync(zendesk.Url, s =>
        {
            s["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
            foreach (var (key, value) in settings)
                s[key] = value;
        });
        bridge.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        jaicp.BridgeApiUrl = new Uri(bridge.OperatorUrl.ToString().TrimEnd('/'));
        zendesk.Webhook = new Webhook(new Uri(bridge.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret);
        (await jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        return bridge;
    }

    /// <summary>Hands the chat of client "u1" over.</summary>
    /// <returns>Its ticket.</returns>
    public static async Task<long> HandOverAsync(SimulatedZendesk zendesk, SimulatedJaicp jaicp)
    {
        (await jaicp.HandOverAsync("u1", userName: "Ann", firstMessage: "Hello")).IsAccepted.ShouldBeTrue();
        await Wait.UntilAsync(() => zendesk.Tickets.Count >= 1);
        return zendesk.Tickets[0].Id;
    }
}
