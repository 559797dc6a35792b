using System.Text;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>One conversation, channel or helpdesk never holds or mixes with another.</summary>
public sealed class IsolationTests
{
    private const string OtherKey = "fedcba9876543210fedcba9876543210";

    [Fact]
    public async Task A_conversation_whose_ticket_fails_delays_no_other()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(503, RetryAfter: "3600"));
        await bridge.SendTextAsync("stuck");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);

        await bridge.SendTextAsync("Hi", "u2");
        await bridge.SendTextAsync("More", "u2");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Updates.Calls[^1].Path.ShouldBe("/api/v2/tickets/502");
    }

    [Fact]
    public async Task A_conversation_that_waits_for_an_answer_delays_no_other()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task));
        await bridge.SendTextAsync("slow");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);

        await bridge.SendTextAsync("Hi", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);
        answer.SetResult();
        await bridge.DeliveredAsync("ClientText");
    }

    [Fact]
    public async Task Two_channels_on_two_helpdesks_share_nothing()
    {
        var clock = BridgeApp.NewClock();
        using var otherZendesk = new ZendeskStub(() => clock.GetUtcNow());
        using var otherJaicp = new JaicpStub(() => clock.GetUtcNow());
        otherZendesk.SignsIn();
        otherZendesk.AcceptsTickets();
        otherJaicp.AcceptsEvents();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            ("Channels:support:Key", OtherKey), ("Channels:support:Helpdesk", "second"), ("Channels:support:DefaultDestination", "5"),
            ("Helpdesks:second:Kind", "Zendesk"), ("Helpdesks:second:BaseUrl", otherZendesk.Url.ToString()),
            ("Helpdesks:second:WebhookSecrets:0", "another-secret"),
            ("Helpdesks:second:OAuth:ClientId", "other"), ("Helpdesks:second:OAuth:ClientSecret", "other-secret"));
        await SupportAsync(bridge, "setWebhook", $$"""{"url":"{{otherJaicp.WebhookUrl}}"}""");
        await SupportAsync(bridge, "sendText", $$"""{"userId":"{{BridgeFixture.User}}","text":"Hi support"}""");
        await bridge.DeliveredAsync("OpenTicket", 2);

        // Both Zendesks gave their ticket the same number.
        bridge.Zendesk.Written.ShouldBe(["Hello"]);
        otherZendesk.Written.ShouldBe(["Hi support"]);
        ((string)otherZendesk.Users.Calls[0].Json["user"]!["external_id"]!).ShouldBe("jaicp:support:telegram-123-987654");

        otherZendesk.TicketIs("open", ZendeskStub.Comment(8001, "From the second"));
        (await bridge.WebhookAsync("""{"ticket_id":"501"}""", "second", "another-secret")).EnsureSuccessStatusCode();
        await bridge.UntilAsync(() => otherJaicp.EventSummaries.Count >= 1);
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "From the first"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);

        otherJaicp.EventSummaries.ShouldBe(["TextMessage From the second"]);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage From the first", "Closed"]);
        otherZendesk.HasNoStrayCalls();
        otherJaicp.HasNoStrayCalls();
    }

    [Fact]
    public async Task A_webhook_of_one_helpdesk_is_not_signed_by_the_other()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:second:Kind", "Zendesk"), ("Helpdesks:second:BaseUrl", "https://second.zendesk.com"),
            ("Helpdesks:second:WebhookSecrets:0", "another-secret"),
            ("Helpdesks:second:OAuth:ClientId", "other"), ("Helpdesks:second:OAuth:ClientSecret", "other-secret"));

        ((int)(await bridge.WebhookAsync("""{"ticket_id":"501"}""", "second")).StatusCode).ShouldBe(401);
    }

    [Theory]
    [InlineData("MAIN", "main")]
    [InlineData("main", "MAIN")]
    public async Task The_letter_case_of_a_helpdesks_name_does_not_matter(string inChannel, string inWebhook)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Helpdesk", inChannel));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann"));
        (await bridge.WebhookAsync("""{"ticket_id":"501"}""", inWebhook)).EnsureSuccessStatusCode();

        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
    }

    private static async Task SupportAsync(BridgeFixture bridge, string method, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await bridge.App.Http.PostAsync(
            new Uri(bridge.App.Url, $"/operator/support/{OtherKey}/{method}"), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
