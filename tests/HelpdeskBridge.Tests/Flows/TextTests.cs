using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What people typed is what the other side reads, in both directions.</summary>
public sealed class TextTests
{
    [Fact]
    public async Task An_agents_formatted_comment_reaches_the_client_as_plain_text()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(
            "open",
            ZendeskStub.Comment(8001, "Hi, see: one two our help", html: """
                <div class="zd-comment" dir="auto"><p dir="auto">Hi <b>Ann</b>,</p>

                <p dir="auto">see:</p><ol dir="auto"><li>one</li><li>two &amp; 😀</li></ol>
                <p dir="auto"><a href="https://acme.example/help">our help</a></p></div>
                """),
            ZendeskStub.Comment(8002, "", html: """<p><img src="https://example.com/a.png" alt="a plan"></p>"""),
            ZendeskStub.Comment(8003, "without html", html: ""),
            ZendeskStub.Comment(8004, "too deep", html: string.Concat(Enumerable.Repeat("<div>", 5_000)) + "too deep"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", 4);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann,\n\nsee:\n\n1. one\n2. two & 😀\n\nour help (https://acme.example/help)",
            "TextMessage a plan (https://example.com/a.png)", "TextMessage without html", "TextMessage too deep"]);
    }

    [Fact]
    public async Task An_answer_too_long_for_one_message_reaches_the_client_in_several_each_once_and_in_order()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var paragraphs = Enumerable.Range(1, 40).Select(i => $"Paragraph {i}: " + string.Concat(Enumerable.Repeat("words and 😀. ", 20)).TrimEnd())
            .ToList();
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, "", html: string.Concat(paragraphs.Select(p => $"<p>{p}</p>"))), ZendeskStub.Comment(8002, "after"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Contains("TextMessage after"));
        await bridge.WakeAndReadAsync();

        var texts = bridge.Jaicp.Received.Select(e => (string)e["text"]!).ToList();
        texts.Count.ShouldBe(5);
        texts.ShouldAllBe(text => text.Length <= 4096);
        string.Join("\n\n", texts).ShouldBe(string.Join("\n\n", [.. paragraphs, "after"]));
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_long_answer_that_came_too_late_leads_to_one_note_and_stays_undelivered_when_the_client_comes_back()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, string.Concat(Enumerable.Repeat("too late ", 1000))));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ClientGone");
        await bridge.SendTextAsync("Back again");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, string.Concat(Enumerable.Repeat("too late ", 1000))), ZendeskStub.Comment(8002, "in time"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage in time"]);
    }

    [Fact]
    public async Task A_client_is_quoted_as_typed_and_nothing_in_it_is_interpreted()
    {
        const string typed = "  <b>bold</b> **stars** {{ticket.requester.email}} {% if %} # head\n- item &amp; `code` \u202Eevil\t";
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync(typed);
        await bridge.DeliveredAsync("ClientText");
        await bridge.CloseChatAsync("{{ticket.requester.email}} **left** ```x");
        await bridge.DeliveredAsync("ClientLeft");

        // Written as the client: Zendesk leaves that text alone.
        bridge.Zendesk.Updates.Calls[0].Ticket["comment"]!
            .ShouldBeJson($$"""{"body":{{System.Text.Json.JsonSerializer.Serialize(typed)}},"public":true,"author_id":9001}""");

        // Written as staff: Zendesk would interpret that text.
        var note = bridge.Zendesk.Updates.Calls[1].Ticket["comment"]!;
        note.AsObject().ContainsKey("author_id").ShouldBeFalse();
        ((string)note["body"]!).ShouldBe("The client closed the chat.\n\n```\n\\{{ticket.requester.email}} **left** `\u200B``x\n```");
    }

    [Fact]
    public async Task What_has_nothing_to_read_in_it_is_sent_in_neither_direction_and_the_agent_gets_a_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        using var refused = await bridge.App.CallAsync("sendText", new { userId = BridgeFixture.User, text = " \u200B\uFEFF\n" });
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        await bridge.SendTextAsync("a" + new string(' ', 130_000) + "b");
        await bridge.DeliveredAsync("ClientText", 2);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "\u200B"), ZendeskStub.Comment(8002, "x", html: "<p>&nbsp;&#8203;</p>"),
            ZendeskStub.Comment(8003, "told"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.DeliveredAsync("CommentNotForwarded", 2);

        const string Note = "A public comment was not sent to the client: it has no text and no file that can be sent.";
        bridge.Zendesk.Written.Select(text => text!.Trim()).ShouldBe(["Hello", "a", "b", Note, Note]);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage told"]);
    }
}
