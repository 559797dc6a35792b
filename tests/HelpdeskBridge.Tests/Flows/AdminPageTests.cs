using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The admin page: signing in and out, what it shows, and that no other site can use it.</summary>
public sealed partial class AdminPageTests
{
    [Theory]
    [InlineData("https://bridge.example.com", true, "/admin")]
    [InlineData("http://bridge.example.com", false, "/admin")]
    [InlineData("https://example.com/bridge", true, "/bridge/admin")]
    public async Task A_session_is_a_cookie_that_no_script_and_no_other_site_gets(string publicUrl, bool isSecure, string path)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Bridge:PublicUrl", publicUrl));
        var root = new Uri(publicUrl).AbsolutePath.TrimEnd('/');
        using var response = await SignInAsync(bridge, $"key={AdminApi.Key}", root: root);

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe(root + "/admin");
        var cookie = response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().Split("; ");
        cookie[0].ShouldStartWith(AdminSite.Cookie + "=");
        cookie[0].Length.ShouldBeGreaterThan(60);
        cookie.Skip(1).Select(part => part.ToLowerInvariant()).ShouldBe(
            new[] { $"path={path}", "secure", "samesite=strict", "httponly" }.Where(part => part != "secure" || isSecure), ignoreOrder: true);
    }

    [Fact]
    public async Task The_page_shows_the_sign_in_and_with_a_session_the_state()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var before = await PageAsync(bridge, "/admin", null);
        var signIn = await before.TextAsync();
        signIn.ShouldContain("type=\"password\"");
        signIn.ShouldNotContain("Dead letters");
        signIn.ShouldNotContain("<script");

        var session = await SessionAsync(bridge, "Ann <b>");
        using var after = await PageAsync(bridge, "/admin", session);
        var page = await after.TextAsync();
        page.ShouldContain("Dead letters");
        page.ShouldContain("Ann &lt;b&gt;");
        page.ShouldNotContain("Ann <b>");
        ScriptTag().Matches(page).Select(match => match.Value).ShouldBe(["<script src=\"/admin/assets/admin.js\" defer>"]);
        page.ShouldNotContain("style=");
        foreach (var response in new[] { before, after })
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                + (response == after ? "; script-src 'self'; connect-src 'self'" : ""));
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();

            // With "no-referrer" a browser sends "Origin: null" along with the form, and is refused.
            response.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        }

        using var style = await PageAsync(bridge, "/admin/assets/admin.css", null);
        style.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await style.TextAsync()).ShouldContain("prefers-color-scheme: dark");
    }

    [Fact]
    public async Task What_the_bots_script_said_about_fields_is_shown_to_the_operator()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        await StoredChats.SaveAsync(bridge, StoredChats.Create("c1", "2026-11-23T09:00:00Z") with
        {
            Context = HandOverContext.Empty.WithFields("""{"order":"A-17"}"""),
        });
        var page = await (await PageAsync(bridge, "/admin/conversations/c1", await SessionAsync(bridge))).TextAsync();

        page.ShouldContain("Fields set by the bot");
        page.ShouldContain("A-17");
        (await bridge.AdminAsync("conversations/c1"))["scriptFields"]!.ShouldBeJson("""{"order":"A-17"}""");
    }

    [Fact]
    public async Task What_the_bot_hides_from_the_agent_is_shown_to_the_operator()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = "<u1>",
            destinationId = BridgeApp.DefaultGroup,
            attributes = new { plan = "gold" },
            hiddenAttributes = new { score = "secret-score" },
        });
        await bridge.SendTextAsync("words-of-the-client", "<u1>");
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);
        bridge.Zendesk.NewTickets.Calls.Concat(bridge.Zendesk.Updates.Calls)
            .ShouldAllBe(call => !call.Body.Contains("secret-score", StringComparison.Ordinal));

        var session = await SessionAsync(bridge);
        var found = await (await PageAsync(bridge, "/admin/conversations?user=%3Cu1%3E", session)).TextAsync();
        var id = ConversationLink().Match(found).Groups[1].Value;
        var page = await (await PageAsync(bridge, $"/admin/conversations/{id}", session)).TextAsync();
        page.ShouldContain("secret-score");
        page.ShouldContain("Open ticket");
        page.ShouldNotContain("words-of-the-client");
        page.ShouldNotContain("<u1>");

        var json = await bridge.AdminAsync($"conversations/{id}");
        json["hiddenAttributes"]!.ShouldBeJson("""{"score":"secret-score"}""");
        json["attributes"]!.ShouldBeJson("""{"plan":"gold"}""");
        using var nothing = await PageAsync(bridge, "/admin/conversations/nothing", session);
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await PageAsync(bridge, $"/admin/conversations/{id}", null)).TextAsync()).ShouldNotContain("secret-score");
    }

    [Fact]
    public async Task A_session_changes_something_only_from_our_own_page()
    {
        await using var bridge = await StartWithDeadLetterAsync();
        var (session, token) = await SessionAndTokenAsync(bridge);
        var id = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        foreach (var path in new[] { $"/admin/api/dead-letters/{id}/discard", $"/admin/dead-letters/{id}/discard", "/admin/logout" })
        {
            (await PostAsync(bridge, path, session)).ShouldBe(403, path);
            (await PostAsync(bridge, path, session, token: "x" + token[1..])).ShouldBe(403, path);
            (await PostAsync(bridge, path, session, token: token, header: ("Origin", "https://evil.example"))).ShouldBe(403, path);
            (await PostAsync(bridge, path, session, token: token, header: ("Origin", "null"))).ShouldBe(403, path);
            (await PostAsync(bridge, path, session, token: token, header: ("Sec-Fetch-Site", "cross-site"))).ShouldBe(403, path);
            (await PostAsync(bridge, path, session, token: token, header: ("Sec-Fetch-Site", "same-site"))).ShouldBe(403, path);
        }

        (await PostAsync(bridge, $"/admin/api/dead-letters/{id}/discard", session, token: token)).ShouldBe(200);
        (await PostAsync(bridge, $"/admin/api/dead-letters/{id}/discard", session, token: token)).ShouldBe(409);
    }

    [Fact]
    public async Task The_buttons_of_the_page_do_as_they_say_and_it_is_audited()
    {
        await using var bridge = await StartWithDeadLetterAsync();
        var (session, token) = await SessionAndTokenAsync(bridge, "Ann");
        var ids = (await bridge.DeadLettersAsync()).Select(letter => (string)letter!["id"]!).ToList();

        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        (await PostAsync(bridge, $"/admin/dead-letters/{ids[0]}/discard", session, form: $"csrf={token}")).ShouldBe(303);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        bridge.Jaicp.AcceptsEvents();
        (await PostAsync(bridge, $"/admin/dead-letters/{ids[1]}/retry", session, form: $"csrf={token}")).ShouldBe(303);
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        (await PostAsync(bridge, "/admin/logout", session, form: $"csrf={token}")).ShouldBe(303);
        (await (await PageAsync(bridge, "/admin", session)).TextAsync()).ShouldContain("type=\"password\"");
        (await ApiAsync(bridge, session)).ShouldBe(401);

        var audit = (await bridge.AdminAsync("audit"))["audit"]!.AsArray();
        audit.Select(Describe).ShouldBe(
            ["Ann signOut  done", $"Ann retry {ids[1]} done", $"Ann discard {ids[0]} done", "Ann signIn  done"]);
        audit.ShouldAllBe(entry => (string)entry!["address"]! == "127.0.0.1");
    }

    [Fact]
    public async Task What_is_done_with_the_key_is_audited_and_so_are_refused_sign_ins()
    {
        await using var bridge = await StartWithDeadLetterAsync();
        var id = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        (await bridge.StatusOfAsync($"dead-letters/{id}/discard")).ShouldBe(200);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        (await SignInAsync(bridge, "key=wrong&name=Eve")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await bridge.AdminAsync("audit"))["audit"]!.AsArray().Select(Describe)
            .ShouldBe(["Eve signIn  refused", $"api key discard {id} done"]);
    }

    [Fact]
    public async Task Guessing_is_slowed_at_the_sign_in_and_the_api_together()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        for (var i = 0; i < 3; i++)
            (await SignInAsync(bridge, "key=wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(bridge, """{"key":"wrong"}""", "application/json")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await bridge.CallAdminAsync("/admin/api/status", "Bearer wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Now not even the right one opens.
        (await SignInAsync(bridge, $"key={AdminApi.Key}")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using (var page = await SignInAsync(bridge, $"key={AdminApi.Key}", accept: "text/html"))
        {
            page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            (await page.TextAsync()).ShouldContain("Wait a minute");
        }

        bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        (await SignInAsync(bridge, $"key={AdminApi.Key}")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("")]
    [InlineData("key=")]
    [InlineData("name=Ann")]
    [InlineData("key=%00")]
    [InlineData("&&&=&key")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"key":1}""")]
    [InlineData("""{"key":"\ud800"}""")]
    public async Task Nothing_but_the_key_signs_in(string body)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);

        (await SignInAsync(bridge, body)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(bridge, body, "application/json")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(bridge, body, "multipart/form-data; boundary=x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_site_can_not_sign_somebody_in()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);

        (await StatusAsync(("Origin", "https://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(("Sec-Fetch-Site", "cross-site"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(("Origin", $"http://{bridge.App.Url.Authority}"))).ShouldBe(HttpStatusCode.SeeOther);
        (await SignInAsync(bridge, $$"""{"key":"{{AdminApi.Key}}"}""", "application/json")).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync((string Name, string Value) header)
        {
            using var response = await SignInAsync(bridge, $"key={AdminApi.Key}", header: header);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_session_ends_by_itself_and_outlives_a_restart()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);
        await bridge.App.RestartAsync();
        (await ApiAsync(bridge, session)).ShouldBe(200);

        // Used once in a while, it goes on for twelve hours; left alone, it is over after one.
        for (var i = 0; i < 12; i++)
        {
            bridge.Clock.Advance(TimeSpan.FromMinutes(59));
            (await ApiAsync(bridge, session)).ShouldBe(200);
        }

        bridge.Clock.Advance(TimeSpan.FromMinutes(13));
        (await ApiAsync(bridge, session)).ShouldBe(401);
        session = await SessionAsync(bridge);
        bridge.Clock.Advance(TimeSpan.FromMinutes(61));
        (await ApiAsync(bridge, session)).ShouldBe(401);
        (await ApiAsync(bridge, AdminSite.Cookie + "=forged")).ShouldBe(401);
    }

    [Fact]
    public async Task Another_key_ends_every_session()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);
        (await ApiAsync(bridge, session)).ShouldBe(200);
        await bridge.App.RestartAsync(("Admin:Key", "another-admin-key-of-the-flow-tests"));

        (await ApiAsync(bridge, session)).ShouldBe(401);
    }

    /// <summary>Two of an agent's texts that JAICP refused.</summary>
    private static async Task<BridgeFixture> StartWithDeadLetterAsync()
    {
        var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400), new Answer(400));
        await bridge.AnswerAsync("one", "two");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= 2, stepSeconds: 1);
        return bridge;
    }

    private static string Describe(JsonNode? entry) => $"{entry!["actor"]} {entry["action"]} {entry["subject"]} {entry["outcome"]}";

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex ScriptTag();

    [GeneratedRegex("/admin/conversations/([0-9a-f]+)")]
    private static partial Regex ConversationLink();
}
