using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// A channel moves to another helpdesk with <c>Channels:{channel}:Helpdesk</c> and a restart. Open chats end in the one in which they began, new
/// ones begin in the other.
/// </summary>
public sealed class MovedChannelTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;

    [Fact]
    public async Task From_Zendesk_to_Request_Tracker_open_chats_end_there_and_new_ones_begin_here()
    {
        await using var both = await TwoHelpdesks.StartAsync(TwoHelpdesks.ByZendesk);
        await both.BeginAsync("Hello Zendesk");
        await both.Bridge.App.RestartAsync(TwoHelpdesks.ByRequestTracker);

        await both.WriteAsync("still Zendesk");
        await both.BeginAsync("Hello Request Tracker", "u2");
        both.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "From Zendesk"));
        await both.Bridge.WakeAsync();
        (await both.HearAsync(2)).ShouldBe(["From Zendesk", "Closed"]);
        both.Rt.Data.Correspond(Ticket, "From Request Tracker");
        (await both.HearAsync(1, "u2")).ShouldBe(["From Request Tracker"]);

        // The first client's next chat is a new one.
        await both.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await both.BeginAsync("Hello again");
        both.Zendesk.Written.ShouldBe(["Hello Zendesk", "still Zendesk"]);
        both.Rt.Data.Words.ShouldBe(["Hello Request Tracker", "Hello again"]);
        both.Rt.Data.Tickets.Select(ticket => ticket.Queue).ShouldBe([RequestTrackerFixture.Queue, RequestTrackerFixture.OtherQueue]);
    }

    [Fact]
    public async Task From_Request_Tracker_to_Zendesk_open_chats_end_there_and_new_ones_begin_here()
    {
        await using var both = await TwoHelpdesks.StartAsync(TwoHelpdesks.ByRequestTracker);
        await both.BeginAsync("Hello Request Tracker");
        await both.Bridge.App.RestartAsync(TwoHelpdesks.ByZendesk);

        await both.WriteAsync("still Request Tracker");
        await both.BeginAsync("Hello Zendesk", "u2");
        both.Rt.Data.Correspond(Ticket, "From Request Tracker");
        both.Rt.Data.SetStatus(Ticket, "resolved");
        (await both.HearAsync(2)).ShouldBe(["From Request Tracker", "Closed"]);
        both.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "From Zendesk"));
        await both.Bridge.WakeAsync();
        (await both.HearAsync(1, "u2")).ShouldBe(["From Zendesk"]);

        await both.Bridge.HandOverAsync(destination: "360007654321");
        await both.BeginAsync("Hello again");
        both.Rt.Data.Words.ShouldBe(["Hello Request Tracker", "still Request Tracker"]);
        both.Zendesk.Written.ShouldBe(["Hello Zendesk", "Hello again"]);
        both.Zendesk.NewTickets.Calls.Select(call => (long)call.Ticket["group_id"]!).ShouldBe([360001234567, 360007654321]);
    }

    /// <summary>A file of the client, the end by the client, and a text soon after it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chat_that_its_client_ends_and_takes_up_again_stays_where_it_began(bool beginsInZendesk)
    {
        await using var both = await TwoHelpdesks.StartAsync(beginsInZendesk ? TwoHelpdesks.ByZendesk : TwoHelpdesks.ByRequestTracker);
        await both.BeginAsync("Hello");
        await both.Bridge.App.RestartAsync(beginsInZendesk ? TwoHelpdesks.ByRequestTracker : TwoHelpdesks.ByZendesk);
        await both.Bridge.CloseChatAsync();
        await both.Bridge.DeliveredAsync("ClientLeft");
        await both.WriteAsync("one more thing");

        (beginsInZendesk ? both.Zendesk.NewTickets : both.Rt.NewTickets).Calls.ShouldHaveSingleItem();
        (beginsInZendesk ? both.Rt.NewTickets : both.Zendesk.NewTickets).Calls.ShouldBeEmpty();
    }

    /// <summary>Its group is one of the other helpdesk. The same number may be a group here that has nothing to do with it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_handed_over_again_stays_in_the_ticket_and_nothing_of_the_other_helpdesk_is_written(bool beginsInZendesk)
    {
        await using var both = await TwoHelpdesks.StartAsync(beginsInZendesk ? TwoHelpdesks.ByZendesk : TwoHelpdesks.ByRequestTracker);
        await both.BeginAsync("Hello");
        await both.Bridge.App.RestartAsync(beginsInZendesk ? TwoHelpdesks.ByRequestTracker : TwoHelpdesks.ByZendesk);
        await both.Bridge.AcceptedAsync("selectDestination", new
        {
            userId = BridgeFixture.User,
            destinationId = beginsInZendesk ? RequestTrackerFixture.OtherQueue : "360007654321",
            attributes = new { plan = "Gold" },
        });
        await both.Bridge.DeliveredAsync("MoveTicket");
        await both.WriteAsync("More");

        if (beginsInZendesk)
        {
            var moved = both.Zendesk.Updates.Calls[0].Ticket;
            (moved["group_id"], moved["custom_fields"]).ShouldBe((null, null));
            ((string)moved["comment"]!["body"]!).ShouldContain("Gold");
            both.Rt.NewTickets.Calls.ShouldBeEmpty();
        }
        else
        {
            both.Rt.TicketChanges.Calls.ShouldBeEmpty();
            both.Rt.Data.Notes.Single().ShouldContain("Gold");
            both.Zendesk.NewTickets.Calls.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_chat_whose_ticket_was_not_opened_yet_is_opened_where_it_began_and_in_its_group()
    {
        await using var both = await TwoHelpdesks.StartAsync(TwoHelpdesks.ByZendesk);
        both.Zendesk.Users.Next(ZendeskStub.Unavailable);
        await both.Bridge.AcceptedAsync(
            "selectDestination", new { userId = BridgeFixture.User, destinationId = "360007654321", attributes = new { plan = "Gold" } });
        await both.Bridge.SendTextAsync("Hello");
        await both.Bridge.UntilAsync(() => both.Bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        await both.Bridge.App.RestartAsync(TwoHelpdesks.ByRequestTracker);
        await both.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        var ticket = both.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        ((long)ticket["group_id"]!, ticket["custom_fields"]).ShouldBe((360007654321, null));
        both.Rt.NewTickets.Calls.ShouldBeEmpty();
    }

    /// <summary>Somebody typed a group that was never there, and no default one is known in the old helpdesk any more.</summary>
    [Fact]
    public async Task A_chat_whose_group_is_not_there_where_it_began_is_opened_in_another_group()
    {
        await using var both = await TwoHelpdesks.StartAsync(TwoHelpdesks.ByRequestTracker);
        both.Rt.NewUsers.Next(new Answer(401, """{"message":"Unauthorized"}"""));
        await both.Bridge.HandOverAsync(destination: "no number");
        await both.Bridge.SendTextAsync("Hello");
        await both.Bridge.UntilAsync(() => both.Bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        await both.Bridge.App.RestartAsync(TwoHelpdesks.ByZendesk);
        await both.Bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        both.Rt.Data.Words.ShouldBe(["Hello"]);
        both.Zendesk.NewTickets.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_chats_in_a_helpdesk_that_left_the_settings_wait_until_it_is_put_back_and_operators_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;
        try
        {
            (string, string)[] store = [("Storage:ConnectionString", $"Data Source={Path.Combine(folder, "bridge.db")}")];
            await using (var both = await TwoHelpdesks.StartAsync([.. TwoHelpdesks.ByRequestTracker, .. store]))
                await both.BeginAsync("Hello");

            // Only Zendesk is left.
            await using (var bridge = await BridgeFixture.StartAsync([.. Nullable(TwoHelpdesks.ByZendesk), .. Nullable(store)]))
            {
                await bridge.SendTextAsync("Anybody there?");
                await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
                const string Told = "1 open chat(s) are in rt, but Helpdesks:rt is not in the settings any more: put it back until they have ended";
                bridge.Log.Contains(LogEventLevel.Warning, Told).ShouldBeTrue();
                await Simulators.Wait.UntilAsync(async () =>
                    (await bridge.App.Http.GetStringAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken))
                        .Contains(Told, StringComparison.Ordinal));
                bridge.Log.Events.ShouldAllBe(e => e.Level < LogEventLevel.Error || e.MessageTemplate.Text.Contains("can't be reached"));
                bridge.Zendesk.NewTickets.Calls.ShouldBeEmpty();
            }

            await using var restored = await TwoHelpdesks.StartAsync([.. TwoHelpdesks.ByZendesk, .. store]);
            restored.Rt.Data.AddTicket(new RtStubTicket(0, RequestTrackerFixture.Queue, "Chat", "open"), "Hello", []);
            await restored.Bridge.DeliveredAsync("ClientText", stepSeconds: 1);
            restored.Rt.Data.Words.Select(text => text.Split("] ")[^1]).ShouldBe(["Hello", "Anybody there?"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static IEnumerable<(string, string?)> Nullable((string Key, string Value)[] settings) =>
            settings.Select(setting => (setting.Key, (string?)setting.Value));
    }
}
