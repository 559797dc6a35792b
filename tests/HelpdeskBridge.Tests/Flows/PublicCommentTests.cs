using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Each public comment reaches the client, or an internal note tells why it does not.</summary>
public sealed class PublicCommentTests
{
    [Fact]
    public async Task A_picture_in_the_text_that_is_not_among_the_attachments_is_sent_as_a_file()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Attachments.Usually(new Answer(200, "picture") { ContentType = "image/png" });
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "", html: $"<p><img src='{bridge.AttachmentUrl("t9")}'></p>"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile");

        var sent = bridge.Jaicp.Received.ShouldHaveSingleItem();
        ((string)sent["type"]!).ShouldBe("FileMessage");
        using var file = await bridge.FetchAsync(bridge.OnService((string)sent["url"]!));
        (await file.TextAsync()).ShouldBe("picture");
    }

    [Theory]
    [InlineData("<p><img src='https://example.com/plan.png'></p>", "https://example.com/plan.png")]
    [InlineData("<p><img src='cid:1' alt='the plan'></p>", "the plan")]
    [InlineData("<iframe src='https://video.example.com/1'></iframe>", "https://video.example.com/1")]
    public async Task A_picture_or_video_from_elsewhere_is_sent_as_its_address_or_alternative_text(string html, string text)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "", html: html));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe([$"TextMessage {text}"]);
    }

    [Fact]
    public async Task A_comment_without_anything_to_send_gets_one_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await NotedAsync(bridge, ZendeskStub.Comment(8001, "", html: "<p><img></p>"), "it has no text and no file that can be sent");
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("Hello?");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.Count.ShouldBe(3);
    }

    /// <summary>Nobody would know of it otherwise: not the client, and not whoever wrote it.</summary>
    [Theory]
    [InlineData("comment", "CommentNotForwarded")]
    [InlineData("file", "FileNotForwarded")]
    public async Task What_is_not_sent_and_can_not_be_noted_because_the_ticket_is_closed_is_a_dead_letter(string what, string kind)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Bridge:MaxFileBytes", "10"));
        bridge.Zendesk.TicketIs(
            "closed",
            what == "file"
                ? ZendeskStub.Comment(8001, "", [ZendeskStub.Attachment(9101, "map.png", bridge.AttachmentUrl(), "image/png", size: 11)])
                : ZendeskStub.Comment(8001, "", html: "<p><img></p>"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.DeadLetters(kind) == 1, stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_comment_that_can_not_be_read_gets_a_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var odd = ZendeskStub.Comment(8001, "Hi");
        odd["created_at"] = "soon";
        await NotedAsync(bridge, odd, "it can't be read");
    }

    [Fact]
    public async Task A_call_gets_a_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var call = ZendeskStub.Comment(8001, "Call to: +49 30 1234");
        call["type"] = "VoiceComment";
        await NotedAsync(bridge, call, "it is not a written comment");
    }

    [Fact]
    public async Task A_comment_by_somebody_who_is_no_agent_gets_a_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Tickets.Usually(Answer.Ok("""{"ticket":{"id":501,"status":"open","requester_id":4242}}"""));
        bridge.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8001, "Me too", ZendeskStub.FirstUser)])));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("CommentNotForwarded");

        bridge.Zendesk.Written[^1].ShouldBe("A public comment was not sent to the client: its author is not an agent.");
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-23T10:00:30Z", true)]
    [InlineData("2026-11-23T09:00:00Z", false)]
    public async Task A_comment_that_names_a_ticket_merged_at_that_moment_is_noted_and_not_sent(string closedAt, bool isNoted)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsMerged(700, closedAt);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Anfrage #700 wurde mit dieser zusammengeführt: my card number is ..."));
        await bridge.WakeAsync();
        if (isNoted)
        {
            await bridge.DeliveredAsync("CommentNotForwarded");
            bridge.Zendesk.Written[^1].ShouldNotBeNull().ShouldContain("it seems to be about merged tickets");
            bridge.Jaicp.Received.ShouldBeEmpty();
            return;
        }

        await bridge.DeliveredAsync("AgentText");
        bridge.Zendesk.Written.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    [InlineData(403)]
    public async Task A_number_that_can_not_be_looked_up_keeps_nothing_from_the_client(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Your parcel #123456789012345678"));
        bridge.Zendesk.Tickets.Usually(call => ZendeskStub.IdIn(call) == ZendeskStub.FirstTicket
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open","requester_id":9001}}""")
            : new Answer(status, """{"error":"InvalidId"}"""));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.WakeAndReadAsync();

        bridge.Zendesk.Tickets.Calls.Count(call => ZendeskStub.IdIn(call) != ZendeskStub.FirstTicket).ShouldBe(1);
    }

    [Fact]
    public async Task A_number_that_can_not_be_looked_up_for_long_does_not_keep_the_ticket_from_being_read()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "We're #1"), ZendeskStub.Comment(8002, "Hi", at: "2026-11-23T10:00:31Z"));
        bridge.Zendesk.Tickets.Usually(call => ZendeskStub.IdIn(call) == ZendeskStub.FirstTicket
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open","requester_id":9001}}""")
            : new Answer(500));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 10);
        await bridge.DeliveredAsync("CommentNotForwarded");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    /// <summary>The author was an agent when the comment was sent.</summary>
    [Fact]
    public async Task A_comment_that_was_sent_gets_no_note_whatever_later_reads_show()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var file = ZendeskStub.Attachment(31, "a.png", bridge.AttachmentUrl());
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"), ZendeskStub.Comment(8002, "", [file], at: "2026-11-23T10:00:31Z"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentFile");
        var (text, picture) = (ZendeskStub.Comment(8001, "Hi", 4711), ZendeskStub.Comment(8002, "", [file], at: "2026-11-23T10:00:31Z"));
        picture["author_id"] = 4711;
        var page = JsonNode.Parse(ZendeskStub.CommentsJson([text, picture]))!;
        page["users"]!.AsArray().Add(new JsonObject { ["id"] = 4711, ["name"] = "Bob", ["role"] = "end-user" });
        bridge.Zendesk.Comments.Usually(Answer.Ok(page.ToJsonString()));
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe(["Hello", "More"]);
    }

    [Fact]
    public async Task A_link_to_a_file_of_the_account_is_sent_as_the_file_and_its_address_is_not_shown()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var url = bridge.AttachmentUrl("t9");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "", html: $"Look <a href='{url}'><img src='{url}'></a> <a href='{url}'>here</a>"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentFile");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Look here", "FileMessage"]);
    }

    [Fact]
    public async Task A_number_that_is_no_merged_ticket_keeps_nothing_from_the_client()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Your order #12345 is on its way"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Your order #12345 is on its way"]);
    }

    private static async Task NotedAsync(BridgeFixture bridge, JsonObject comment, string reason)
    {
        bridge.Zendesk.TicketIs("open", comment);
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("CommentNotForwarded");

        bridge.Zendesk.Written[^1].ShouldBe($"A public comment was not sent to the client: {reason}.");
        ((bool)bridge.Zendesk.Updates.Calls[^1].Ticket["comment"]!["public"]!).ShouldBeFalse();
        bridge.Jaicp.Received.ShouldBeEmpty();
    }
}
