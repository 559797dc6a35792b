using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Bridge.ListedDestination;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A channel with business hours. The clock stands at 10:00 UTC of Monday, 2026-11-23.</summary>
public sealed class BusinessHoursTests
{
    private const long Sales = 360001234567;

    private const string OfflineText =
        "TextMessage Our agents are not here at the moment. Your message is kept and will be answered as soon as they are back.";

    private static readonly (string, string?) OpenFrom11 = ("Channels:shop:Hours:Open:0", "Mon-Fri 11:00-18:00");
    private static readonly (string, string?) Schedule = ("Channels:shop:Hours:ZendeskScheduleId", "360000000003");

    [Fact]
    public async Task Outside_the_hours_a_client_who_is_handed_over_is_told_once_and_the_ticket_is_opened_as_always()
    {
        await using var bridge = await StartAsync(OpenFrom11);
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Zendesk.NewTickets.Calls.ShouldBeEmpty("the hand-over still waits for the first message");

        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("MoveTicket");
        await bridge.SendTextAsync("Anybody there?");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Written[0].ShouldBe("Hello");
        bridge.Jaicp.EventSummaries.ShouldBe([OfflineText]);
        ((string)bridge.Jaicp.Received[0]["employee"]!["employeeId"]!).ShouldBe("system");

        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ClientNotice", 2);
        bridge.Jaicp.EventSummaries.ShouldBe([OfflineText, OfflineText], "another conversation");
    }

    [Fact]
    public async Task Outside_the_hours_a_client_who_begins_by_writing_is_told_in_the_channels_words()
    {
        await using var bridge = await StartAsync(OpenFrom11, ("Channels:shop:Texts:Offline", "Мы откроемся в 11."));
        await bridge.SendTextAsync("Hello");
        await bridge.SendTextAsync("Hello?");
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.DeliveredAsync("ClientNotice");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Мы откроемся в 11."]);
    }

    [Fact]
    public async Task Within_the_hours_nothing_is_said_until_a_hand_over_after_their_end()
    {
        await using var bridge = await StartAsync(("Channels:shop:Hours:Open:0", "Mon-Fri 09:00-10:05"));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");
        bridge.Log.Outcomes("ClientNotice", "Delivered").ShouldBe(0);

        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Jaicp.EventSummaries.ShouldBe([OfflineText]);
    }

    [Fact]
    public async Task An_empty_text_says_nothing()
    {
        await using var bridge = await StartAsync(OpenFrom11, ("Channels:shop:Texts:Offline", ""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
        bridge.Log.Outcomes("ClientNotice", "Delivered").ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_online_outside_the_hours_by_the_channels_own_clock()
    {
        // 13:00 in Moscow.
        await using var bridge = await StartAsync(
            ("Channels:shop:TimeZone", "Europe/Moscow"),
            ("Channels:shop:Hours:Open:0", "Mon-Fri 09:00-13:00"),
            ("Channels:shop:Hours:Open:1", "Mon 14:00-18:00"));
        bridge.Zendesk.HasOnline((Sales, 1), (42, 1));
        bridge.Zendesk.HasGroups((Sales, "Sales"), (42, "Billing"));

        await DestinationsCall.AskUntilAsync(bridge, Offline(Sales), Offline(42));
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        (await DestinationsCall.GetAsync(bridge)).ShouldBe([Online(Sales), Online(42)]);
    }

    [Fact]
    public async Task A_schedule_of_the_helpdesk_counts_in_its_own_zone_and_without_its_holidays()
    {
        await using var bridge = await StartAsync(Schedule);
        bridge.Zendesk.HasGroups((Sales, "Sales"));

        // Monday 11 to 11:55 in London, where it is 10.
        HasSchedule(bridge, "London", (1440 + 660, 1440 + 715));
        await DestinationsCall.AskUntilAsync(bridge, Offline(Sales));
        bridge.Clock.Advance(TimeSpan.FromMinutes(58));
        var groups = bridge.Zendesk.Groups.Calls.Count;
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Groups.Calls.Count > groups);
        bridge.Zendesk.Schedules.Calls.Count.ShouldBe(1, "it is read once an hour at most");
        bridge.Clock.Advance(TimeSpan.FromMinutes(2));
        (await DestinationsCall.GetAsync(bridge)).ShouldBe([Online(Sales)], ignoreOrder: false, "11:00");
        await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Schedules.Calls.Count >= 2);

        // Open all day, but for a holiday.
        HasSchedule(bridge, "London", (1440, 2880));
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await DestinationsCall.AskUntilAsync(bridge, stepSeconds: 120, Online(Sales));
        bridge.Zendesk.Holidays.Usually(Answer.Ok(
            """{"holidays":[{"id":1,"name":"A day off","start_date":"2026-11-23","end_date":"2026-11-23"}]}"""));
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await DestinationsCall.AskUntilAsync(bridge, stepSeconds: 120, Offline(Sales));

        bridge.Zendesk.Schedules.Usually(ZendeskStub.Unavailable);
        var asked = bridge.Zendesk.Schedules.Calls.Count;
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        (await DestinationsCall.AskUntilAsync(bridge, _ => bridge.Zendesk.Schedules.Calls.Count > asked, stepSeconds: 120))
            .ShouldBe([Offline(Sales)], ignoreOrder: false, "the last one known stays");

        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Jaicp.EventSummaries.ShouldBe([OfflineText]);
    }

    [Theory]
    [InlineData(404, "London")]
    [InlineData(503, "London")]
    [InlineData(200, "Olympus Mons")]
    public async Task A_schedule_that_can_not_be_read_is_open_and_a_warning(int status, string zone)
    {
        await using var bridge = await StartAsync(Schedule);
        bridge.Zendesk.HasGroups((Sales, "Sales"));
        HasSchedule(bridge, zone);
        if (status != 200)
            bridge.Zendesk.Schedules.Usually(new Answer(status));

        var answer = await DestinationsCall.AskUntilAsync(
            bridge, _ => bridge.Log.Contains(Serilog.Events.LogEventLevel.Warning, "Hours:ZendeskScheduleId"));
        answer.ShouldBe([Online(Sales)]);
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    private static void HasSchedule(BridgeFixture bridge, string zone, params (int From, int To)[] week)
    {
        var intervals = string.Join(',', week.Select(i => $$"""{"start_time":{{i.From}},"end_time":{{i.To}}}"""));
        bridge.Zendesk.Schedules.Usually(Answer.Ok(
            $$$"""{"schedule":{"id":360000000003,"name":"Hours","time_zone":"{{{zone}}}","intervals":[{{{intervals}}}]}}"""));
        bridge.Zendesk.Holidays.Usually(Answer.Ok("""{"holidays":[]}"""));
    }

    private static async Task<BridgeFixture> StartAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithWebhookAsync(settings);
        return bridge;
    }
}
