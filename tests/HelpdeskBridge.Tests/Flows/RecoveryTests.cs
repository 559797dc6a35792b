using System.Collections.Concurrent;
using System.Text;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>When a side that was down answers again, what waited for it goes at once; what waits for something else does not.</summary>
public sealed class RecoveryTests
{
    private const string OtherKey = "fedcba9876543210fedcba9876543210";
    private static readonly TimeSpan LessThanTheirDelay = TimeSpan.FromMinutes(9);
    private static readonly (string Key, string? Value) TenMinutes = ("Delivery:RetryDelays:0", "00:10:00");

    [Fact]
    public async Task The_first_success_wakes_everything_that_waited_for_the_helpdesk()
    {
        await using var bridge = await WithChatsAsync(4, TenMinutes);
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        for (var chat = 1; chat <= 4; chat++)
            await bridge.SendTextAsync($"text {chat}", User(chat));
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("Use=\"writing\"", StringComparison.Ordinal)));

        bridge.Zendesk.AcceptsTickets();
        var recovered = bridge.Clock.GetUtcNow() + LessThanTheirDelay;
        await bridge.DeliveredAsync("ClientText", 4, stepSeconds: 1);
        bridge.Clock.GetUtcNow().ShouldBeLessThan(recovered);
    }

    /// <summary>One chat is too little evidence for an outage. That the helpdesk could not be read either shows it afterwards.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_outage_of_a_small_desk_its_message_does_not_wait_for_its_own_delay(bool hasTicket)
    {
        (string, string?)[] settings = [("Delivery:RetryDelays:0", "01:00:00"), ("Helpdesks:main:ReconcileEvery", "00:01:00")];
        await using var bridge = hasTicket ? await BridgeFixture.WithOpenChatAsync(settings) : await BridgeFixture.StartAsync(settings);
        bridge.Zendesk.AcceptsTickets();
        foreach (var route in new[] { bridge.Zendesk.Updates, bridge.Zendesk.NewTickets, bridge.Zendesk.TicketsByIds, bridge.Zendesk.Groups })
            route.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("waits", User(1));
        await bridge.UntilAsync(
            () => bridge.Log.Lines.Any(line => line.Contains("could not read the tickets", StringComparison.Ordinal)), stepSeconds: 5);

        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.HasGroups((360001234567, "Sales"));
        bridge.Zendesk.TicketsByIds.Usually(Answer.Ok("""{"tickets":[{"id":501,"status":"open","updated_at":"2026-11-23T09:00:00Z"}]}"""));
        bridge.Zendesk.TicketIs("open");
        var recovered = bridge.Clock.GetUtcNow();
        await bridge.DeliveredAsync(hasTicket ? "ClientText" : "OpenTicket", stepSeconds: 5);
        (bridge.Clock.GetUtcNow() - recovered).ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_first_success_wakes_all_reads_that_waited_for_the_helpdesk()
    {
        await using var bridge = await WithChatsAsync(4, TenMinutes);
        CommentsByTicket(bridge);
        bridge.Zendesk.Tickets.Usually(ZendeskStub.Unavailable);
        for (var chat = 0; chat < 4; chat++)
            await bridge.WakeAsync(ZendeskStub.FirstTicket + chat);
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("Use=\"reading\"", StringComparison.Ordinal)));

        // Messages are not affected.
        await bridge.SendTextAsync("still arrives");
        await bridge.DeliveredAsync("ClientText");

        CommentsByTicket(bridge);
        var recovered = bridge.Clock.GetUtcNow() + LessThanTheirDelay;
        await bridge.DeliveredAsync("AgentText", 4, stepSeconds: 1);
        bridge.Clock.GetUtcNow().ShouldBeLessThan(recovered);
    }

    [Fact]
    public async Task The_first_success_wakes_everything_that_waited_for_the_channels_webhook()
    {
        await using var bridge = await WithChatsAsync(4, TenMinutes);
        bridge.Jaicp.Events.Usually(new Answer(503));
        CommentsByTicket(bridge);
        for (var chat = 0; chat < 4; chat++)
            await bridge.WakeAsync(ZendeskStub.FirstTicket + chat);
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("Use=\"writing\"", StringComparison.Ordinal)));

        bridge.Jaicp.AcceptsEvents();
        var recovered = bridge.Clock.GetUtcNow() + LessThanTheirDelay;
        await bridge.DeliveredAsync("AgentText", 4, stepSeconds: 1);
        bridge.Clock.GetUtcNow().ShouldBeLessThan(recovered);
    }

    [Fact]
    public async Task A_probe_that_does_not_end_does_not_hold_up_the_others()
    {
        var release = new TaskCompletionSource();
        await using var bridge = await WithChatsAsync(3, TenMinutes, ("Delivery:RequestTimeout", "01:00:00"));
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        for (var chat = 1; chat <= 3; chat++)
            await bridge.SendTextAsync($"text {chat}", User(chat));
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("Use=\"writing\"", StringComparison.Ordinal)));

        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"} }""").HeldUntil(release.Task));
        var recovered = bridge.Clock.GetUtcNow() + LessThanTheirDelay;
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 1);
        bridge.Clock.GetUtcNow().ShouldBeLessThan(recovered);
        release.SetResult();
        await bridge.DeliveredAsync("ClientText", 3);
    }

    [Fact]
    public async Task After_a_day_without_the_helpdesk_every_message_arrives_once_and_in_order()
    {
        await using var bridge = await WithTwoChatsAsync(("Delivery:GiveUpAfter", "2.00:00:00"));
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        int[] hours = [0, 8, 16];
        foreach (var hour in hours)
        {
            await bridge.SendTextAsync($"of Ann at {hour}");
            await bridge.SendTextAsync($"of the other at {hour}", "u2");
            bridge.Clock.Advance(TimeSpan.FromHours(8));
        }

        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") > 2);
        var taken = new ConcurrentQueue<Call>();
        bridge.Zendesk.Updates.Usually(call =>
        {
            taken.Enqueue(call);
            return Answer.Ok($$"""{"ticket":{"id":{{ZendeskStub.IdIn(call)}},"status":"open"} }""");
        });
        await bridge.UntilAsync(() => Said("502").Contains("of the other at 16") && Said("501").Contains("of Ann at 16"), stepSeconds: 60);

        Said("501").ShouldBe(hours.Select(hour => $"of Ann at {hour}"));
        Said("502").ShouldBe(hours.Select(hour => $"of the other at {hour}"));

        // Lines of the comments that were taken, without the time that late ones carry.
        List<string> Said(string ticket) =>
        [
            .. taken.Where(call => call.Path.EndsWith(ticket, StringComparison.Ordinal))
                .SelectMany(call => ((string)call.Ticket["comment"]!["body"]!).Split('\n'))
                .Select(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim()),
        ];
    }

    [Fact]
    public async Task A_message_that_is_to_come_later_is_not_woken()
    {
        await using var bridge = await WithTwoChatsAsync();
        bridge.Zendesk.Updates.Next(new Answer(429, RetryAfter: "600"));
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("two", "u2");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 2);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 10);

        var (refused, taken) = (bridge.Zendesk.Updates.Calls[0], bridge.Zendesk.Updates.Calls[^1]);
        taken.Path.ShouldBe(refused.Path);
        bridge.Zendesk.Updates.Calls.Count(call => call.Path == refused.Path).ShouldBe(2);
        (taken.At - refused.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_channel_whose_webhook_hangs_delays_no_other()
    {
        const int Hanging = 40;
        var release = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            ("Channels:support:Key", OtherKey), ("Channels:support:Helpdesk", "main"), ("Channels:support:DefaultDestination", "5"));
        await SupportAsync(bridge, "setWebhook", $$"""{"url":"{{bridge.Jaicp.WebhookUrl}}-support"}""");
        foreach (var user in Enumerable.Range(2, Hanging - 1))
            await bridge.SendTextAsync("Hi", $"user-{user}");
        await bridge.DeliveredAsync("OpenTicket", Hanging);
        await SupportAsync(bridge, "sendText", """{"userId":"one","text":"Hi support"}""");
        await bridge.DeliveredAsync("OpenTicket", Hanging + 1);

        CommentsByTicket(bridge);
        bridge.Jaicp.Events.Usually(
            call => call.Path.EndsWith("-support", StringComparison.Ordinal) ? Answer.Ok("{}") : Answer.Ok("{}").HeldUntil(release.Task));
        for (var ticket = ZendeskStub.FirstTicket; ticket < ZendeskStub.FirstTicket + Hanging; ticket++)
            await bridge.WakeAsync(ticket);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 32);
        await bridge.WakeAsync(ZendeskStub.FirstTicket + Hanging);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.Events.Calls.Count(call => call.Path.EndsWith("-support", StringComparison.Ordinal)).ShouldBe(1);

        release.SetResult();
        await bridge.DeliveredAsync("AgentText", Hanging + 1);
    }

    [Theory]
    [InlineData("""{"kind":"fromTheFuture","text":"x"}""")]
    [InlineData("""{"kind":"clientText"}""")]
    [InlineData("""{"kind":"clientText","text":null}""")]
    [InlineData("{\"kind\":\"clientText\",\"te")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_stored_message_that_can_not_be_read_is_a_dead_letter_and_its_queue_continues(string body)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Zendesk.Updates.Next(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("one");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.App.ChangeStoreAsync($"UPDATE messages SET body = '{body}' WHERE kind = 'ClientText' AND state = 'Pending'");
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "one", "two"]);
        var letter = (await bridge.DeadLettersAsync()).ShouldHaveSingleItem()!;
        ((string)letter["kind"]!).ShouldBe("ClientText");
        ((string)letter["reason"]!).ShouldBe("the stored message can't be read");
    }

    private static Task<BridgeFixture> WithTwoChatsAsync(params (string Key, string? Value)[] settings) => WithChatsAsync(2, settings);

    private static async Task<BridgeFixture> WithChatsAsync(int chats, params (string Key, string? Value)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(settings);
        for (var chat = 2; chat <= chats; chat++)
        {
            await bridge.SendTextAsync("Hi", User(chat));
            await bridge.DeliveredAsync("OpenTicket", chat);
        }

        return bridge;
    }

    private static string User(int chat) => chat == 1 ? BridgeFixture.User : $"u{chat}";

    /// <summary>Each ticket has an agent's answer of its own.</summary>
    private static void CommentsByTicket(BridgeFixture bridge)
    {
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(call => Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8000 + ZendeskStub.IdIn(call), "Hi")])));
    }

    private static async Task SupportAsync(BridgeFixture bridge, string method, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/support/{OtherKey}/{method}"), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
