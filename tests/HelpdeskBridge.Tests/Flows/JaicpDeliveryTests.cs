using HelpdeskBridge.Conversations;
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
        await using var rig = await BridgeRig.StartAsync();
        rig.Zendesk.AcceptsTickets();
        await rig.SayAsync("Hello");
        await rig.DeliveredAsync("OpenTicket");
        await AnswerAsync(rig, "one", "two");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);

        rig.Jaicp.TakesEvents();
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText", 2);
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
        rig.Jaicp.Events.Calls[0].At.ShouldBe(rig.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:0123%3A%2f?token=a%20b+c&x=%D0%B6&empty=")]
    [InlineData("/a/../b/./c%7E~//d?q=/../?&")]
    [InlineData("/")]
    [InlineData("")]
    public async Task The_address_is_called_byte_for_byte_as_given(string pathAndQuery)
    {
        await using var webhook = new RawWebhook();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.SetWebhookAsync($"http://127.0.0.1:{webhook.Port}{pathAndQuery}");
        await AnswerAsync(rig, "Hi");
        await rig.DeliveredAsync("AgentText");

        webhook.RequestLines.ShouldBe([$"POST {(pathAndQuery.Length > 0 ? pathAndQuery : "/")} HTTP/1.1"]);
    }

    [Fact]
    public async Task A_changed_webhook_takes_what_comes_next()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await AnswerAsync(rig, "one");
        await rig.DeliveredAsync("AgentText");
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl + "2");
        await AnswerAsync(rig, "one", "two");
        await rig.DeliveredAsync("AgentText", 2);

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
        rig.Jaicp.Events.Calls.Select(call => call.Path[^1]).ShouldBe(['7', '2']);
    }

    [Fact]
    public async Task An_unset_webhook_makes_events_wait()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.SetWebhookAsync("");
        await AnswerAsync(rig, "Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 2, stepSeconds: 1);
        rig.Jaicp.Received.ShouldBeEmpty();

        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }

    /// <summary>Its name may be called, what it leads to may not: events wait, visibly, until setWebhook gives another.</summary>
    [Fact]
    public async Task A_webhook_that_leads_into_the_own_network_is_not_called()
    {
        await using var secret = new FileHost(_ => FileHost.Ok("{}"));
        await using var rig = await BridgeRig.WithOpenChatAsync(("Network:AllowedPrivateHosts:0", "127.0.0.1/32"), ("Bridge:AllowedJaicpHosts:0", "127.0.0.2"));
        await rig.SetWebhookAsync($"https://127.0.0.2:{secret.Port}/");
        await AnswerAsync(rig, "Hi");
        await rig.UntilAsync(() => rig.Log.Says(LogEventLevel.Warning, "the webhook's address may not be called: not public (loopback)"));
        await rig.UntilAsync(() => rig.Log.Says(LogEventLevel.Error, "ToJaicp \"shop\" can't be reached or used"));
        secret.Connections.ShouldBe(0);

        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");
    }

    [Fact]
    public async Task A_fixed_webhook_is_not_changed_by_setWebhook()
    {
        await using var webhook = new RawWebhook();
        await using var rig = await BridgeRig.WithOpenChatAsync(("Channels:shop:WebhookUrl", $"http://127.0.0.1:{webhook.Port}/fixed"));
        await AnswerAsync(rig, "Hi");
        await rig.DeliveredAsync("AgentText");

        webhook.RequestLines.ShouldBe(["POST /fixed HTTP/1.1"]);
        rig.Jaicp.Received.ShouldBeEmpty();
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
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(status), new Answer(status));
        await AnswerAsync(rig, "one", "two");
        await rig.DeliveredAsync("AgentText", 2, stepSeconds: 1);

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage one", "TextMessage two"]);
        rig.Jaicp.Events.Calls.Take(3).Select(call => call.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Retry_after_is_respected()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(503, RetryAfter: "25"));
        await AnswerAsync(rig, "Hi");
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);

        (rig.Jaicp.Events.Calls[1].At - rig.Jaicp.Events.Calls[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Retry_after_that_asks_for_nothing_or_can_not_be_read_leaves_the_bridges_own_delay()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        var date = rig.Clock.GetUtcNow().AddSeconds(20);
        rig.Jaicp.Events.Next(new Answer(429, RetryAfter: date.ToString("r", System.Globalization.CultureInfo.InvariantCulture)));
        await AnswerAsync(rig, "Hi");
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);
        rig.Jaicp.Events.Calls[1].At.ShouldBeGreaterThanOrEqualTo(date);

        string?[] nothing = ["0", "-5", "soon", null];
        foreach (var (retryAfter, i) in nothing.Select((value, i) => (value, i)))
        {
            var calls = rig.Jaicp.Events.Calls.Count;
            rig.Jaicp.Events.Next(new Answer(429, RetryAfter: retryAfter));
            await AnswerAsync(rig, [.. Enumerable.Range(0, i + 2).Select(text => $"text {text}")]);
            await rig.DeliveredAsync("AgentText", i + 2, stepSeconds: 1);
            (rig.Jaicp.Events.Calls[calls + 1].At - rig.Jaicp.Events.Calls[calls].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1), retryAfter);
        }
    }

    [Fact]
    public async Task An_event_whose_answer_takes_too_long_goes_again_with_the_same_id()
    {
        var never = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync(("Delivery:RequestTimeout", "00:00:00.700"));
        rig.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(never.Task));
        await AnswerAsync(rig, "Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);
        never.SetResult();

        rig.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_refused_event_is_a_dead_letter_and_the_next_one_goes_on(int status)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(status));
        await AnswerAsync(rig, "one", "two");
        await rig.DeliveredAsync("AgentText");

        rig.Log.Dead("AgentText").ShouldBe(1);
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_wrong_webhook_makes_events_wait_until_a_new_one_is_set(int status)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(status));
        await AnswerAsync(rig, "one", "two");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl + "2");
        await rig.DeliveredAsync("AgentText", 2);

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
        rig.Jaicp.Events.Calls[1].At.ShouldBe(rig.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_webhook_set_while_an_event_is_on_its_way_to_the_wrong_one_heals_that_event_too()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(404).HeldUntil(answer.Task));
        await AnswerAsync(rig, "Hi");
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        answer.SetResult();

        // At once: the bridge's clock stands still.
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi", "TextMessage Hi"]);
    }

    [Fact]
    public async Task A_webhook_that_nobody_listens_on_makes_events_wait()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.SetWebhookAsync("http://127.0.0.1:9/webhook");
        await AnswerAsync(rig, "Hi");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task Events_of_one_client_hold_no_other()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        await rig.SayAsync("Hi", "u2");
        await rig.DeliveredAsync("OpenTicket", 2);
        rig.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(answer.Task));
        await AnswerAsync(rig, "slow");
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);
        rig.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8050, "fast"));
        await rig.WakeAsync(502);
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage slow", "TextMessage fast"]);
        answer.SetResult();
    }

    /// <summary>An agent wrote these comments, and Zendesk rang.</summary>
    private static Task AnswerAsync(BridgeRig rig, params string[] texts)
    {
        rig.Zendesk.TicketIs("open", [.. texts.Select((text, i) => ZendeskStub.Comment(8001 + i, text))]);
        return rig.RingAndReadAsync();
    }
}
