using System.Text;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>How the bridge signs in to Zendesk.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task One_token_serves_many_calls()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Tokens.Calls.ShouldHaveSingleItem().Body.ShouldBeJson(
            """
            {"grant_type":"client_credentials","client_id":"helpdesk_bridge","client_secret":"simulated-client-secret",
             "scope":"read write","expires_in":1800}
            """);
        bridge.Zendesk.Tokens.Calls[0].Header("Authorization").ShouldBeNull();
        bridge.Zendesk.Updates.Calls[0].Header("Authorization").ShouldBe("Bearer " + ZendeskStub.TokenName(1));
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(29.5, 2)]
    public async Task A_token_is_renewed_before_it_expires(double minutes, long token)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Updates.Calls[0].Header("Authorization").ShouldBe("Bearer " + ZendeskStub.TokenName(token));
    }

    [Fact]
    public async Task A_token_that_Zendesk_no_longer_takes_is_renewed_at_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(new Answer(401, """{"error":"Couldn't authenticate you"}"""));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Tokens.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Updates.Calls.Select(call => call.Header("Authorization"))
            .ShouldBe(["Bearer " + ZendeskStub.TokenName(1), "Bearer " + ZendeskStub.TokenName(2)]);
        bridge.Zendesk.Updates.Calls[1].Body.ShouldBe(bridge.Zendesk.Updates.Calls[0].Body);
    }

    [Fact]
    public async Task A_sign_in_that_stays_refused_is_asked_for_once_per_attempt_and_the_message_waits()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var refused = new Answer(401, """{"error":"Couldn't authenticate you"}""");
        bridge.Zendesk.Updates.Next(refused, refused);
        await bridge.SendTextAsync("More");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Zendesk.Tokens.Calls.Count.ShouldBe(2);
        await bridge.DeliveredAsync("ClientText", stepSeconds: 1);

        bridge.Zendesk.Written.ShouldBe(["Hello", "More", "More", "More"]);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_written_and_the_message_waits()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Tokens.Next(new Answer(401, """{"error":"invalid_client"}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        bridge.Zendesk.Users.Calls.ShouldBeEmpty();
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.Lookups.Calls.ShouldBeEmpty();
        bridge.Zendesk.Written.ShouldBe(["Hello"]);
    }

    [Fact]
    public async Task An_API_token_signs_in_with_Basic()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:OAuth:ClientId", null), ("Helpdesks:main:OAuth:ClientSecret", null),
            ("Helpdesks:main:ApiToken:Email", "bot@example.com"), ("Helpdesks:main:ApiToken:Token", "legacy-token"));
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");

        bridge.Zendesk.NewTickets.Calls[0].Header("Authorization")
            .ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("bot@example.com/token:legacy-token")));
        bridge.Zendesk.Tokens.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_API_token_is_not_tried_twice_in_one_attempt()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            ("Helpdesks:main:OAuth:ClientId", null), ("Helpdesks:main:OAuth:ClientSecret", null),
            ("Helpdesks:main:ApiToken:Email", "bot@example.com"), ("Helpdesks:main:ApiToken:Token", "legacy-token"));
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Users.Next(new Answer(401, """{"error":"Couldn't authenticate you"}"""));
        await bridge.SendTextAsync("Hello");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") >= 1);
        bridge.Zendesk.Users.Calls.Count.ShouldBe(1);
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
    }
}
