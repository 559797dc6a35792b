using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Flows;

namespace HelpdeskBridge.Tests.Browser;

/// <summary>A service with something of everything to see: two channels, attempts that failed, dead letters and messages that wait.</summary>
internal static class AdminScene
{
    public const string TroubledUser = "telegram-77-ann";

    private const string WebKey = "another-channel-key-of-the-tests-0123";
    private static readonly string[] Users = ["telegram-12-oleg", "whatsapp-7-maria", "telegram-5-john", "web-311", "telegram-90-li"];

    /// <param name="hours">How many hours of chats there were before.</param>
    public static async Task<BridgeFixture> StartAsync(int hours)
    {
        var bridge = await BridgeFixture.WithWebhookAsync(
            AdminApi.Setting,
            ("Channels:web:Key", WebKey),
            ("Channels:web:Helpdesk", "main"),
            ("Channels:web:DefaultDestination", BridgeApp.DefaultGroup));
        await CallWebAsync(bridge, "setWebhook", new { url = bridge.Jaicp.WebhookUrl });
        await ChatForHoursAsync(bridge, hours);
        await RefuseAnswersAsync(bridge);
        await AddTroubledChatAsync(bridge);
        await bridge.SendTextAsync("Is anybody there?", Users[2]);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 3);
        return bridge;
    }

    /// <summary>The same numbers at every run.</summary>
    private static async Task ChatForHoursAsync(BridgeFixture bridge, int hours)
    {
        var random = new Random(7);
        var (sent, opened) = (0, new HashSet<string>());
        for (var step = 0; step < hours * 6; step++)
        {
            foreach (var user in Users.Take(random.Next(1, Users.Length + 1)))
            {
                var isWeb = user.StartsWith("web", StringComparison.Ordinal);
                for (var text = random.Next(1, 4); text > 0; text--)
                {
                    if (isWeb)
                        await CallWebAsync(bridge, "sendText", new { userId = user, text = "A question" });
                    else
                        await bridge.SendTextAsync("A question", user);
                    sent += opened.Add(user) ? 0 : 1;
                    await bridge.DeliveredAsync("OpenTicket", opened.Count);
                    await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Delivered") >= sent, stepSeconds: 1);
                }
            }

            bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        }
    }

    /// <summary>An agent's answers that JAICP refuses.</summary>
    private static async Task RefuseAnswersAsync(BridgeFixture bridge)
    {
        await bridge.SendTextAsync("Hello", "telegram-31-eve");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Delivered") > 0);
        var ticket = await FindTicketAsync(bridge, "telegram-31-eve");
        bridge.Jaicp.Events.Next(new Answer(400), new Answer(400), new Answer(422));
        bridge.Zendesk.TicketIs("open", [ZendeskStub.Comment(8001, "one"), ZendeskStub.Comment(8002, "two"), ZendeskStub.Comment(8003, "three")]);
        await bridge.WakeAsync(ticket);
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= 3, stepSeconds: 1);
        await bridge.DeliveredAsync("ReplyNotDelivered", 3, stepSeconds: 1);
    }

    private static async Task AddTroubledChatAsync(BridgeFixture bridge)
    {
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = TroubledUser,
            userName = "Ann",
            attributes = new { plan = "gold", order = "A-1182" },
            hiddenAttributes = new { score = 0.93 },
        });
        await bridge.SendTextAsync("Where is my order?", TroubledUser);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ContextNote", "Delivered") >= 1, stepSeconds: 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(40));
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable, ZendeskStub.Unavailable);
        var sent = bridge.Log.Outcomes("ClientText", "Delivered");
        await bridge.SendTextAsync("It should have come on Monday.", TroubledUser);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Delivered") > sent, stepSeconds: 1);

        bridge.Clock.Advance(TimeSpan.FromSeconds(90));
        bridge.Jaicp.Events.Next(new Answer(503), new Answer(400));
        bridge.Zendesk.TicketIs("open", [ZendeskStub.Comment(8101, "Let me look."), ZendeskStub.Comment(8102, "It is on its way.")]);
        var delivered = bridge.Log.Outcomes("AgentText", "Delivered");
        await bridge.WakeAsync(await FindTicketAsync(bridge, TroubledUser));
        await bridge.UntilAsync(
            () => bridge.Log.Outcomes("AgentText", "Delivered") > delivered && bridge.Log.DeadLetters("AgentText") >= 4, stepSeconds: 1);
        await bridge.DeliveredAsync("ReplyNotDelivered", 4, stepSeconds: 1);

        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        bridge.Clock.Advance(TimeSpan.FromSeconds(20));
        await bridge.SendTextAsync("Thank you!", TroubledUser);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 3);
        bridge.Clock.Advance(TimeSpan.FromSeconds(2));
        await bridge.SendTextAsync("When exactly?", TroubledUser);
    }

    private static async Task<long> FindTicketAsync(BridgeFixture bridge, string user)
    {
        while (true)
        {
            var found = (JsonArray)(await bridge.AdminAsync($"conversations?user={user}"))["conversations"]!;
            if ((string?)found[0]!["ticketId"] is { } ticket)
                return long.Parse(ticket, CultureInfo.InvariantCulture);
        }
    }

    private static async Task CallWebAsync(BridgeFixture bridge, string method, object body)
    {
        using var response = await bridge.App.Http.PostAsJsonAsync(
            new Uri(bridge.App.Url, $"/operator/web/{WebKey}/{method}"), body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
