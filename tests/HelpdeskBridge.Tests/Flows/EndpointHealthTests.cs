using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Whose fault a failure is: one ticket's or one client's failure is no outage, and an outage ends for everybody at once.</summary>
public sealed class EndpointHealthTests
{
    private const string Unavailable = "can't be reached or used";

    [Theory]
    [InlineData(403, """{"error":"Forbidden","description":"You do not have access to this page."}""")]
    [InlineData(503, """{"error":"ServiceUnavailable","description":"Try again later"}""")]
    [InlineData(409, """{"error":"DatabaseConflict"}""")]
    public async Task A_ticket_that_refuses_is_tried_again_by_its_own_delays_and_not_at_each_success_of_others(int status, string body)
    {
        const int Others = 10;
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        Refuse(bridge, new Answer(status, body), id => id == ZendeskStub.FirstTicket);
        await bridge.SendTextAsync("refused");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 1);
        for (var i = 1; i <= Others; i++)
        {
            await bridge.SendTextAsync("Hi", $"other-{i}");
            await bridge.DeliveredAsync("OpenTicket", 1 + i);
            await bridge.SendTextAsync("More", $"other-{i}");
            await bridge.DeliveredAsync("ClientText", i);
        }

        CallsTo(bridge, ZendeskStub.FirstTicket).ShouldBe(1);
        Outages(bridge).ShouldBe(0);
        (await ReadyAsync(bridge)).ShouldNotContain(Unavailable);
    }

    [Fact]
    public async Task Fifteen_tickets_that_refuse_delay_nobody_else_and_cost_one_request_each_per_delay()
    {
        const int Refusing = 15, Others = 10;
        await using var bridge = await WithChatsAsync(Refusing);
        Refuse(bridge, new Answer(500), id => id < ZendeskStub.FirstTicket + Refusing);
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(ZendeskStub.CommentsJson([])));
        for (var i = 1; i <= Refusing; i++)
            await bridge.SendTextAsync("refused", User(i));

        // Whether these failures are an outage can't be known before another chat succeeds. It is tried at once.
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 3);
        for (var i = 1; i <= Others; i++)
        {
            await bridge.SendTextAsync("Hi", $"other-{i}");
            await bridge.DeliveredAsync("OpenTicket", Refusing + i);
        }

        await bridge.UntilAsync(() => Enumerable.Range(0, Refusing).All(i => CallsTo(bridge, ZendeskStub.FirstTicket + i) >= 1));
        Enumerable.Range(0, Refusing).Sum(i => CallsTo(bridge, ZendeskStub.FirstTicket + i)).ShouldBeLessThanOrEqualTo(2 * Refusing);

        // From now on they are known: their failures are no outage any more.
        var outages = Outages(bridge);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 2 * Refusing, stepSeconds: 1);
        Outages(bridge).ShouldBe(outages);
        (await ReadyAsync(bridge)).ShouldNotContain(Unavailable);
    }

    [Fact]
    public async Task Reads_that_work_do_not_send_all_messages_again_while_writes_fail()
    {
        const int Chats = 5;
        await using var bridge = await WithChatsAsync(Chats);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        for (var i = 1; i <= Chats; i++)
            await bridge.SendTextAsync("waits", User(i));
        await bridge.UntilAsync(() => Outages(bridge) == 1 && bridge.Zendesk.Updates.Calls.Count >= 3);
        var before = bridge.Zendesk.Updates.Calls.Count;
        for (var i = 0; i < 10; i++)
            await bridge.WakeAndReadAsync();

        bridge.Zendesk.Updates.Calls.Count.ShouldBeLessThanOrEqualTo(Math.Max(before, Chats));
        Outages(bridge).ShouldBe(1);
        bridge.Zendesk.AcceptsTickets();
        await bridge.DeliveredAsync("ClientText", Chats, stepSeconds: 1);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_client_that_JAICP_does_not_know_does_not_make_the_channel_unreachable(int status)
    {
        const int Others = 5;
        await using var bridge = await WithChatsAsync(Others + 1);
        EachTicketHasAnAnswer(bridge);
        bridge.Jaicp.Events.Usually(call => (string)call.Json["userId"]! == User(1) ? new Answer(status) : Answer.Ok("{}"));
        await bridge.WakeAsync(ZendeskStub.FirstTicket);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") == 1);
        for (var i = 1; i <= Others; i++)
        {
            await bridge.WakeAsync(ZendeskStub.FirstTicket + i);
            await bridge.DeliveredAsync("AgentText", i);
        }

        bridge.Jaicp.Events.Calls.Count(call => (string)call.Json["userId"]! == User(1)).ShouldBe(1);
        Outages(bridge).ShouldBe(0);
    }

    [Fact]
    public async Task An_outage_is_reported_once_probed_by_one_message_at_a_time_and_ends_for_everybody()
    {
        const int Chats = 30;
        await using var bridge = await WithChatsAsync(Chats);
        EachTicketHasAnAnswer(bridge);
        bridge.Jaicp.Events.Usually(new Answer(503));
        for (var i = 0; i < Chats; i++)
            await bridge.WakeAsync(ZendeskStub.FirstTicket + i);
        await bridge.UntilAsync(() => Outages(bridge) == 1);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") + Held(bridge) >= Chats);
        (await ReadyAsync(bridge)).ShouldContain("ToJaicp shop can't be reached or used for writing (JAICP answered 503)");

        // While a probe is under way, there is no other one.
        var probe = new TaskCompletionSource();
        bridge.Jaicp.Events.Usually(new Answer(503).HeldUntil(probe.Task));
        var before = bridge.Jaicp.Events.Calls.Count;
        await bridge.UntilAsync(() => bridge.Jaicp.Events.Calls.Count > before, stepSeconds: 1);
        await PassAsync(bridge, TimeSpan.FromSeconds(60));
        bridge.Jaicp.Events.Calls.Count.ShouldBe(before + 1);
        bridge.Jaicp.Events.Usually(new Answer(503));
        probe.SetResult();

        // A probe every 15 seconds.
        await PassAsync(bridge, TimeSpan.FromMinutes(3));
        (bridge.Jaicp.Events.Calls.Count - before).ShouldBeInRange(2, 15);

        bridge.Jaicp.AcceptsEvents();
        await bridge.DeliveredAsync("AgentText", Chats, stepSeconds: 1);
        Outages(bridge).ShouldBe(1);
        bridge.Log.Lines.Count(line => line.Contains("is reached for \"writing\" again", StringComparison.Ordinal)).ShouldBe(1);
        (await ReadyAsync(bridge)).ShouldNotContain(Unavailable);
    }

    [Fact]
    public async Task A_message_that_waits_for_its_own_reason_is_not_sent_when_an_outage_ends()
    {
        const int Chats = 4;
        await using var bridge = await WithChatsAsync(Chats);
        bridge.Zendesk.Updates.Usually(
            call => ZendeskStub.IdIn(call) == ZendeskStub.FirstTicket ? new Answer(429, RetryAfter: "3600") : ZendeskStub.Unavailable);
        await bridge.SendTextAsync("waits an hour", User(1));
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == 1);
        for (var i = 2; i <= Chats; i++)
            await bridge.SendTextAsync("waits for Zendesk", User(i));
        await bridge.UntilAsync(() => Outages(bridge) == 1);
        bridge.Zendesk.AcceptsTickets();
        await bridge.DeliveredAsync("ClientText", Chats - 1, stepSeconds: 1);

        CallsTo(bridge, ZendeskStub.FirstTicket).ShouldBe(1);
    }

    private static async Task<BridgeFixture> WithChatsAsync(int chats)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:InboundPerSecond", "100000"));
        for (var i = 2; i <= chats; i++)
        {
            await bridge.SendTextAsync("Hi", User(i));
            await bridge.DeliveredAsync("OpenTicket", i); // one after the other, so that the tickets' numbers are known
        }

        return bridge;
    }

    private static string User(int chat) => chat == 1 ? BridgeFixture.User : $"user-{chat}";

    private static void Refuse(BridgeFixture bridge, Answer refusal, Func<long, bool> refuses) => bridge.Zendesk.Updates.Usually(call =>
        refuses(ZendeskStub.IdIn(call)) ? refusal : Answer.Ok($$"""{"ticket":{"id":{{ZendeskStub.IdIn(call)}},"status":"open"} }"""));

    private static void EachTicketHasAnAnswer(BridgeFixture bridge)
    {
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(call => Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8000 + ZendeskStub.IdIn(call), "Hi")])));
    }

    private static int CallsTo(BridgeFixture bridge, long ticket) => bridge.Zendesk.Updates.Calls.Count(call => ZendeskStub.IdIn(call) == ticket);

    private static int Outages(BridgeFixture bridge) =>
        bridge.Log.Lines.Count(line => line.Contains("waits until a probe succeeds", StringComparison.Ordinal));

    private static async Task<string> ReadyAsync(BridgeFixture bridge)
    {
        using var ready = await bridge.App.Http.GetAsync(new Uri(bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        var json = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (string)JsonNode.Parse(json)!["parts"]!["delivery"]!["reason"]!;
    }

    private static int Held(BridgeFixture bridge) =>
        bridge.Log.Lines.Count(line => line.Contains("waits for the end of an outage", StringComparison.Ordinal));

    private static Task PassAsync(BridgeFixture bridge, TimeSpan time)
    {
        var end = bridge.Clock.GetUtcNow() + time;
        return bridge.UntilAsync(() => bridge.Clock.GetUtcNow() >= end, stepSeconds: 1);
    }
}
