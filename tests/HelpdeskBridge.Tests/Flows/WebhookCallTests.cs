using System.Net;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Zendesk.Webhooks;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Who may call the webhook, and about what.</summary>
public sealed class WebhookCallTests(WebhookCallTests.Empty empty, WebhookCallTests.WithChat withChat)
    : IClassFixture<WebhookCallTests.Empty>, IClassFixture<WebhookCallTests.WithChat>
{
    private const string AboutTicket = """{"ticket_id":"501","external_id":"","status":"open"}""";

    private const string Event = """
        {"type":"zen:event-type:ticket.comment_added","account_id":1,"id":"a1","time":"2026-11-23T10:00:00.672717030Z",
         "subject":"zen:ticket:501","zendesk_event_version":"2022-11-06",
         "detail":{"id":"501","external_id":"x","status":"OPEN","tags":null},
         "event":{"comment":{"id":"1","is_public":true,"body":"no","author":{"id":"77","is_staff":true}}}}
        """;

    [Theory]
    [InlineData(AboutTicket)]
    [InlineData("""{"ticket_id":501}""")]
    [InlineData(Event)]
    public async Task Both_kinds_of_webhook_bodies_cause_the_ticket_to_be_read(string body)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann"));
        using var response = await bridge.WebhookAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
    }

    [Theory]
    [InlineData("""{"ticket_id":"999","external_id":"","status":"open"}""")]
    [InlineData("""{"ticket_id":"999","external_id":"crm:1","status":"open"}""")]
    [InlineData("""{"type":"zen:event-type:user.created","subject":"zen:user:5","detail":{},"event":{}}""")]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:999","detail":null,"event":{}}""")]
    public async Task Other_peoples_tickets_and_events_are_ignored(string body)
    {
        (await empty.Bridge.WebhookAsync(body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        empty.Bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        empty.Bridge.Zendesk.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_that_overtakes_the_answer_to_the_tickets_creation_is_processed_once_the_answer_has_arrived()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithWebhookAsync();
        bridge.Zendesk.NewTickets.Next(new Answer(
            201, """{"ticket":{"id":501,"status":"new"},"audit":{"id":1,"events":[{"id":7001,"type":"Comment"}]}}""").HeldUntil(answer.Task));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Zendesk.NewTickets.Calls.Count >= 1);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Quick answer"));
        for (var ring = 1; ring <= 3; ring++)
            (await bridge.WebhookAsync($$"""{"ticket_id":"501","external_id":"{{bridge.Zendesk.NewTickets.Calls[0].Ticket["external_id"]}}"}"""))
                .EnsureSuccessStatusCode();
        await bridge.UntilAsync(() => bridge.Log.Lines.Any(line => line.Contains("not known yet", StringComparison.Ordinal)));
        answer.SetResult();

        // At once: the bridge's clock stands still.
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Quick answer"]);
    }

    [Fact]
    public async Task A_webhook_about_a_ticket_that_was_never_opened_causes_no_request_to_Zendesk()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        using var response = await bridge.WebhookAsync("""{"ticket_id":"999","external_id":"jaicp:of-another-bridge"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await bridge.UntilAsync(() => bridge.Log.Lines.Count(line => line.Contains("not known yet", StringComparison.Ordinal)) >= 3, stepSeconds: 5);

        bridge.Zendesk.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"ticket_id":"12a"}""")]
    [InlineData("""{"ticket_id":""}""")]
    [InlineData("""{"ticket_id":null}""")]
    [InlineData("""{"ticket_id":"12345678901234567890"}""")]
    [InlineData("""{"type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:"}""")]
    public async Task A_signed_body_that_names_no_ticket_is_400(string body)
    {
        using var response = await empty.Bridge.WebhookAsync(body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_signature_by_an_unknown_secret_is_401() =>
        await IsRefusedAsync((bridge, body) => bridge.WebhookAsync(body, secret: "unknown"));

    [Theory]
    [InlineData(WebhookSignature.SignatureHeader)]
    [InlineData(WebhookSignature.TimestampHeader)]
    public async Task A_call_without_a_signature_header_is_401(string header) =>
        await IsRefusedAsync((bridge, body) => bridge.WebhookAsync(body, change: request => request.Headers.Remove(header)));

    [Fact]
    public async Task A_body_altered_by_one_byte_is_401() =>
        await IsRefusedAsync((bridge, body) =>
            bridge.WebhookAsync(body, change: request => request.Content = new StringContent(body.Replace("501", "502", StringComparison.Ordinal))));

    [Fact]
    public async Task A_body_with_a_newline_more_is_401() =>
        await IsRefusedAsync((bridge, body) => bridge.WebhookAsync(body, change: request => request.Content = new StringContent(body + "\n")));

    [Theory]
    [InlineData(15 * 60 + 1)]
    [InlineData(-15 * 60 - 1)]
    [InlineData(365 * 24 * 3600)]
    public async Task A_signature_far_from_now_is_401(int ageSeconds) =>
        await IsRefusedAsync((bridge, body) => bridge.WebhookAsync(body, age: TimeSpan.FromSeconds(ageSeconds)));

    [Fact]
    public async Task A_timestamp_that_is_no_time_is_401() => await IsRefusedAsync((bridge, body) => bridge.WebhookAsync(body, change: request =>
    {
        request.Headers.Remove(WebhookSignature.TimestampHeader);
        request.Headers.Remove(WebhookSignature.SignatureHeader);
        request.Headers.Add(WebhookSignature.TimestampHeader, "now");
        request.Headers.Add(
            WebhookSignature.SignatureHeader, WebhookSignature.Compute(BridgeApp.WebhookSecret, "now", System.Text.Encoding.UTF8.GetBytes(body)));
    }));

    [Theory]
    [InlineData(15 * 60)]
    [InlineData(-15 * 60)]
    public async Task A_signature_within_the_tolerance_is_taken(int ageSeconds) =>
        (await empty.Bridge.WebhookAsync(AboutTicket, age: TimeSpan.FromSeconds(ageSeconds))).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task The_tolerance_can_be_set()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Helpdesks:main:SignatureTolerance", "00:00:10"));

        (await bridge.WebhookAsync(AboutTicket, age: TimeSpan.FromSeconds(10))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bridge.WebhookAsync(AboutTicket, age: TimeSpan.FromSeconds(11))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_previous_secret_is_taken_as_well()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:WebhookSecrets:0", "new-secret"), ("Helpdesks:main:WebhookSecrets:1", BridgeApp.WebhookSecret));

        (await bridge.WebhookAsync(AboutTicket)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bridge.WebhookAsync(AboutTicket, secret: "new-secret")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_helpdesk_is_404() =>
        (await empty.Bridge.WebhookAsync(AboutTicket, "other")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_body_that_is_too_large_is_413()
    {
        await using var bridge = await BridgeFixture.StartAsync(("Bridge:MaxBodyBytes", "2048"));

        (await bridge.WebhookAsync($$"""{"ticket_id":"501","padding":"{{new string('x', 2048)}}"}""")).StatusCode
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>Refused with 401, and nothing is asked of Zendesk although the ticket is known.</summary>
    private async Task IsRefusedAsync(Func<BridgeFixture, string, Task<HttpResponseMessage>> call)
    {
        using var response = await call(withChat.Bridge, AboutTicket);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        withChat.Bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        withChat.Bridge.Zendesk.Tickets.Calls.ShouldBeEmpty();
    }

    /// <summary>No ticket is ours, so whatever is taken asks nothing of Zendesk.</summary>
    public sealed class Empty : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.StartAsync();
    }

    /// <summary>Ticket 501 is ours.</summary>
    public sealed class WithChat : SharedFixture
    {
        private protected override Task<BridgeFixture> StartAsync() => BridgeFixture.WithOpenChatAsync();
    }
}
