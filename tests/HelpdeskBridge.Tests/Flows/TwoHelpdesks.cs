using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A service with a Zendesk, "main", and a Request Tracker, "rt".</summary>
internal sealed class TwoHelpdesks : IAsyncDisposable
{
    private TwoHelpdesks(BridgeFixture bridge, RequestTrackerStub rt) => (Bridge, Rt) = (bridge, rt);

    public BridgeFixture Bridge { get; }

    public ZendeskStub Zendesk => Bridge.Zendesk;

    public RequestTrackerStub Rt { get; }

    /// <summary>The settings of channel "shop" while it is served by the one or the other.</summary>
    public static (string Key, string Value)[] ByZendesk { get; } =
    [
        ("Channels:shop:Helpdesk", "main"), ("Channels:shop:DefaultDestination", BridgeApp.DefaultGroup),
        ("Channels:shop:Ticket:Fields:plan", "360000000004"),
    ];

    public static (string Key, string Value)[] ByRequestTracker { get; } =
    [
        ("Channels:shop:Helpdesk", "rt"), ("Channels:shop:DefaultDestination", RequestTrackerFixture.Queue),
        ("Channels:shop:Ticket:Fields:plan", "Plan"),
    ];

    /// <param name="settings">Settings beside the usual ones.</param>
    public static async Task<TwoHelpdesks> StartAsync(params (string Key, string Value)[] settings)
    {
        BridgeFixture? bridge = null;
        var start = BridgeApp.NewClock().GetUtcNow();
        var rt = new RequestTrackerStub(() => bridge?.Clock.GetUtcNow() ?? start);
        bridge = await BridgeFixture.StartAsync([.. RequestTrackerFixture.GetAccount("rt", rt), .. settings]);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Support"), (360007654321, "Sales"));
        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        return new TwoHelpdesks(bridge, rt);
    }

    /// <summary>The client's first words, in whichever helpdesk serves the channel.</summary>
    public async Task BeginAsync(string text, string user = BridgeFixture.User)
    {
        var opened = Bridge.Log.Outcomes("OpenTicket", "Delivered");
        await Bridge.SendTextAsync(text, user);
        await Bridge.DeliveredAsync("OpenTicket", opened + 1);
    }

    public async Task WriteAsync(string text, string user = BridgeFixture.User)
    {
        var written = Bridge.Log.Outcomes("ClientText", "Delivered");
        await Bridge.SendTextAsync(text, user);
        await Bridge.DeliveredAsync("ClientText", written + 1);
    }

    /// <summary>Waits until the client got so many messages, and tells them.</summary>
    public async Task<IReadOnlyList<string>> HearAsync(int count, string user = BridgeFixture.User)
    {
        await Bridge.UntilAsync(() => Heard(user).Count >= count, stepSeconds: RequestTrackerFixture.Poll);
        return Heard(user);
    }

    public IReadOnlyList<string> Heard(string user) =>
        [.. Bridge.Jaicp.Received.Where(e => (string?)e["userId"] == user).Select(e => (string?)e["text"] ?? (string)e["type"]!)];

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        using (Rt)
        {
            Rt.HasNoStrayCalls();
            LogScan.FindsNothing(Bridge.Log, [.. LogScan.GetWords(Rt.Calls)]);
        }
    }
}
