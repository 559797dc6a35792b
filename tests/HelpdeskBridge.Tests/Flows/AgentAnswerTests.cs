using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What of an agent's doing reaches the client, and as what.</summary>
public sealed class AgentAnswerTests
{
    [Fact]
    public async Task A_public_comment_by_an_agent_is_a_text_message()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi Ann, \n\n I'm Bob"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        var call = bridge.Jaicp.Events.Calls.ShouldHaveSingleItem();
        call.Body.ShouldBeJson("""
            {"id":"*","userId":"telegram-123-987654","type":"TextMessage","text":"Hi Ann,\n\n I'm Bob",
             "employee":{"employeeId":"77","firstName":"Bob","lastName":"Marley Smith","avatarUrl":"https://acme.zendesk.com/bob.png"}}
            """);
        call.Header("Content-Type").ShouldStartWith("application/json");
        call.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task An_agent_without_last_name_and_picture_has_empty_ones()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", author: 78));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.Received[0]["employee"]!.ShouldBeJson("""{"employeeId":"78","firstName":"Eve","lastName":"","avatarUrl":""}""");
    }

    [Fact]
    public async Task An_agent_whom_Zendesk_does_not_describe_is_an_agent_all_the_same()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi", author: 4711));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.Received[0]["employee"]!.ShouldBeJson("""{"employeeId":"4711","firstName":"Agent","lastName":"","avatarUrl":""}""");
    }

    [Fact]
    public async Task Notes_the_clients_own_comments_system_entries_and_empty_comments_are_not_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var voice = ZendeskStub.Comment(8005, "Call recorded");
        voice["type"] = "VoiceComment";
        bridge.Zendesk.TicketIs(
            "open",
            ZendeskStub.Comment(8001, "internal", isPublic: false),
            ZendeskStub.Comment(8002, "by the client", author: ZendeskStub.FirstUser),
            ZendeskStub.Comment(8003, "transcript", author: -1),
            ZendeskStub.Comment(8004, "ours", marker: "0123"),
            voice,
            ZendeskStub.Comment(8006, " \n "),
            ZendeskStub.Comment(8007, "told"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage told"]);
    }

    [Fact]
    public async Task A_comment_that_the_bridge_recorded_as_its_own_is_not_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            Answer.Ok("""{"ticket":{"id":501,"status":"open"},"audit":{"id":1,"events":[{"id":9,"type":"Change"},{"id":8001,"type":"Comment"}]}}"""));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        // Zendesk shows it without the mark, and as an agent's.
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "More"), ZendeskStub.Comment(8002, "told"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage told"]);
    }

    [Fact]
    public async Task Comments_on_several_pages_are_all_delivered_in_order()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments
            .Next(
                Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8004, "four", at: "2026-11-23T10:00:09Z"),
                    ZendeskStub.Comment(8003, "three", at: "2026-11-23T10:00:07Z")], "next=1")),
                Answer.Ok(ZendeskStub.CommentsJson(
                    [ZendeskStub.Comment(8002, "two", at: "2026-11-23T10:00:05Z"), ZendeskStub.Comment(8001, "one", at: "2026-11-23T10:00:05Z")])));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", 4);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two", "TextMessage three", "TextMessage four"]);
        Uri.UnescapeDataString(bridge.Zendesk.Comments.Calls[0].Query)
            .ShouldBe("sort=-created_at&include=users&include_inline_images=true&page[size]=100");
        Uri.UnescapeDataString(bridge.Zendesk.Comments.Calls[1].Query)
            .ShouldBe("sort=-created_at&include=users&include_inline_images=true&page[size]=100&page[after]=next=1");
    }

    [Fact]
    public async Task A_repeated_webhook_delivers_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        await Task.WhenAll(bridge.WakeAsync(), bridge.WakeAsync(), bridge.WakeAsync());
        await bridge.DeliveredAsync("AgentText");
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"), ZendeskStub.Comment(8002, "there", at: "2026-11-23T10:00:31Z"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "TextMessage there"]);
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_comment_that_appears_late_with_an_older_time_is_still_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8002, "second", at: "2026-11-23T10:01:00Z"));
        await bridge.WakeAndReadAsync();
        bridge.Zendesk.TicketIs(
            "open", ZendeskStub.Comment(8001, "first", at: "2026-11-23T10:00:30Z"), ZendeskStub.Comment(8002, "second", at: "2026-11-23T10:01:00Z"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage second", "TextMessage first"]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task A_ticket_that_cannot_be_read_is_read_again(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hi"));
        bridge.Zendesk.Tickets.Next(new Answer(status), new Answer(status));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);
    }

    [Fact]
    public async Task Comments_that_cannot_be_read_are_read_again_and_the_end_waits_for_them()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Done"));
        bridge.Zendesk.Comments.Next(new Answer(503, RetryAfter: "20"));
        var calledAt = bridge.Clock.GetUtcNow();
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Done", "Closed"]);
        (bridge.Jaicp.Events.Calls[0].At - calledAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Two_tickets_answers_go_to_their_own_clients()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync("Hi", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8001, "for u2"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText");

        ((string)bridge.Jaicp.Received.ShouldHaveSingleItem()["userId"]!).ShouldBe("u2");
    }
}
