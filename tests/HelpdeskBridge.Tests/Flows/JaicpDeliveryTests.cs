using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Network;
using Serilog.Events;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How events reach JAICP, also when its webhook is unset, wrong or down.</summary>
public sealed class JaicpDeliveryTests
{
    [Fact]
    public async Task Events_wait_for_the_first_setWebhook_and_go_at_once_then()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        await AnswerAsync(bridge, "one", "two");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);

        bridge.Jaicp.AcceptsEvents();
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText", 2);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
        bridge.Jaicp.Events.Calls[0].At.ShouldBe(bridge.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:0123%3A%2f?token=a%20b+c&x=%D0%B6&empty=")]
    [InlineData("/a/../b/./c%7E~//d?q=/../?&")]
    [InlineData("/")]
    [InlineData("")]
    public async Task The_address_is_called_byte_for_byte_as_given(string pathAndQuery)
    {
        await using var webhook = new RawWebhookServer();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SetWebhookAsync($"http://127.0.0.1:{webhook.Port}{pathAndQuery}");
        await AnswerAsync(bridge, "Hi");
        await bridge.DeliveredAsync("AgentText");

        webhook.RequestLines.ShouldBe([$"POST {(pathAndQuery.Length > 0 ? pathAndQuery : "/")} HTTP/1.1"]);
    }

    [Fact]
    public async Task A_changed_webhook_takes_what_comes_next()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await AnswerAsync(bridge, "one");
        await bridge.DeliveredAsync("AgentText");
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl + "2");
        await AnswerAsync(bridge, "one", "two");
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
        bridge.Jaicp.Events.Calls.Select(call => call.Path[^1]).ShouldBe(['7', '2']);
    }

    [Fact]
    public async Task An_unset_webhook_makes_events_wait()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SetWebhookAsync("");
        await AnswerAsync(bridge, "Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 2, stepSeconds: 1);
        bridge.Jaicp.Received.ShouldBeEmpty();

        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    /// <summary>Its name may be called, what it leads to may not: events wait, visibly, until setWebhook gives another.</summary>
    [Fact]
    public async Task A_webhook_that_leads_into_the_own_network_is_not_called()
    {
        await using var secret = new RawHttpServer(_ => RawHttpServer.Ok("{}"));
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(("Network:AllowedPrivateHosts:0", "127.0.0.1/32"), ("Bridge:AllowedJaicpHosts:0", "127.0.0.2"));
        await bridge.SetWebhookAsync($"https://127.0.0.2:{secret.Port}/");
        await AnswerAsync(bridge, "Hi");
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Warning, "the webhook's address may not be called: not public (loopback)"));
        await bridge.UntilAsync(() => bridge.Log.Contains(LogEventLevel.Error, "ToJaicp \"shop\" can't be reached or used"));
        secret.Connections.ShouldBe(0);

        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");
    }

    [Fact]
    public async Task A_fixed_webhook_is_not_changed_by_setWebhook()
    {
        await using var webhook = new RawWebhookServer();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:WebhookUrl", $"http://127.0.0.1:{webhook.Port}/fixed"));
        await AnswerAsync(bridge, "Hi");
        await bridge.DeliveredAsync("AgentText");

        webhook.RequestLines.ShouldBe(["POST /fixed HTTP/1.1"]);
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(302)]
    public async Task A_failed_event_goes_again_with_the_same_id_and_before_the_next(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(status), new Answer(status));
        await AnswerAsync(bridge, "one", "two");
        await bridge.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage one", "TextMessage two"]);
        bridge.Jaicp.Events.Calls.Take(3).Select(call => call.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Retry_after_is_respected()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(503, RetryAfter: "25"));
        await AnswerAsync(bridge, "Hi");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        (bridge.Jaicp.Events.Calls[1].At - bridge.Jaicp.Events.Calls[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Retry_after_that_asks_for_nothing_or_can_not_be_read_leaves_the_bridges_own_delay()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var date = bridge.Clock.GetUtcNow().AddSeconds(20);
        bridge.Jaicp.Events.Next(new Answer(429, RetryAfter: date.ToString("r", System.Globalization.CultureInfo.InvariantCulture)));
        await AnswerAsync(bridge, "Hi");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        bridge.Jaicp.Events.Calls[1].At.ShouldBeGreaterThanOrEqualTo(date);

        string?[] nothing = ["0", "-5", "soon", null];
        foreach (var (retryAfter, i) in nothing.Select((value, i) => (value, i)))
        {
            var calls = bridge.Jaicp.Events.Calls.Count;
            bridge.Jaicp.Events.Next(new Answer(429, RetryAfter: retryAfter));
            await AnswerAsync(bridge, [.. Enumerable.Range(0, i + 2).Select(text => $"text {text}")]);
            await bridge.DeliveredAsync("AgentText", i + 2, stepSeconds: 1);
            (bridge.Jaicp.Events.Calls[calls + 1].At - bridge.Jaicp.Events.Calls[calls].At)
                .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1), retryAfter);
        }
    }

    [Fact]
    public async Task An_event_whose_answer_takes_too_long_goes_again_with_the_same_id()
    {
        var never = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:02"));
        bridge.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(never.Task));
        await AnswerAsync(bridge, "Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        never.SetResult();

        bridge.Jaicp.Received.Count.ShouldBe(2);
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_refused_event_is_a_dead_letter_and_the_next_one_is_delivered(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(status));
        await AnswerAsync(bridge, "one", "two");
        await bridge.DeliveredAsync("AgentText");

        bridge.Log.DeadLetters("AgentText").ShouldBe(1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_wrong_webhook_makes_events_wait_until_a_new_one_is_set(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(status));
        await AnswerAsync(bridge, "one", "two");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl + "2");
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
        bridge.Jaicp.Events.Calls[1].At.ShouldBe(bridge.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_webhook_set_while_an_event_is_on_its_way_to_the_wrong_one_heals_that_event_too()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(404).HeldUntil(answer.Task));
        await AnswerAsync(bridge, "Hi");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        answer.SetResult();

        // At once: the bridge's clock stands still.
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "TextMessage Hi"]);
    }

    [Fact]
    public async Task A_webhook_that_nobody_listens_on_makes_events_wait()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SetWebhookAsync("http://127.0.0.1:9/webhook");
        await AnswerAsync(bridge, "Hi");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task Events_of_one_client_hold_no_other()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync("Hi", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(answer.Task));
        await AnswerAsync(bridge, "slow");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8050, "fast"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage slow", "TextMessage fast"]);
        answer.SetResult();
    }

    /// <summary>An agent wrote these comments, and Zendesk called the webhook.</summary>
    private static Task AnswerAsync(BridgeFixture bridge, params string[] texts)
    {
        bridge.Zendesk.TicketIs("open", [.. texts.Select((text, i) => ZendeskStub.Comment(8001 + i, text))]);
        return bridge.WakeAndReadAsync();
    }
}
