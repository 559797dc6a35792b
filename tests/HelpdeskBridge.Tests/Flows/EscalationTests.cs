using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What happens to the ticket of a chat that no agent answers. The clock stands at 10:00 UTC of Monday, 2026-11-23.</summary>
public sealed class EscalationTests
{
    private const string Kind = "EscalateTicket";
    private const string FirstNote = "No agent has answered the client for 10 min.";

    /// <summary>Nothing is read unless somebody asks for it.</summary>
    private static readonly (string, string?) NoSweeps = ("Helpdesks:main:ReconcileEvery", "1.00:00:00");

    private static readonly (string, string?)[] Steps =
    [
        ("Channels:shop:Escalations:0:After", "00:10:00"),
        ("Channels:shop:Escalations:0:Priority", "High"),
        ("Channels:shop:Escalations:0:Tag", "nobody_answers"),
        ("Channels:shop:Escalations:1:After", "00:20:00"),
        ("Channels:shop:Escalations:1:Group", "42"),
        ("Channels:shop:Escalations:1:Note", "{userName} of {channel} waits {minutes} minutes ({userId})."),
    ];

    [Fact]
    public async Task Each_step_is_taken_once_and_in_order()
    {
        await using var bridge = await OpenAsync();
        var opened = bridge.Clock.GetUtcNow();
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"No agent has answered the client for 10 min.","public":false},"priority":"high","""
                + """ "metadata":{"helpdesk_bridge":"*"} } }""");
        bridge.Zendesk.Tags.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""{"tags":["nobody_answers"]}""");
        (bridge.Zendesk.Updates.Calls[0].At - opened).ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(19));

        await bridge.DeliveredAsync(Kind, 2, stepSeconds: 5);
        bridge.Zendesk.Updates.Calls[1].Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"`Ann` of shop waits 20 minutes (`telegram-123-987654`).","public":false},"group_id":42,"""
                + """ "metadata":{"helpdesk_bridge":"*"} } }""");
        (bridge.Zendesk.Updates.Calls[1].At - opened).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(20));

        await PassAsync(bridge, TimeSpan.FromHours(3));
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chat_that_can_not_be_read_keeps_no_other_from_its_steps()
    {
        await using var bridge = await OpenAsync();
        await bridge.SendTextAsync("Hi", "another-client");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIs(ZendeskStub.FirstTicket + 1, "open", null);
        await bridge.App.ChangeStoreAsync($"UPDATE conversations SET ticket_status = 'Nonsense' WHERE user_id = '{BridgeFixture.User}'");
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        ZendeskStub.IdIn(bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem()).ShouldBe(ZendeskStub.FirstTicket + 1);
    }

    [Fact]
    public async Task Without_the_setting_nothing_happens()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(NoSweeps);
        bridge.Zendesk.TicketIs("open");
        await PassAsync(bridge, TimeSpan.FromHours(3));

        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agents_public_answer_cancels_the_steps_that_are_left_and_an_internal_note_does_not()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Who takes this?", isPublic: false));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8002, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await PassAsync(bridge, TimeSpan.FromHours(1));

        bridge.Zendesk.Written.ShouldBe(["Hello", FirstNote]);
    }

    [Fact]
    public async Task An_answer_whose_webhook_was_lost_is_read_before_a_step_is_taken()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:05:00Z"));
        await bridge.DeliveredAsync("AgentText", stepSeconds: 5);
        await PassAsync(bridge, TimeSpan.FromHours(1));

        bridge.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task While_the_ticket_can_not_be_read_no_step_is_taken()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Unavailable);
        await PassAsync(bridge, TimeSpan.FromMinutes(30));
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();

        bridge.Zendesk.TicketIs("open");
        await bridge.DeliveredAsync(Kind, 2, stepSeconds: 30);
        bridge.Zendesk.Written[1].ShouldBe(FirstNote);
    }

    [Fact]
    public async Task The_end_of_the_chat_cancels_the_steps_that_are_left()
    {
        await using var bridge = await OpenAsync();
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await PassAsync(bridge, TimeSpan.FromHours(1));

        bridge.Zendesk.Written.ShouldBe(["Hello", FirstNote, "The client closed the chat."]);
    }

    [Fact]
    public async Task A_restart_repeats_no_step_and_forgets_none()
    {
        await using var bridge = await OpenAsync();
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync(Kind, 2, stepSeconds: 5);
        await bridge.App.RestartAsync();
        await PassAsync(bridge, TimeSpan.FromHours(1));

        bridge.Zendesk.Written.Count.ShouldBe(3);
    }

    [Fact]
    public async Task After_a_long_time_without_the_service_each_step_is_taken_in_order()
    {
        await using var bridge = await OpenAsync();
        await bridge.App.StopAsync();
        bridge.Clock.Advance(TimeSpan.FromHours(5));
        await bridge.App.RestartAsync();
        await bridge.DeliveredAsync(Kind, 2, stepSeconds: 5);

        bridge.Zendesk.Written.Count.ShouldBe(3);
        bridge.Zendesk.Written[1].ShouldBe(FirstNote);
        ((long)bridge.Zendesk.Updates.Calls[1].Ticket["group_id"]!).ShouldBe(42);
    }

    [Fact]
    public async Task A_chat_from_before_the_setting_is_handled_too()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(NoSweeps);
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":[]}"""));
        bridge.Zendesk.TicketIs("open");
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.App.RestartAsync([.. Steps.Select(setting => (setting.Item1, setting.Item2!))]);
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        bridge.Zendesk.Written.ShouldBe(["Hello", FirstNote]);
    }

    [Theory]
    [InlineData("Channels:shop:Hours:Open:0", "Mon-Fri 09:00-10:05", "UTC")]
    [InlineData("Channels:shop:Hours:Open:0", "Mon-Fri 12:00-13:05", "Europe/Moscow")]
    [InlineData("Channels:shop:Hours:ZendeskScheduleId", "360000000003", "UTC")]
    public async Task Time_outside_the_hours_does_not_count(string key, string value, string zone)
    {
        await using var bridge = await BridgeFixture.StartAsync([NoSweeps, .. Steps, (key, value), ("Channels:shop:TimeZone", zone)]);
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":[]}"""));
        bridge.Zendesk.TicketIs("open");

        // 9 to 10:05 on each day from Monday to Friday.
        var week = string.Join(',', Enumerable.Range(1, 5).Select(
            day => $$"""{"start_time":{{(day * 1440) + 540}},"end_time":{{(day * 1440) + 605}}}"""));
        bridge.Zendesk.Schedules.Usually(Answer.Ok(
            $$$"""{"schedule":{"id":360000000003,"name":"Hours","time_zone":"London","intervals":[{{{week}}}]}}"""));
        bridge.Zendesk.Holidays.Usually(Answer.Ok("""{"holidays":[]}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        await PassAsync(bridge, TimeSpan.FromHours(22));
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
        var nine = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        await bridge.UntilAsync(() => bridge.Clock.GetUtcNow() >= nine, stepSeconds: 60);
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        // Five minutes on Monday, and five on Tuesday.
        (bridge.Zendesk.Updates.Calls[0].At - nine).ShouldBeInRange(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_chat_that_the_client_carries_on_after_its_end_counts_anew()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.SendTextAsync("Not quite");
        await bridge.DeliveredAsync("ClientText");
        var reopened = bridge.Clock.GetUtcNow();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Done"));
        await bridge.DeliveredAsync(Kind, 2, stepSeconds: 5);
        (bridge.Zendesk.Updates.Calls[1].At - reopened).ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(19));

        // The next answer cancels, like the first one.
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8002, "Now it is"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", 2);
        bridge.Zendesk.Written.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Another_chat_in_the_same_ticket_has_steps_of_its_own()
    {
        await using var bridge = await OpenAsync(("Channels:shop:Ticket:Reuse", "WhileOpen"));
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ReopenTicket");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Done"));
        await bridge.DeliveredAsync(Kind, 3, stepSeconds: 5);

        bridge.Zendesk.Written.Count(text => text == FirstNote).ShouldBe(2);
    }

    [Fact]
    public async Task A_step_that_waited_until_an_agent_had_answered_is_not_taken()
    {
        await using var bridge = await WithWaitingStepAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", at: "2026-11-23T10:12:00Z"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.UntilAsync(() => bridge.Log.Outcomes(Kind, "Dropped") >= 1, stepSeconds: 10);

        bridge.Zendesk.Written.ShouldNotContain(FirstNote);
    }

    /// <summary>It waited for its turn until the client's next chat had begun in the same ticket.</summary>
    [Fact]
    public async Task A_step_that_waited_until_the_next_chat_in_the_ticket_is_not_taken()
    {
        await using var bridge = await WithWaitingStepAsync(("Channels:shop:Ticket:Reuse", "WhileOpen"));
        await bridge.CloseChatAsync();
        await bridge.HandOverAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes(Kind, "Dropped") >= 1, stepSeconds: 10);
        await bridge.DeliveredAsync("ReopenTicket", stepSeconds: 5);

        bridge.Zendesk.Written.ShouldNotContain(FirstNote);
    }

    [Fact]
    public async Task A_step_that_waited_until_another_hand_over_leaves_the_chat_to_the_group_of_that()
    {
        await using var bridge = await WithWaitingStepAsync(("Channels:shop:Escalations:0:Group", "42"));
        bridge.Zendesk.HasGroups((long.Parse(BridgeApp.DefaultGroup), "Sales"), (42, "Billing"), (43, "Returns"));
        bridge.Zendesk.HasOnline((42, 1), (43, 1));
        var group = BridgeApp.DefaultGroup;
        bridge.Zendesk.Updates.Usually(call =>
        {
            group = call.Ticket["group_id"]?.ToString() ?? group;
            return Answer.Ok($$$"""{"ticket":{"id":501,"status":"open","group_id":{{{group}}}}}""");
        });
        await bridge.HandOverAsync(destination: "43");
        await bridge.DeliveredAsync("MoveTicket", stepSeconds: 10);

        bridge.Zendesk.Updates.Calls.Select(call => call.Ticket["group_id"]?.ToString()).OfType<string>().ShouldBe(["42", "43"]);
        (await StoredChats.FindAsync(bridge, BridgeFixture.User)).DestinationId.ShouldBe("43");
    }

    [Fact]
    public async Task A_step_whose_answer_was_lost_is_taken_once()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.Updates.Next(new Answer(502));
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1, stepSeconds: 5);
        var marker = (string)bridge.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!;
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, FirstNote, author: 78, isPublic: false, marker: marker));
        await bridge.DeliveredAsync(Kind, stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("group_id", "Group 42", "group 42", "priority")]
    [InlineData("priority", "Priority urgent", "Escalations (Priority urgent)", "group_id")]
    public async Task What_the_helpdesk_refuses_costs_no_note_and_is_shown_in_readiness(string field, string inNote, string inAlarm, string written)
    {
        await using var bridge = await OpenAsync(
            ("Channels:shop:Escalations:0:Group", "42"), ("Channels:shop:Escalations:0:Priority", "urgent"),
            ("Channels:shop:Escalations:0:Tag", null));
        bridge.Zendesk.Updates.Usually(call => call.Ticket[field] is null
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""")
            : new Answer(422, $$$"""{"error":"RecordInvalid","details":{"{{{field}}}":[{"description":"is not valid"}]}}"""));
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        var last = bridge.Zendesk.Updates.Calls[^1].Ticket;
        ((string)last["comment"]!["body"]!).ShouldBe($"{FirstNote}\n\nThe helpdesk did not take {inNote} (422 RecordInvalid {field}).");
        last[written].ShouldNotBeNull("what is not refused is done");
        (await GetAlarmAsync(bridge)).ShouldContain($"Channels:shop: the helpdesk refuses {inAlarm}");
        bridge.Log.DeadLetters(Kind).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_that_names_nothing_costs_no_note_either()
    {
        await using var bridge = await OpenAsync(("Channels:shop:Escalations:0:Group", "42"));
        bridge.Zendesk.Updates.Usually(call => call.Ticket["group_id"] is null && call.Ticket["priority"] is null
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""")
            : new Answer(422, """{"error":"RecordInvalid","details":{"base":[{"description":"ist ungültig"}]}}"""));
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        bridge.Zendesk.Written[^1].ShouldBe(
            $"{FirstNote}\n\nThe helpdesk did not take Group 42 (422 RecordInvalid base).\n\n"
            + "The helpdesk did not take Priority High (422 RecordInvalid base).");
    }

    [Fact]
    public async Task A_tag_that_the_bridge_may_not_set_costs_neither_note_nor_priority()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.Tags.Usually(ZendeskStub.Forbidden);
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        bridge.Zendesk.Written[^1].ShouldBe($"{FirstNote}\n\nThe helpdesk did not take Tag nobody_answers (403 Forbidden).");
        ((string?)bridge.Zendesk.Updates.Calls[^1].Ticket["priority"]).ShouldBe("high");
    }

    [Fact]
    public async Task A_tag_that_is_refused_costs_neither_note_nor_priority_until_it_is_taken()
    {
        await using var bridge = await OpenAsync();
        bridge.Zendesk.Tags.Next(new Answer(422, """{"error":"RecordInvalid","description":"no","details":{"tags":[{"description":"no"}]}}"""));
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);
        bridge.Zendesk.Written[^1].ShouldBe($"{FirstNote}\n\nThe helpdesk did not take Tag nobody_answers (422 RecordInvalid tags).");
        ((string?)bridge.Zendesk.Updates.Calls[^1].Ticket["priority"]).ShouldBe("high");
        (await GetAlarmAsync(bridge)).ShouldContain("Escalations (Tag nobody_answers)");

        // The next chat, in which the helpdesk takes it.
        await bridge.SendTextAsync("Hello", "another");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIs(502, "open", null);
        await bridge.DeliveredAsync(Kind, 3, stepSeconds: 5);
        (await GetAlarmAsync(bridge)).ShouldBe("The helpdesks accept what the settings name.");
    }

    [Fact]
    public async Task With_an_empty_note_only_the_ticket_is_changed()
    {
        await using var bridge = await OpenAsync(("Channels:shop:Escalations:0:Note", ""));
        await bridge.DeliveredAsync(Kind, stepSeconds: 5);

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"ticket":{"priority":"high","metadata":{"helpdesk_bridge":"*"} } }""");
    }

    [Fact]
    public async Task The_chat_counts_in_its_new_group_and_a_follow_up_is_opened_there()
    {
        const string Key = "the-key-of-the-bots-script-0123456789";
        await using var bridge = await OpenAsync(("Channels:shop:BotKey", Key), ("Channels:shop:Destinations:0:Id", BridgeApp.DefaultGroup));
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Second line"));
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        await bridge.SendTextAsync("I am the second", "second");
        await bridge.DeliveredAsync("OpenTicket", 2);
        (await GetPositionAsync("second")).ShouldBe(2);
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Any(call => (long?)call.Ticket["group_id"] == 42), stepSeconds: 5);
        (await GetPositionAsync(BridgeFixture.User)).ShouldBe(1);
        (await GetPositionAsync("second")).ShouldBe(1);

        bridge.Zendesk.TicketIs("closed");
        await bridge.SendTextAsync("Anybody?");
        await bridge.DeliveredAsync("ClientText");
        ((long?)bridge.Zendesk.NewTickets.Calls[^1].Ticket["group_id"]).ShouldBe(42);

        async Task<long?> GetPositionAsync(string user)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bridge.App.Url, $"/bot/shop/conversation?userId={user}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (long?)(await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["position"];
        }
    }

    [Fact]
    public async Task The_text_that_asks_to_wait_names_the_place_in_the_queue_of_the_group()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(("Channels:shop:Texts:Waiting", "You are number {position}."));
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Second line"));
        foreach (var (user, group) in new[] { ("u1", "42"), ("u2", BridgeApp.DefaultGroup), ("u3", "42") })
        {
            await bridge.HandOverAsync(user, group);
            await bridge.SendTextAsync("Hello", user);
            bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await bridge.DeliveredAsync("ClientNotice", 3, stepSeconds: 5);
        bridge.Jaicp.Received.ToDictionary(e => (string)e["userId"]!, e => (string)e["text"]!).ShouldBe(
            new Dictionary<string, string> { ["u1"] = "You are number 1.", ["u2"] = "You are number 1.", ["u3"] = "You are number 2." },
            ignoreOrder: true);
    }

    /// <summary>The first step is due, and waits behind a text for which the helpdesk has no time.</summary>
    private static async Task<BridgeFixture> WithWaitingStepAsync(params (string, string?)[] settings)
    {
        var bridge = await OpenAsync(settings);
        bridge.Zendesk.Updates.Next(new Answer(429, RetryAfter: "600"));
        bridge.Clock.Advance(TimeSpan.FromMinutes(9));
        await bridge.SendTextAsync("Hello?");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.UntilAsync(() => bridge.Log.Readings(ZendeskStub.FirstTicket) >= 1, stepSeconds: 5);
        await PassAsync(bridge, TimeSpan.FromMinutes(2), stepSeconds: 5);
        return bridge;
    }

    private static async Task<BridgeFixture> OpenAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync([NoSweeps, .. Steps, .. settings]);
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":[]}"""));
        bridge.Zendesk.TicketIs("open");
        return bridge;
    }

    /// <summary>So much time passes, in which something might happen.</summary>
    private static Task PassAsync(BridgeFixture bridge, TimeSpan time, int stepSeconds = 300)
    {
        var end = bridge.Clock.GetUtcNow() + time;
        return bridge.UntilAsync(() => bridge.Clock.GetUtcNow() >= end, stepSeconds);
    }

    private static async Task<string> GetAlarmAsync(BridgeFixture bridge)
    {
        var ready = await bridge.App.Http.GetFromJsonAsync<JsonNode>(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        return (string)ready!["parts"]!["settings"]!["reason"]!;
    }
}
