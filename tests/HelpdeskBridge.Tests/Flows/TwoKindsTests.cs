using System.Net.Http.Json;
using System.Text.Json;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Simulators;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A Zendesk and a Request Tracker in one process, each with a channel of its own.</summary>
public sealed class TwoKindsTests
{
    private const string Key = "fedcba9876543210fedcba9876543210";
    private const string Secret = "0123456789abcdef0123456789abcdef-of-the-scrip";
    private const long Ticket = RequestTrackerStub.FirstTicket;

    private static readonly (string, string)[] Channels =
    [
        .. TwoHelpdesks.ByZendesk, ("Channels:help:Key", Key), ("Channels:help:Helpdesk", "rt"),
        ("Channels:help:DefaultDestination", RequestTrackerFixture.Queue), ("Channels:help:Ticket:Fields:plan", "Plan"),
    ];

    [Fact]
    public async Task Each_channel_goes_to_its_own_and_the_answers_come_back_on_it()
    {
        await using var both = await StartAsync();
        await both.BeginAsync("Hello Zendesk");
        await CallAsync(both, "selectDestination", new { userId = "u2", destinationId = "4", attributes = new { plan = "Gold" } });
        await CallAsync(both, "sendText", new { userId = "u2", text = "Hello Request Tracker" });
        await both.Bridge.DeliveredAsync("OpenTicket", 2);
        both.Rt.Data.Correspond(Ticket, "From Request Tracker");
        both.Rt.Data.SetStatus(Ticket, "resolved");
        both.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "From Zendesk"));
        await both.Bridge.WakeAsync();

        (await both.HearAsync(2)).ShouldBe(["From Zendesk", "Closed"]);
        (await both.HearAsync(2, "u2")).ShouldBe(["From Request Tracker", "Closed"]);
        both.Zendesk.Written.ShouldBe(["Hello Zendesk"]);
        both.Rt.Data.Words.ShouldBe(["Hello Request Tracker"]);
        (both.Rt.Data.Tickets.Single().Queue, both.Rt.Data.Tickets.Single().Plan).ShouldBe(("4", "Gold"));
    }

    [Fact]
    public async Task The_same_client_on_both_channels_has_two_chats()
    {
        await using var both = await StartAsync();
        await both.BeginAsync("Hello Zendesk");
        await CallAsync(both, "sendText", new { userId = BridgeFixture.User, text = "Hello Request Tracker" });
        await both.Bridge.DeliveredAsync("OpenTicket", 2);
        await both.WriteAsync("More");

        both.Zendesk.Written.ShouldBe(["Hello Zendesk", "More"]);
        both.Rt.Data.Words.ShouldBe(["Hello Request Tracker"]);
    }

    [Fact]
    public async Task Each_channel_offers_the_groups_of_its_own()
    {
        await using var both = await StartAsync();

        // Until the groups are read, the answer has the default one alone.
        await Wait.UntilAsync(async () =>
            (await ListAsync(both, both.Bridge.App.OperatorUrl)).Count() > 1 && (await ListAsync(both, GetUrl(both))).Count() > 1);
        (await ListAsync(both, both.Bridge.App.OperatorUrl)).ShouldBe(["360001234567", "360007654321"]);
        (await ListAsync(both, GetUrl(both))).ShouldBe(["3", "4"]);
    }

    /// <summary>The clock stands still: what arrives, arrives without waiting for anything.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_one_does_not_answer_nothing_of_the_other_waits(bool zendeskIsSilent)
    {
        var silence = new TaskCompletionSource();
        await using var both = await StartAsync();
        both.Zendesk.TicketIs("open");
        await both.BeginAsync("Hello Zendesk");
        await CallAsync(both, "sendText", new { userId = "u2", text = "Hello Request Tracker" });
        await both.Bridge.DeliveredAsync("OpenTicket", 2);
        both.Zendesk.Updates.Next(zendeskIsSilent ? [new Answer(503).HeldUntil(silence.Task)] : []);
        both.Rt.Tickets.Next(zendeskIsSilent ? [] : [new Answer(503).HeldUntil(silence.Task)]);
        await both.Bridge.SendTextAsync("to Zendesk");
        await CallAsync(both, "sendText", new { userId = "u2", text = "to Request Tracker" });
        await both.Bridge.DeliveredAsync("ClientText");

        (zendeskIsSilent ? both.Rt.Data.Words[^1] : both.Zendesk.Written[^1]).ShouldBe(zendeskIsSilent ? "to Request Tracker" : "to Zendesk");
        silence.SetResult();
        await both.Bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outage_of_one_is_told_as_its_own_and_everything_of_it_arrives_afterwards(bool zendeskIsDown)
    {
        await using var both = await StartAsync();
        both.Zendesk.TicketIs("open");
        await both.BeginAsync("Hello Zendesk");
        await CallAsync(both, "sendText", new { userId = "u2", text = "Hello Request Tracker" });
        await both.Bridge.DeliveredAsync("OpenTicket", 2);
        var isDown = true;
        if (zendeskIsDown)
            both.Zendesk.Updates.Usually(_ => isDown ? new Answer(401) : Answer.Ok("""{"ticket":{"id":501,"status":"open"}}"""));
        else
            both.Rt.Tickets.Usually(call => isDown ? RecordedExchange.Answer("unauthorized_401") : both.Rt.ShowTicket(call));
        await both.Bridge.SendTextAsync("to Zendesk");
        await CallAsync(both, "sendText", new { userId = "u2", text = "to Request Tracker" });
        await both.Bridge.UntilAsync(
            () => both.Bridge.Log.Outcomes("ClientText", "Retry") >= 1 && both.Bridge.Log.Outcomes("ClientText", "Delivered") >= 1);

        var ready = await both.Bridge.App.Http.GetStringAsync(new Uri(both.Bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        ready.ShouldContain($"ToHelpdesk {(zendeskIsDown ? "main" : "rt")} can\\u0027t be reached");
        ready.ShouldNotContain($"ToHelpdesk {(zendeskIsDown ? "rt" : "main")} can\\u0027t be reached");
        isDown = false;
        await both.Bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);
    }

    [Fact]
    public void A_fault_in_the_settings_of_one_kind_is_named_with_its_key_and_those_of_the_other_stay_right()
    {
        var faults = TestSettings.Read(
        [
            "Helpdesks:rt:Kind=RequestTracker", "Helpdesks:rt:BaseUrl=https://help.example.com/rt",
            "Helpdesks:rt:ApiToken:Token=1-29-0123456789abcdef",
            "Channels:help:Key=" + Key, "Channels:help:Helpdesk=rt", "Channels:help:DefaultDestination=3", "Channels:help:Ticket:FormId=5",
            "Channels:shop:Ticket:Fields:plan=Plan",
        ]).Faults;

        faults.Count.ShouldBe(2);
        faults.ShouldContain(fault => fault.StartsWith("Channels:help:Ticket:FormId: "));
        faults.ShouldContain(fault => fault.StartsWith("Channels:shop:Ticket:Fields:plan: "));
    }

    private static async Task<TwoHelpdesks> StartAsync()
    {
        var both = await TwoHelpdesks.StartAsync([.. Channels, ("Helpdesks:rt:WebhookSecrets:0", Secret)]);
        await CallAsync(both, "setWebhook", new { url = both.Bridge.Jaicp.WebhookUrl });
        return both;
    }

    private static Uri GetUrl(TwoHelpdesks both) => new(both.Bridge.App.Url, $"/operator/help/{Key}/");

    private static async Task CallAsync(TwoHelpdesks both, string method, object body)
    {
        using var response = await both.Bridge.App.Http.PostAsJsonAsync(new Uri(GetUrl(both), method), body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<IEnumerable<string>> ListAsync(TwoHelpdesks both, Uri url)
    {
        var list = await both.Bridge.App.Http.GetFromJsonAsync<JsonElement>(new Uri(url, "getDestinations"), TestContext.Current.CancellationToken);
        return list.GetProperty("destinations").EnumerateArray().Select(destination => destination.GetProperty("destinationId").GetString()!);
    }
}
