using System.Globalization;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Sweeps find what webhooks lost, and cost little.</summary>
public sealed class SweepTests
{
    private const string Long = "2026-11-23T09:00:00Z";
    private static readonly (string Key, string? Value) EveryMinute = ("Helpdesks:main:ReconcileEvery", "00:01:00");

    [Fact]
    public async Task A_webhook_that_never_came_is_made_up_for()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(bridge, Long, "solved", ZendeskStub.Comment(8001, "Hi Ann"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2, stepSeconds: 10);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "Closed"]);
        bridge.Zendesk.TicketsByIds.Calls[0].Query.ShouldBe("ids=501");
    }

    [Fact]
    public async Task A_ticket_that_did_not_change_is_not_read_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(bridge, Long, "open");
        for (var sweep = 1; sweep <= 5; sweep++)
            await SweepAsync(bridge, readings: 1);
        bridge.Log.Readings(501).ShouldBe(1);

        TicketsChangedAt(bridge, "2026-11-23T10:02:00Z", "open", ZendeskStub.Comment(8001, "Hi Ann", at: "2026-11-23T10:02:00Z"));
        for (var sweep = 1; sweep <= 3; sweep++)
            await SweepAsync(bridge, readings: 2);
        bridge.Log.Readings(501).ShouldBe(2);
        bridge.Zendesk.Tickets.Calls.Count.ShouldBe(2);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
    }

    [Fact]
    public async Task A_ticket_read_in_the_second_of_its_change_is_read_once_more()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(bridge, "2026-11-23T10:01:00Z", "open");
        await SweepAsync(bridge, readings: 1);

        TicketsChangedAt(bridge, "2026-11-23T10:01:00Z", "open", ZendeskStub.Comment(8001, "in that very second", at: "2026-11-23T10:01:00Z"));
        for (var sweep = 1; sweep <= 4; sweep++)
            await SweepAsync(bridge, readings: 2);
        bridge.Log.Readings(501).ShouldBe(2);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage in that very second"]);
    }

    [Fact]
    public async Task With_Feed_Poll_no_webhook_is_needed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Helpdesks:main:Feed", "Poll"), ("Helpdesks:main:WebhookSecrets:0", null));
        TicketsChangedAt(bridge, Long, "open", ZendeskStub.Comment(8001, "Hi Ann"));
        bridge.Clock.Advance(TimeSpan.FromSeconds(5));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);

        TicketsChangedAt(bridge, "2026-11-23T09:30:00Z", "solved", ZendeskStub.Comment(8001, "Hi Ann"), ZendeskStub.Comment(8002, "Bye"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 3, stepSeconds: 1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann", "TextMessage Bye", "Closed"]);
    }

    [Theory]
    [InlineData("Poll", 30)]
    [InlineData("Poll", 130)]
    [InlineData("Webhook", 130)]
    public async Task An_agents_late_word_is_found_until_the_ticket_is_closed(string feed, int minutesAfterEnd)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Helpdesks:main:Feed", feed), EveryMinute);
        TicketsChangedAt(bridge, Long, "solved", ZendeskStub.Comment(8001, "Done"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2, stepSeconds: 5);
        bridge.Clock.Advance(TimeSpan.FromMinutes(minutesAfterEnd));
        var late = bridge.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        TicketsChangedAt(bridge, late, "open", ZendeskStub.Comment(8001, "Done"), ZendeskStub.Comment(8002, "One more thing", at: late));
        await bridge.DeliveredAsync("ClientGone", stepSeconds: 5);

        bridge.Zendesk.Written[^1].ShouldNotBeNull().ShouldContain("One more thing");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Done", "Closed"]);
    }

    [Fact]
    public async Task The_tickets_of_ended_chats_are_asked_for_once_a_minute_until_they_are_closed()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Helpdesks:main:Feed", "Poll"));
        TicketsChangedAt(bridge, Long, "solved");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 5);
        bridge.Clock.Advance(TimeSpan.FromHours(3));
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls[^1].At >= bridge.Clock.GetUtcNow().AddMinutes(-2), stepSeconds: 5);
        var before = bridge.Zendesk.TicketsByIds.Calls.Count;
        var since = bridge.Clock.GetUtcNow();
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= before + 4, stepSeconds: 5);
        (bridge.Zendesk.TicketsByIds.Calls[^1].At - since).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(3));

        TicketsChangedAt(bridge, "2026-11-23T12:00:00Z", "closed");
        var readings = bridge.Log.Readings(501);
        await bridge.UntilAsync(() => bridge.Log.Readings(501) > readings, stepSeconds: 5);
        await bridge.SendTextAsync("Hello", "another");
        await bridge.DeliveredAsync("OpenTicket", 2);
        before = bridge.Zendesk.TicketsByIds.Calls.Count;
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= before + 30, stepSeconds: 5);
        bridge.Zendesk.TicketsByIds.Calls.Skip(before + 1).Select(call => call.Query).Distinct().ShouldBe(["ids=502"]);
    }

    [Fact]
    public async Task A_ticket_that_does_not_exist_any_more_ends_the_conversation()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        bridge.Zendesk.TicketsByIds.Usually(Answer.Ok("""{"tickets":[],"count":0}"""));
        bridge.Zendesk.TicketIsGone();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 10);
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);

        // Nothing is left to be looked at.
        var (sweeps, readings) = (bridge.Zendesk.TicketsByIds.Calls.Count, bridge.Zendesk.Tickets.Calls.Count);
        bridge.Clock.Advance(TimeSpan.FromMinutes(5));
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("OpenTicket", 2);
        (bridge.Zendesk.TicketsByIds.Calls.Count, bridge.Zendesk.Tickets.Calls.Count).ShouldBe((sweeps, readings));
    }

    [Fact]
    public async Task A_sweep_asks_for_a_hundred_tickets_at_once_and_reads_no_more_than_its_share()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        foreach (var user in Enumerable.Range(1, 109))
            await bridge.SendTextAsync("Hi", $"user-{user}");
        await bridge.DeliveredAsync("OpenTicket", 110);
        TicketsChangedAt(bridge, Long, "open");

        // 400 requests a minute, a fifth of them for sweeps, two for each reading; those not read yet come first.
        await SweepAsync(bridge, readings: 40, requests: 2);
        bridge.Zendesk.TicketsByIds.Calls.Select(call => IdsIn(call).Count).ShouldBe([100, 10]);
        bridge.Zendesk.TicketsByIds.Calls.SelectMany(IdsIn).ShouldBe(Enumerable.Range(501, 110).Select(id => (long)id), ignoreOrder: true);

        bridge.Zendesk.Tickets.Calls.Count.ShouldBe(40);
        await SweepAsync(bridge, readings: 80, requests: 2);
        await SweepAsync(bridge, readings: 110, requests: 2);
        await SweepAsync(bridge, readings: 110, requests: 2);
        bridge.Zendesk.Tickets.Calls.Select(ZendeskStub.IdIn).ShouldBeUnique();
    }

    [Fact]
    public async Task A_sweep_that_fails_is_made_good_by_the_next()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(bridge, Long, "open", ZendeskStub.Comment(8001, "Hi Ann"));
        bridge.Zendesk.TicketsByIds.Next(ZendeskStub.Unavailable, new Answer(200, "<html>"));
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1, stepSeconds: 10);

        bridge.Zendesk.TicketsByIds.Calls.Count.ShouldBeGreaterThanOrEqualTo(3);
        bridge.Log.Contains(LogEventLevel.Warning, "could not read the tickets").ShouldBeTrue();
    }

    [Theory]
    [InlineData("comment_added", """{"comment":{"id":"1","is_public":true,"author":{"id":"9001","is_staff":false}}}""")]
    [InlineData("comment_added", """{"comment":{"id":"1","is_public":false,"author":{"id":"77","is_staff":true}}}""")]
    [InlineData("created", "{}")]
    [InlineData("tags_changed", "{}")]
    public async Task An_event_that_can_hold_nothing_for_the_client_costs_no_request(string type, string happened)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann"));
        (await bridge.WebhookAsync(Event(type, happened))).EnsureSuccessStatusCode();

        (await bridge.WebhookAsync(Event("comment_added", """{"comment":{"id":"2","is_public":true,"author":{"id":"77","is_staff":true}}}""")))
            .EnsureSuccessStatusCode();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        bridge.Zendesk.Tickets.Calls.Count.ShouldBe(1);
    }

    private static string Event(string type, string happened) =>
        $$"""{"type":"zen:event-type:ticket.{{type}}","subject":"zen:ticket:501","detail":{"id":"501","external_id":null},"event":{{happened}}}""";

    /// <summary>Every ticket changed then, and reads so.</summary>
    private static void TicketsChangedAt(BridgeFixture bridge, string time, string status, params JsonObject[] comments)
    {
        bridge.Zendesk.TicketIs(status, comments);
        bridge.Zendesk.Tickets.Usually(call => Answer.Ok($$"""{"ticket":{{Stamp(ZendeskStub.IdIn(call), time, status)}}}"""));
        bridge.Zendesk.TicketsByIds.Usually(
            call => Answer.Ok($$"""{"tickets":[{{string.Join(',', IdsIn(call).Select(id => Stamp(id, time, status)))}}]}"""));
    }

    private static string Stamp(long id, string time, string status) =>
        $$"""{"id":{{id}},"status":"{{status}}","requester_id":9001,"updated_at":"{{time}}"}""";

    private static List<long> IdsIn(Call call) =>
        [.. Uri.UnescapeDataString(call.Query)["ids=".Length..].Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>A minute later there is a sweep; after it this many readings were made in all.</summary>
    private static async Task SweepAsync(BridgeFixture bridge, int readings, int requests = 1)
    {
        var sweeps = bridge.Zendesk.TicketsByIds.Calls.Count;
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        await bridge.UntilAsync(() => bridge.Zendesk.TicketsByIds.Calls.Count >= sweeps + requests);
        await bridge.UntilAsync(
            () => bridge.Log.Events.Count(e => e.MessageTemplate.Text.Contains("was read", StringComparison.Ordinal)) >= readings);
    }
}
