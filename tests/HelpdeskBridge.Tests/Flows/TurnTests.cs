using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Turns of a conversation as clients and agents see them, where the helpdesk or the bot does something out of the ordinary.</summary>
public sealed class TurnTests
{
    private const string StatusRefused =
        """{"error":"RecordInvalid","details":{"base":[{"description":"Reason: is required when reopening a ticket"}]}}""";

    [Theory]
    [InlineData("pending")]
    [InlineData("hold")]
    [InlineData("solved")]
    public async Task A_text_of_the_client_opens_a_ticket_that_waits(string status)
    {
        await using var bridge = await WithTicketAsync(status);
        await bridge.SendTextAsync("I am back");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"I am back","public":true,"author_id":9001},"status":"open","metadata":{"helpdesk_bridge":"*"}}}""");
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("hold")]
    public async Task Where_opening_it_is_refused_the_words_arrive_all_the_same(string status)
    {
        await using var bridge = await WithTicketAsync(status);
        bridge.Zendesk.Updates.Usually(call => call.Ticket["status"] is null
            ? Answer.Ok($$"""{"ticket":{"id":501,"status":"{{status}}"} }""")
            : new Answer(422, StatusRefused));
        await bridge.SendTextAsync("I am back");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Updates.Calls[^1].Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"I am back","public":true,"author_id":9001},"metadata":{"helpdesk_bridge":"*"}}}""");
        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
    }

    /// <summary>An agent merged the visitor into the customer it is, or deleted it.</summary>
    [Theory]
    [InlineData("""{"error":"RecordInvalid","details":{"author":[{"description":"Author: is invalid"}]}}""")]
    [InlineData("""{"error":"RecordInvalid","details":{"author_id":[{"description":"is invalid"}]}}""")]
    [InlineData("""{"error":"RecordInvalid","details":{"base":[{"description":"Ungültig"}]}}""")]
    [InlineData("""{"error":"RecordInvalid"}""")]
    public async Task A_client_whose_user_was_merged_away_is_looked_up_again(string refusal)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Usually(call => (long?)call.Ticket["comment"]?["author_id"] == ZendeskStub.FirstUser
            ? new Answer(422, refusal)
            : Answer.Ok("""{"ticket":{"id":501,"status":"open"}}"""));
        bridge.Zendesk.Users.Usually(Answer.Ok("""{"user":{"id":9999,"name":"Ann","role":"end-user"}}"""));
        await bridge.SendTextAsync("one");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Updates.Calls.Select(call => (long)call.Ticket["comment"]!["author_id"]!).ShouldBe([ZendeskStub.FirstUser, 9999, 9999]);
        bridge.Zendesk.Users.Calls.Count.ShouldBe(2);
        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
    }

    [Fact]
    public async Task If_no_user_of_the_client_is_taken_the_comment_is_the_tickets_requesters()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Tickets.Usually(Answer.Ok("""{"ticket":{"id":501,"status":"open","requester_id":4711}}"""));
        bridge.Zendesk.Updates.Usually(call => (long?)call.Ticket["comment"]?["author_id"] == 4711
            ? Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""")
            : new Answer(422, """{"error":"RecordInvalid","details":{"author":[{"description":"Author: is suspended"}]}}"""));
        await bridge.SendTextAsync("one");
        await bridge.DeliveredAsync("ClientText");

        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Clients_see_an_agents_alias_instead_of_the_name()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Hi"));
        bridge.Zendesk.Comments.Usually(_ =>
        {
            var page = JsonNode.Parse(ZendeskStub.CommentsJson([ZendeskStub.Comment(8001, "Hi")]))!;
            foreach (var user in page["users"]!.AsArray().Where(user => (long)user!["id"]! == ZendeskStub.Agent))
                user!["alias"] = "Customer Care";
            return Answer.Ok(page.ToJsonString());
        });
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.Received.ShouldAllBe(sent =>
            (string)sent["employee"]!["firstName"]! == "Customer" && (string)sent["employee"]!["lastName"]! == "Care");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task A_hand_over_without_a_name_renames_nobody(string? name)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync(name: name);
        await bridge.SendTextAsync("Me again");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Zendesk.Users.Calls.ShouldAllBe(call => (string)call.Json["user"]!["name"]! == "Ann");
        ((string)bridge.Zendesk.NewTickets.Calls[^1].Ticket["subject"]!).ShouldBe("Chat with Ann");
    }

    [Fact]
    public async Task Half_an_emoji_becomes_the_replacement_character_everywhere()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        using var handedOver = await bridge.App.PostAsync(
            "selectDestination", """{"userId":"u1","userName":"Ann \ud83d","attributes":{"mood\ud83d":"\ude00"}}""");
        ((int)handedOver.StatusCode).ShouldBe(200);
        using var written = await bridge.App.PostAsync("sendText", """{"userId":"u1","text":"Hi \ud83d"}""");
        ((int)written.StatusCode).ShouldBe(200);
        await bridge.DeliveredAsync("ContextNote");

        bridge.Zendesk.Written.ShouldContain("Hi \ufffd");
        ((string)bridge.Zendesk.Users.Calls[0].Json["user"]!["name"]!).ShouldBe("Ann \ufffd");
        ((string)bridge.Zendesk.Updates.Calls[^1].Ticket["comment"]!["body"]!).ShouldContain("mood\ufffd: \ufffd");
    }

    [Fact]
    public async Task A_number_with_a_very_large_exponent_is_taken_and_compared()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        foreach (var number in new[] { "1e99999999999", "1e99999999999", "-1E-99999999999" })
        {
            using var accepted = await bridge.App.PostAsync(
                "selectDestination", $$$"""{"userId":"{{{BridgeFixture.User}}}","attributes":{"a":{{{number}}}}}""");
            ((int)accepted.StatusCode).ShouldBe(200);
            await bridge.UntilAsync(() => bridge.Log.Outcomes("MoveTicket", "Delivered") > 0);
        }
    }

    /// <summary>One odd comment costs neither the others nor the reading of the ticket.</summary>
    [Theory]
    [InlineData("created_at", "null")]
    [InlineData("created_at", null)]
    [InlineData("created_at", "\"soon\"")]
    [InlineData("attachments", "[null]")]
    [InlineData("attachments", "{}")]
    [InlineData("attachments", "[{\"id\":{}}]")]
    [InlineData("metadata", "[]")]
    [InlineData("author_id", "{}")]
    [InlineData("body", "\"\\ud83d\"")]
    public async Task An_odd_comment_does_not_keep_the_others_from_the_client(string member, string? value)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var odd = ZendeskStub.Comment(8001, "odd", ZendeskStub.FirstUser);
        odd.Remove(member);
        var text = odd.ToJsonString();
        text = value is null ? text : $"{text[..^1]},\"{member}\":{value}}}";
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8002, "Hi Ann"));
        bridge.Zendesk.Comments.Usually(_ => Answer.Ok(
            ZendeskStub.CommentsJson([ZendeskStub.Comment(8002, "Hi Ann"), ZendeskStub.Comment(8001, "PLACE")])
                .Replace(ZendeskStub.Comment(8001, "PLACE").ToJsonString(), text, StringComparison.Ordinal)));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
        await bridge.WakeAndReadAsync();
        bridge.Log.Lines.ShouldNotContain(line => line.Contains("failed", StringComparison.Ordinal));
    }

    private static async Task<BridgeFixture> WithTicketAsync(string status)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "Please wait"));
        await bridge.WakeAndReadAsync();
        return bridge;
    }
}
