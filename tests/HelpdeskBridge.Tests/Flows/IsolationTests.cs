using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>One conversation, channel or helpdesk never holds or mixes with another.</summary>
public sealed class IsolationTests
{
    private const string OtherKey = "fedcba9876543210fedcba9876543210";

    [Fact]
    public async Task A_chat_whose_ticket_fails_holds_no_other()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(new Answer(503, RetryAfter: "3600"));
        await rig.SayAsync("stuck");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);

        await rig.SayAsync("Hi", "u2");
        await rig.SayAsync("More", "u2");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.Updates.Calls[^1].Path.ShouldBe("/api/v2/tickets/502");
    }

    [Fact]
    public async Task A_chat_that_waits_for_an_answer_holds_no_other()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task));
        await rig.SayAsync("slow");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);

        await rig.SayAsync("Hi", "u2");
        await rig.DeliveredAsync("OpenTicket", 2);
        answer.SetResult();
        await rig.DeliveredAsync("ClientText");
    }

    [Fact]
    public async Task Two_channels_on_two_helpdesks_share_nothing()
    {
        var clock = BridgeApp.NewClock();
        using var otherZendesk = new ZendeskStub(() => clock.GetUtcNow());
        using var otherJaicp = new JaicpStub(() => clock.GetUtcNow());
        otherZendesk.SignsIn();
        otherZendesk.AcceptsTickets();
        otherJaicp.TakesEvents();
        await using var rig = await BridgeRig.WithOpenChatAsync(
            ("Channels:support:Key", OtherKey), ("Channels:support:Helpdesk", "second"), ("Channels:support:DefaultDestination", "5"),
            ("Helpdesks:second:Kind", "Zendesk"), ("Helpdesks:second:BaseUrl", otherZendesk.Url.ToString()), ("Helpdesks:second:WebhookSecrets:0", "another-secret"),
            ("Helpdesks:second:OAuth:ClientId", "other"), ("Helpdesks:second:OAuth:ClientSecret", "other-secret"));
        await SupportAsync(rig, "setWebhook", $$"""{"url":"{{otherJaicp.WebhookUrl}}"}""");
        await SupportAsync(rig, "sendText", $$"""{"userId":"{{BridgeRig.User}}","text":"Hi support"}""");
        await rig.DeliveredAsync("OpenTicket", 2);

        // Both Zendesks gave their ticket the same number.
        rig.Zendesk.Written.ShouldBe(["Hello"]);
        otherZendesk.Written.ShouldBe(["Hi support"]);
        ((string)otherZendesk.Users.Calls[0].Json["user"]!["external_id"]!).ShouldBe("jaicp:support:telegram-123-987654");

        otherZendesk.TicketIs("open", ZendeskStub.Comment(8001, "From the second"));
        (await rig.WebhookAsync("""{"ticket_id":"501"}""", "second", "another-secret")).EnsureSuccessStatusCode();
        await rig.UntilAsync(() => otherJaicp.Told.Count >= 1);
        rig.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "From the first"));
        await rig.WakeAsync();
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 2);

        otherJaicp.Told.ShouldBe(["TextMessage From the second"]);
        rig.Jaicp.Told.ShouldBe(["TextMessage From the first", "Closed"]);
        otherZendesk.HasNoStrayCalls();
        otherJaicp.HasNoStrayCalls();
    }

    [Fact]
    public async Task A_webhook_of_one_helpdesk_is_not_signed_by_the_other()
    {
        await using var rig = await BridgeRig.StartAsync(
            ("Helpdesks:second:Kind", "Zendesk"), ("Helpdesks:second:BaseUrl", "https://second.zendesk.com"), ("Helpdesks:second:WebhookSecrets:0", "another-secret"),
            ("Helpdesks:second:OAuth:ClientId", "other"), ("Helpdesks:second:OAuth:ClientSecret", "other-secret"));

        ((int)(await rig.WebhookAsync("""{"ticket_id":"501"}""", "second")).StatusCode).ShouldBe(401);
    }

    [Theory]
    [InlineData("MAIN", "main")]
    [InlineData("main", "MAIN")]
    public async Task The_letter_case_of_a_helpdesks_name_does_not_matter(string inChannel, string inWebhook)
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Channels:shop:Helpdesk", inChannel));
        rig.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann"));
        (await rig.WebhookAsync("""{"ticket_id":"501"}""", inWebhook)).EnsureSuccessStatusCode();

        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);
        rig.Jaicp.Told.ShouldBe(["TextMessage Hi Ann"]);
    }

    private static async Task SupportAsync(BridgeRig rig, string method, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await rig.App.Http.PostAsync(new Uri(rig.App.Url, $"/operator/support/{OtherKey}/{method}"), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
