using System.Net;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The pages about the service as a whole: overview, what waits, audit, configuration.</summary>
public sealed partial class AdminOverviewTests
{
    [Fact]
    public async Task Each_channel_and_each_helpdesk_has_a_card_with_its_facts()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await bridge.AnswerAsync("Hi");
        await bridge.DeliveredAsync("AgentText");
        bridge.Clock.Advance(TimeSpan.FromSeconds(3));
        var session = await SessionAsync(bridge);
        var facts = await FactsAsync(bridge, session);

        facts["shop/Last call by JAICP"].ShouldBe("3.0 s ago");
        facts["shop/JAICP's webhook"].ShouldBe("127.0.0.1");
        facts["shop/Delay to helpdesk, p50 / p95"].ShouldBe("0 ms / 0 ms");
        facts["shop/Waiting"].ShouldBe("nothing");
        facts["shop/Open conversations"].ShouldBe("1");
        facts["main/Last webhook"].ShouldBe("3.0 s ago");
        facts["main/Writing"].ShouldBe("works");
        facts["main/Requests this minute"].ShouldMatch("^[1-9][0-9]* of 400$");
        facts["main/Circuit breaker"].ShouldBe("closed");
        facts["main/Set-up"].ShouldBe("not checked yet");
        facts["main/Sign-in"].ShouldMatch("^OAuth token, renewed in [0-9]+ min");
    }

    [Fact]
    public async Task What_waits_died_or_is_not_reached_is_an_alarm_in_words()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        bridge.Zendesk.Updates.Usually(new Answer(401));
        await bridge.SendTextAsync("waits");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(2));

        var session = await SessionAsync(bridge);
        var facts = await FactsAsync(bridge, session);
        facts["shop/Dead letters"].ShouldBe("1");
        facts["shop/Waiting"].ShouldBe("1, oldest 2.0 s");
        facts["main/Writing"].ShouldBe("not possible for 2.0 s: 401");
        var page = await ReadAsync(bridge, "/admin", session);
        page.ShouldContain("Something needs attention");
        page.ShouldContain("Not reached");

        var waiting = await ReadAsync(bridge, "/admin/waiting", session);
        waiting.ShouldContain("401");
        waiting.ShouldContain("Client text");
        waiting.ShouldContain(BridgeFixture.User);
        waiting.ShouldNotContain("Nothing waits.");
    }

    [Fact]
    public async Task The_chart_counts_the_messages_of_the_last_six_hours()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Clock.Advance(TimeSpan.FromHours(2));
        await bridge.SendTextAsync("later");
        await bridge.DeliveredAsync("ClientText", 1);
        var session = await SessionAsync(bridge);

        (await ReadAsync(bridge, "/admin", session)).ShouldContain("All messages: 3 messages to the helpdesk and 0 to JAICP in 6 h, 0 dead letters.");
        bridge.Clock.Advance(TimeSpan.FromHours(5));
        (await ReadAsync(bridge, "/admin", await SessionAsync(bridge)))
            .ShouldContain("All messages: 1 message to the helpdesk and 0 to JAICP in 6 h, 0 dead letters.");
    }

    [Fact]
    public async Task The_configuration_is_shown_with_its_secrets_masked()
    {
        await using var bridge = await BridgeFixture.StartAsync(
            AdminApi.Setting,
            ("Channels:shop:PreviousKey", "the-key-before-0123456789abcdef"),
            ("Channels:shop:WebhookUrl", "https://bot.jaicp.com/chatadapter/secret-path"),
            ("Delivery:NotifyAfter", "00:00:42"));
        var page = WebUtility.HtmlDecode(await ReadAsync(bridge, "/admin/configuration", await SessionAsync(bridge)));

        page.ShouldContain("00:00:42");
        page.ShouldContain("GiveUpAfter");
        page.ShouldContain("*.jaicp.com", customMessage: "defaults are shown as well");
        page.ShouldContain("helpdesk_bridge");
        Secret().Count(page).ShouldBeGreaterThanOrEqualTo(6);
        string[] secrets = [.. bridge.App.Secrets, "bridge.db", "secret-path"];
        secrets.Length.ShouldBeGreaterThanOrEqualTo(7);
        foreach (var secret in secrets)
            page.ShouldNotContain(secret);
    }

    [Fact]
    public async Task The_audit_has_pages()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        for (var i = 0; i < 101; i++)
        {
            bridge.Clock.Advance(TimeSpan.FromSeconds(1));
            await SessionAsync(bridge, $"Operator {i}");
        }

        var session = await SessionAsync(bridge, "Last");
        var first = await ReadAsync(bridge, "/admin/audit", session);
        first.ShouldContain("Operator 100");
        first.ShouldNotContain(">Operator 0<");
        var next = NextLink().Match(first).Groups[1].Value;
        (await ReadAsync(bridge, next, session)).ShouldContain(">Operator 0<");
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/conversations")]
    [InlineData("/admin/waiting")]
    [InlineData("/admin/dead-letters")]
    [InlineData("/admin/dead-letters/retry")]
    [InlineData("/admin/operations/x")]
    [InlineData("/admin/reports")]
    [InlineData("/admin/audit")]
    [InlineData("/admin/configuration")]
    [InlineData("/admin/tickets/main/501")]
    public async Task Without_a_session_every_page_is_the_sign_in_that_leads_back_to_it(string path)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var response = await PageAsync(bridge, path + "?a=b", session: null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await response.TextAsync();
        page.ShouldContain("type=\"password\"");
        page.ShouldContain($"name=\"next\" value=\"{path}?a=b\"");
        page.ShouldNotContain("<nav");
        using var signIn = await SignInAsync(bridge, $"key={AdminApi.Key}&next={Uri.EscapeDataString(path + "?a=b")}");
        signIn.Headers.Location!.OriginalString.ShouldBe(path + "?a=b");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/admin")]
    [InlineData("/admin.evil")]
    [InlineData("/administrator")]
    [InlineData("/operator/shop")]
    [InlineData("/admin/\\evil.example")]
    [InlineData("/admin/\r\nSet-Cookie: a=b")]
    [InlineData("")]
    public async Task The_sign_in_leads_nowhere_but_to_our_own_pages(string next)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var response = await SignInAsync(bridge, $"key={AdminApi.Key}&next={Uri.EscapeDataString(next)}");

        response.Headers.Location!.OriginalString.ShouldBe("/admin");
    }

    [GeneratedRegex("<span class=\"secret\">•+</span>")]
    private static partial Regex Secret();

    [GeneratedRegex("<p class=\"next\"><a href=\"([^\"]+)\"")]
    private static partial Regex NextLink();
}
