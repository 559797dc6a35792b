using System.Net;
using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.AdminSite;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The pages about conversations: the list, the timeline of one, and the ways that lead there.</summary>
public sealed partial class AdminConversationTests
{
    [Fact]
    public async Task Conversations_are_filtered_by_state_by_what_waits_and_by_dead_letters()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await bridge.SendTextAsync("Hi", "has-ended");
        await bridge.DeliveredAsync("OpenTicket", 2);
        await bridge.CloseChatAsync(user: "has-ended");
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await bridge.SendTextAsync("Hi", "does-wait");
        await bridge.DeliveredAsync("OpenTicket", 3);
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("waits", "does-wait");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);

        var session = await SessionAsync(bridge);
        (await UsersAsync("")).ShouldBe(["does-wait", "has-ended", BridgeFixture.User], ignoreOrder: true);
        (await UsersAsync("?state=open")).ShouldBe(["does-wait", BridgeFixture.User], ignoreOrder: true);
        (await UsersAsync("?state=ended")).ShouldBe(["has-ended"]);
        (await UsersAsync("?waiting=1")).ShouldBe(["does-wait"]);
        (await UsersAsync("?dead=1")).ShouldBe([BridgeFixture.User]);
        (await UsersAsync("?dead=1&waiting=1")).ShouldBeEmpty();
        (await UsersAsync("?channel=shop&user=+has-ended+&ticket=&state=")).ShouldBe(["has-ended"], "what is blank is not asked for");
        (await UsersAsync("?channel=other")).ShouldBeEmpty();
        (await UsersAsync("?ticket=501")).ShouldBe([BridgeFixture.User]);

        async Task<List<string>> UsersAsync(string query) =>
            [.. Found().Matches(await ReadAsync(bridge, $"/admin/conversations{query}", session)).Select(match => match.Groups[1].Value)];
    }

    [Fact]
    public async Task The_list_has_pages_that_keep_the_filter()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        for (var i = 0; i < 52; i++)
        {
            bridge.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await bridge.SendTextAsync("Hi", $"user-{i:00}");
        }

        await bridge.DeliveredAsync("OpenTicket", 52);
        var session = await SessionAsync(bridge);
        var first = await ReadAsync(bridge, "/admin/conversations?state=open&channel=shop", session);
        var next = WebUtility.HtmlDecode(NextLink().Match(first).Groups[1].Value);
        next.ShouldContain("state=open");
        next.ShouldContain("channel=shop");
        var second = await ReadAsync(bridge, next, session);

        NextLink().IsMatch(second).ShouldBeFalse();
        Found().Matches(first).Concat(Found().Matches(second)).Select(match => match.Groups[1].Value)
            .ShouldBe(Enumerable.Range(0, 52).Reverse().Select(i => $"user-{i:00}"));
    }

    [Fact]
    public async Task The_timeline_says_each_messages_hops_answers_delays_and_why_it_waits()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        bridge.Jaicp.Events.Next(new Answer(503));
        await bridge.AnswerAsync("Hi Ann");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("first");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        await bridge.SendTextAsync("second");

        var page = await ReadAsync(bridge, await AddressAsync(bridge), await SessionAsync(bridge));
        var messages = Message().Matches(page).Select(match => match.Value).ToList();
        messages.Count.ShouldBe(5);
        var answer = messages.Single(message => message.Contains("Agent text", StringComparison.Ordinal));
        answer.ShouldContain("Not accepted (attempt 1)");
        answer.ShouldContain("JAICP answered 503");
        answer.ShouldContain("Delivered (attempt 2)");
        WebUtility.HtmlDecode(answer).ShouldMatch(@"\+[1-9][0-9.]* s");
        var waiting = messages.Where(message => message.Contains("Waiting", StringComparison.Ordinal)).ToList();
        waiting[0].ShouldContain("503 ServiceUnavailable");
        waiting[0].ShouldMatch("Tried next at [0-9:]+, in ");
        waiting[1].ShouldContain("Waits for the message before it");

        // The picture has the same for screen readers in a sentence.
        page.ShouldContain("4 messages to the helpdesk and 1 to JAICP: 3 delivered, 2 waiting, 0 dead letters.");
        Line().Count(page).ShouldBe(5);
        page.ShouldContain("/agent/tickets/501\" target=\"_blank\" rel=\"noopener noreferrer\"");
    }

    [Fact]
    public async Task A_long_conversation_comes_in_pages()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        for (var i = 0; i < 64; i++)
        {
            bridge.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await bridge.SendTextAsync($"text {i}");
        }

        var address = await AddressAsync(bridge);
        var session = await SessionAsync(bridge);
        var newest = await ReadAsync(bridge, address, session);
        Message().Count(newest).ShouldBe(60);
        var earlier = await ReadAsync(bridge, NextLink().Match(newest).Groups[1].Value, session);
        Message().Count(earlier).ShouldBe(6);
        NextLink().IsMatch(earlier).ShouldBeFalse();
        await bridge.UntilAsync(() => bridge.Zendesk.Written[^1]!.EndsWith("text 63", StringComparison.Ordinal), stepSeconds: 20);
    }

    [Fact]
    public async Task Texts_are_masked_until_an_operator_shows_them_which_is_audited()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await bridge.AnswerAsync("words-of-the-agent <b>");
        await bridge.DeliveredAsync("AgentText");
        await bridge.SendTextAsync("words-of-the-client");
        await bridge.DeliveredAsync("ClientText");
        var address = await AddressAsync(bridge);
        var (session, token) = await SessionAndTokenAsync(bridge, "Ann");
        var masked = await ReadAsync(bridge, address, session);
        masked.ShouldContain("Show texts");
        masked.ShouldNotContain("words-of");

        // Not by a link, not without the page's token, and not for whoever has no session.
        (await PageAsync(bridge, address + "/texts", session)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await PostAsync(bridge, address + "/texts", session)).ShouldBe(403);
        (await PostAsync(bridge, address + "/texts", AdminSite.Cookie + "=forged", form: $"csrf={token}")).ShouldBe(401);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        var shown = await SubmitAsync(bridge, address + "/texts", session, token);
        shown.ShouldContain("words-of-the-agent &lt;b&gt;");
        shown.ShouldContain("words-of-the-client");
        shown.ShouldNotContain("data-events=", customMessage: "a live update would mask them again");
        (await ReadAsync(bridge, address, session)).ShouldNotContain("words-of");

        var audit = (await bridge.AdminAsync("audit"))["audit"]!.AsArray();
        audit.Count(entry => (string)entry!["action"]! == "showTexts").ShouldBe(1);
        ((string)audit[0]!["subject"]!).ShouldBe(address.Split('/')[^1]);
        ((string)audit[0]!["actor"]!).ShouldBe("Ann");
        (await PostAsync(bridge, "/admin/conversations/unknown/texts", session, token)).ShouldBe(404);
    }

    [Fact]
    public async Task A_tickets_address_leads_to_its_conversation()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var session = await SessionAsync(bridge);

        using var found = await PageAsync(bridge, "/admin/tickets/MAIN/501", session);
        found.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        found.Headers.Location!.OriginalString.ShouldBe(await AddressAsync(bridge));
        foreach (var path in new[] { "/admin/tickets/main/999", "/admin/tickets/other/501" })
            (await PageAsync(bridge, path, session)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task A_note_about_a_hand_over_ends_with_a_link_to_the_conversation()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        await HandOverAsync(bridge, new { plan = "gold" });
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);
        await HandOverAsync(bridge, new { plan = "silver" });
        await bridge.DeliveredAsync("MoveTicket", stepSeconds: 1);

        var link = "The conversation in Helpdesk Bridge: https://bridge.example.com" + await AddressAsync(bridge);
        var notes = bridge.Zendesk.Updates.Calls.Select(call => (string)call.Ticket["comment"]!["body"]!).ToList();
        notes.Count.ShouldBe(2);
        notes.ShouldAllBe(note => note.EndsWith("\n\n" + link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_that_is_too_long_keeps_its_link()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        bridge.Zendesk.AcceptsTickets();
        await HandOverAsync(bridge, new { plan = new string('x', 90_000) });
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);

        var note = (string)bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket["comment"]!["body"]!;
        note.ShouldEndWith("```\n\nThe conversation in Helpdesk Bridge: https://bridge.example.com" + await AddressAsync(bridge));
        System.Text.Encoding.UTF8.GetByteCount(note).ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public async Task Without_an_admin_key_or_with_an_empty_text_a_note_has_no_link()
    {
        await using (var keyless = await BridgeFixture.StartAsync())
            await NoteHasNoLinkAsync(keyless);
        await using var silent = await BridgeFixture.StartAsync(AdminApi.Setting, ("Channels:shop:Texts:AdminLink", ""));
        await NoteHasNoLinkAsync(silent);

        static async Task NoteHasNoLinkAsync(BridgeFixture bridge)
        {
            bridge.Zendesk.AcceptsTickets();
            await HandOverAsync(bridge, new { plan = "gold" });
            await bridge.SendTextAsync("Hello");
            await bridge.DeliveredAsync("ContextNote", stepSeconds: 1);
            ((string)bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket["comment"]!["body"]!).ShouldEndWith("```");
        }
    }

    private static Task HandOverAsync(BridgeFixture bridge, object attributes) =>
        bridge.AcceptedAsync("selectDestination", new { userId = BridgeFixture.User, destinationId = BridgeApp.DefaultGroup, attributes });

    private static async Task<string> AddressAsync(BridgeFixture bridge) =>
        $"/admin/conversations/{(await bridge.AdminAsync($"conversations?user={BridgeFixture.User}"))["conversations"]![0]!["id"]}";

    [GeneratedRegex("<th scope=\"row\" class=\"wide\"><a href=\"/admin/conversations/[0-9a-f]+\">([^<]+)</a>")]
    private static partial Regex Found();

    [GeneratedRegex("<p class=\"next\"><a href=\"([^\"]+)\"")]
    private static partial Regex NextLink();

    [GeneratedRegex("<li id=\"m-[0-9a-f]+\" class=\"message .*?</ol>", RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex("<polyline ")]
    private static partial Regex Line();
}
