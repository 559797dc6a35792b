using System.Globalization;
using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
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
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(rig, Long, "solved", ZendeskStub.Comment(8001, "Hi Ann"));
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 2, stepSeconds: 10);

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi Ann", "Closed"]);
        rig.Zendesk.Stamps.Calls[0].Query.ShouldBe("ids=501");
    }

    [Fact]
    public async Task A_ticket_that_did_not_change_is_not_read_again()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(rig, Long, "open");
        for (var sweep = 1; sweep <= 5; sweep++)
            await SweepAsync(rig, readings: 1);
        rig.Log.Readings(501).ShouldBe(1);

        TicketsChangedAt(rig, "2026-11-23T10:02:00Z", "open", ZendeskStub.Comment(8001, "Hi Ann", at: "2026-11-23T10:02:00Z"));
        for (var sweep = 1; sweep <= 3; sweep++)
            await SweepAsync(rig, readings: 2);
        rig.Log.Readings(501).ShouldBe(2);
        rig.Zendesk.Tickets.Calls.Count.ShouldBe(2);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi Ann"]);
    }

    [Fact]
    public async Task A_ticket_read_in_the_second_of_its_change_is_read_once_more()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(rig, "2026-11-23T10:01:00Z", "open");
        await SweepAsync(rig, readings: 1);

        TicketsChangedAt(rig, "2026-11-23T10:01:00Z", "open", ZendeskStub.Comment(8001, "in that very second", at: "2026-11-23T10:01:00Z"));
        for (var sweep = 1; sweep <= 4; sweep++)
            await SweepAsync(rig, readings: 2);
        rig.Log.Readings(501).ShouldBe(2);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage in that very second"]);
    }

    [Fact]
    public async Task With_Feed_Poll_no_webhook_is_needed()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Helpdesks:main:Feed", "Poll"), ("Helpdesks:main:WebhookSecrets:0", null));
        TicketsChangedAt(rig, Long, "open", ZendeskStub.Comment(8001, "Hi Ann"));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);

        TicketsChangedAt(rig, "2026-11-23T09:30:00Z", "solved", ZendeskStub.Comment(8001, "Hi Ann"), ZendeskStub.Comment(8002, "Bye"));
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 3, stepSeconds: 1);
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi Ann", "TextMessage Bye", "Closed"]);
    }

    [Fact]
    public async Task A_ticket_that_is_not_there_any_more_ends_the_chat()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        rig.Zendesk.Stamps.Usually(Answer.Ok("""{"tickets":[],"count":0}"""));
        rig.Zendesk.TicketIsGone();
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1, stepSeconds: 10);
        rig.Jaicp.Told.ShouldBe(["Closed"]);

        // Nothing is left to be looked at.
        var (sweeps, readings) = (rig.Zendesk.Stamps.Calls.Count, rig.Zendesk.Tickets.Calls.Count);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.SayAsync("Hello again");
        await rig.DeliveredAsync("OpenTicket", 2);
        (rig.Zendesk.Stamps.Calls.Count, rig.Zendesk.Tickets.Calls.Count).ShouldBe((sweeps, readings));
    }

    [Fact]
    public async Task A_sweep_asks_for_a_hundred_tickets_at_once_and_reads_no_more_than_its_share()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        foreach (var user in Enumerable.Range(1, 109))
            await rig.SayAsync("Hi", $"user-{user}");
        await rig.DeliveredAsync("OpenTicket", 110);
        TicketsChangedAt(rig, Long, "open");

        // 400 requests a minute, a fifth of them for sweeps, two for each reading; those not read yet come first.
        await SweepAsync(rig, readings: 40, requests: 2);
        rig.Zendesk.Stamps.Calls.Select(call => IdsIn(call).Count).ShouldBe([100, 10]);
        rig.Zendesk.Stamps.Calls.SelectMany(IdsIn).ShouldBe(Enumerable.Range(501, 110).Select(id => (long)id), ignoreOrder: true);

        rig.Zendesk.Tickets.Calls.Count.ShouldBe(40);
        await SweepAsync(rig, readings: 80, requests: 2);
        await SweepAsync(rig, readings: 110, requests: 2);
        await SweepAsync(rig, readings: 110, requests: 2);
        rig.Zendesk.Tickets.Calls.Select(ZendeskStub.IdIn).ShouldBeUnique();
    }

    [Fact]
    public async Task A_sweep_that_fails_is_made_good_by_the_next()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(EveryMinute);
        TicketsChangedAt(rig, Long, "open", ZendeskStub.Comment(8001, "Hi Ann"));
        rig.Zendesk.Stamps.Next(new Answer(503), new Answer(200, "<html>"));
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1, stepSeconds: 10);

        rig.Zendesk.Stamps.Calls.Count.ShouldBeGreaterThanOrEqualTo(3);
        rig.Log.Says(LogEventLevel.Warning, "could not read the tickets").ShouldBeTrue();
    }

    [Theory]
    [InlineData("comment_added", """{"comment":{"id":"1","is_public":true,"author":{"id":"9001","is_staff":false}}}""")]
    [InlineData("comment_added", """{"comment":{"id":"1","is_public":false,"author":{"id":"77","is_staff":true}}}""")]
    [InlineData("created", "{}")]
    [InlineData("tags_changed", "{}")]
    public async Task An_event_that_can_hold_nothing_for_the_client_costs_no_request(string type, string happened)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann"));
        (await rig.WebhookAsync(Event(type, happened))).EnsureSuccessStatusCode();

        (await rig.WebhookAsync(Event("comment_added", """{"comment":{"id":"2","is_public":true,"author":{"id":"77","is_staff":true}}}"""))).EnsureSuccessStatusCode();
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);
        rig.Zendesk.Tickets.Calls.Count.ShouldBe(1);
    }

    private static string Event(string type, string happened) =>
        $$"""{"type":"zen:event-type:ticket.{{type}}","subject":"zen:ticket:501","detail":{"id":"501","external_id":null},"event":{{happened}}}""";

    /// <summary>Every ticket changed then, and reads so.</summary>
    private static void TicketsChangedAt(BridgeRig rig, string time, string status, params JsonObject[] comments)
    {
        rig.Zendesk.TicketIs(status, comments);
        rig.Zendesk.Tickets.Usually(call => Answer.Ok($$"""{"ticket":{{Stamp(ZendeskStub.IdIn(call), time, status)}}}"""));
        rig.Zendesk.Stamps.Usually(call => Answer.Ok($$"""{"tickets":[{{string.Join(',', IdsIn(call).Select(id => Stamp(id, time, status)))}}]}"""));
    }

    private static string Stamp(long id, string time, string status) => $$"""{"id":{{id}},"status":"{{status}}","requester_id":9001,"updated_at":"{{time}}"}""";

    private static List<long> IdsIn(Call call) => [.. Uri.UnescapeDataString(call.Query)["ids=".Length..].Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>A minute later there is a sweep; after it this many readings were made in all.</summary>
    private static async Task SweepAsync(BridgeRig rig, int readings, int requests = 1)
    {
        var sweeps = rig.Zendesk.Stamps.Calls.Count;
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.UntilAsync(() => rig.Zendesk.Stamps.Calls.Count >= sweeps + requests);
        await rig.UntilAsync(() => rig.Log.Events.Count(e => e.MessageTemplate.Text.Contains("was read", StringComparison.Ordinal)) >= readings);
    }
}
