using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>A channel with business hours. The clock stands at 10:00 UTC of Monday, 2026-11-23.</summary>
public sealed class BusinessHoursTests
{
    private const string Offline = "TextMessage Our agents are not here at the moment. Your message is kept and will be answered as soon as they are back.";

    private static readonly (string, string?) OpenFrom11 = ("Channels:shop:Hours:Open:0", "Mon-Fri 11:00-18:00");
    private static readonly (string, string?) Schedule = ("Channels:shop:Hours:ZendeskScheduleId", "360000000003");

    [Fact]
    public async Task Outside_the_hours_a_client_who_is_handed_over_is_told_once_and_the_ticket_is_opened_as_always()
    {
        await using var rig = await StartAsync(OpenFrom11);
        await rig.HandOverAsync();
        await rig.DeliveredAsync("ClientNotice");
        rig.Zendesk.NewTickets.Calls.ShouldBeEmpty("the hand-over still waits for the first message");

        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");
        await rig.HandOverAsync();
        await rig.DeliveredAsync("MoveTicket");
        await rig.SayAsync("Anybody there?");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.Written[0].ShouldBe("Hello");
        rig.Jaicp.Told.ShouldBe([Offline]);
        ((string)rig.Jaicp.Received[0]["employee"]!["employeeId"]!).ShouldBe("system");

        await rig.LeaveAsync();
        await rig.DeliveredAsync("ClientLeft");
        await rig.HandOverAsync();
        await rig.DeliveredAsync("ClientNotice", 2);
        rig.Jaicp.Told.ShouldBe([Offline, Offline], "another conversation");
    }

    [Fact]
    public async Task Outside_the_hours_a_client_who_begins_by_writing_is_told_in_the_channels_words()
    {
        await using var rig = await StartAsync(OpenFrom11, ("Channels:shop:Texts:Offline", "Мы откроемся в 11."));
        await rig.SayAsync("Hello");
        await rig.SayAsync("Hello?");
        await rig.DeliveredAsync("OpenTicket");
        await rig.DeliveredAsync("ClientNotice");

        rig.Jaicp.Told.ShouldBe(["TextMessage Мы откроемся в 11."]);
    }

    [Fact]
    public async Task Within_the_hours_nothing_is_said_until_a_hand_over_after_their_end()
    {
        await using var rig = await StartAsync(("Channels:shop:Hours:Open:0", "Mon-Fri 09:00-10:05"));
        await rig.HandOverAsync();
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");
        rig.Log.Outcomes("ClientNotice", "Delivered").ShouldBe(0);

        await rig.HandOverAsync();
        await rig.DeliveredAsync("ClientNotice");
        rig.Jaicp.Told.ShouldBe([Offline]);
    }

    [Fact]
    public async Task An_empty_text_says_nothing()
    {
        await using var rig = await StartAsync(OpenFrom11, ("Channels:shop:Texts:Offline", ""));
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");

        rig.Jaicp.Told.ShouldBeEmpty();
        rig.Log.Outcomes("ClientNotice", "Delivered").ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_online_outside_the_hours_by_the_channels_own_clock()
    {
        // 13:00 in Moscow.
        await using var rig = await StartAsync(
            ("Channels:shop:TimeZone", "Europe/Moscow"), ("Channels:shop:Hours:Open:0", "Mon-Fri 09:00-13:00"), ("Channels:shop:Hours:Open:1", "Mon 14:00-18:00"));
        rig.Zendesk.HasOnline((360001234567, 1), (42, 1));
        rig.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));

        await DestinationsCall.AskUntilAsync(rig, "360001234567=False 42=False");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        (await DestinationsCall.OnlineAsync(rig)).ShouldBe("360001234567=True 42=True");
    }

    [Fact]
    public async Task A_schedule_of_the_helpdesk_counts_in_its_own_zone_and_without_its_holidays()
    {
        await using var rig = await StartAsync(Schedule);
        rig.Zendesk.HasGroups((360001234567, "Sales"));

        // Monday 11 to 11:55 in London, where it is 10.
        HasSchedule(rig, "London", (1440 + 660, 1440 + 715));
        await DestinationsCall.AskUntilAsync(rig, "360001234567=False");
        rig.Clock.Advance(TimeSpan.FromMinutes(58));
        var groups = rig.Zendesk.Groups.Calls.Count;
        await DestinationsCall.AskUntilAsync(rig, _ => rig.Zendesk.Groups.Calls.Count > groups);
        rig.Zendesk.Schedules.Calls.Count.ShouldBe(1, "it is read once an hour at most");
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        (await DestinationsCall.OnlineAsync(rig)).ShouldBe("360001234567=True", "11:00");
        await DestinationsCall.AskUntilAsync(rig, _ => rig.Zendesk.Schedules.Calls.Count >= 2);

        // Open all day, but for a holiday.
        HasSchedule(rig, "London", (1440, 2880));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await DestinationsCall.AskUntilAsync(rig, "360001234567=True", stepSeconds: 120);
        rig.Zendesk.Holidays.Usually(Answer.Ok("""{"holidays":[{"id":1,"name":"A day off","start_date":"2026-11-23","end_date":"2026-11-23"}]}"""));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await DestinationsCall.AskUntilAsync(rig, "360001234567=False", stepSeconds: 120);

        rig.Zendesk.Schedules.Usually(new Answer(503));
        var asked = rig.Zendesk.Schedules.Calls.Count;
        rig.Clock.Advance(TimeSpan.FromHours(1));
        (await DestinationsCall.AskUntilAsync(rig, _ => rig.Zendesk.Schedules.Calls.Count > asked, stepSeconds: 120)).ShouldBe("360001234567=False", "the last one known stays");

        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("ClientNotice");
        rig.Jaicp.Told.ShouldBe([Offline]);
    }

    [Theory]
    [InlineData(404, "London")]
    [InlineData(503, "London")]
    [InlineData(200, "Olympus Mons")]
    public async Task A_schedule_that_can_not_be_read_is_open_and_a_warning(int status, string zone)
    {
        await using var rig = await StartAsync(Schedule);
        rig.Zendesk.HasGroups((360001234567, "Sales"));
        HasSchedule(rig, zone);
        if (status != 200)
            rig.Zendesk.Schedules.Usually(new Answer(status));

        var answer = await DestinationsCall.AskUntilAsync(rig, _ => rig.Log.Says(Serilog.Events.LogEventLevel.Warning, "Hours:ZendeskScheduleId"));
        answer.ShouldBe("360001234567=True");
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");
        rig.Jaicp.Told.ShouldBeEmpty();
    }

    private static void HasSchedule(BridgeRig rig, string zone, params (int From, int To)[] week)
    {
        var intervals = string.Join(',', week.Select(i => $$"""{"start_time":{{i.From}},"end_time":{{i.To}}}"""));
        rig.Zendesk.Schedules.Usually(Answer.Ok($$$"""{"schedule":{"id":360000000003,"name":"Hours","time_zone":"{{{zone}}}","intervals":[{{{intervals}}}]}}"""));
        rig.Zendesk.Holidays.Usually(Answer.Ok("""{"holidays":[]}"""));
    }

    private static async Task<BridgeRig> StartAsync(params (string, string?)[] settings)
    {
        var rig = await BridgeRig.StartAsync(settings);
        rig.Zendesk.AcceptsTickets();
        rig.Jaicp.TakesEvents();
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        return rig;
    }
}
