using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What the client writes and does in an open conversation, and after its end.</summary>
public sealed class CommentTests
{
    [Fact]
    public async Task A_further_text_is_a_public_comment_by_the_client()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.SendTextAsync("  And \"quotes\", 😀\n");
        await bridge.DeliveredAsync("ClientText");

        var call = bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem();
        call.Path.ShouldBe("/api/v2/tickets/501");
        call.Body.ShouldBeJson(
            """{"ticket":{"comment":{"body":"  And \"quotes\", 😀\n","public":true,"author_id":9001},"metadata":{"helpdesk_bridge":"*"}}}""");
    }

    [Fact]
    public async Task Texts_arrive_in_the_order_they_were_accepted()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var texts = Enumerable.Range(1, 12).Select(i => $"text {i}").ToList();
        foreach (var text in texts)
            await bridge.SendTextAsync(text);
        await bridge.UntilAsync(() => bridge.Zendesk.Written is [.., { } last] && last.EndsWith("text 12", StringComparison.Ordinal));

        // Those that wait while another is sent go together, each on its own line.
        string.Join('\n', bridge.Zendesk.Written).ShouldBe(string.Join('\n', ["Hello", .. texts]));
    }

    [Fact]
    public async Task A_text_too_long_for_one_comment_arrives_whole_in_several()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i} "));
        await bridge.SendTextAsync(text);
        await bridge.UntilAsync(() => string.Concat(bridge.Zendesk.Written.Skip(1)).Length == text.Length);

        string.Concat(bridge.Zendesk.Written.Skip(1)).ShouldBe(text);
        bridge.Zendesk.Written.ShouldAllBe(part => part!.Length <= 60_000);
    }

    [Theory]
    [InlineData("en", "The bot handed the chat over again.")]
    [InlineData("ru", "Бот передал чат повторно.")]
    public async Task A_second_hand_over_moves_the_ticket_and_opens_none(string language, string note)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:Language", language));
        bridge.Zendesk.HasGroups((360001234567, "Sales"), (42, "Billing"));
        await bridge.HandOverAsync(destination: "42");
        await bridge.DeliveredAsync("MoveTicket");

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson($$$$"""{"ticket":{"group_id":42,"comment":{"body":"{{{{note}}}}","public":false},"metadata":{"helpdesk_bridge":"*"}}}""");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_hand_over_without_a_note_only_moves_the_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:HandedOverAgain", ""));
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("MoveTicket");

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"ticket":{"group_id":360001234567,"metadata":{"helpdesk_bridge":"*"}}}""");
    }

    [Theory]
    [InlineData(null, null, "The client closed the chat.")]
    [InlineData(null, "Bye", "The client closed the chat.\\n\\n```\\nBye\\n```")]
    [InlineData("Left.", "Bye", "Left.\\n\\n```\\nBye\\n```")]
    [InlineData("", "Bye", "```\\nBye\\n```")]
    public async Task Closing_the_chat_writes_an_internal_note_and_solves_the_ticket(string? wording, string? text, string note)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:ClientLeft", wording));
        await bridge.CloseChatAsync(text);
        await bridge.DeliveredAsync("ClientLeft");

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson(
                $$$$"""{"ticket":{"comment":{"body":"{{{{note}}}}","public":false},"status":"solved","metadata":{"helpdesk_bridge":"*"}}}""");
        bridge.Jaicp.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_the_chat_with_an_empty_note_sets_only_the_status()
    {
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:ClientLeft", ""), ("Channels:shop:Close:StatusOnClientClose", "Pending"));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");

        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body
            .ShouldBeJson("""{"ticket":{"status":"pending","metadata":{"helpdesk_bridge":"*"}}}""");
    }

    [Fact]
    public async Task A_ticket_that_may_not_be_solved_yet_still_gets_the_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(
            new Answer(
                422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":"""
                    + """[{"description":"Reason: is required when solving a ticket"}]}}"""));
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");

        bridge.Zendesk.Updates.Calls[1].Body
            .ShouldBeJson("""{"ticket":{"comment":{"body":"The client closed the chat.","public":false},"metadata":{"helpdesk_bridge":"*"}}}""");
    }

    [Fact]
    public async Task A_text_soon_after_the_end_reopens_the_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Clock.Advance(TimeSpan.FromMinutes(10));
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("And another");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Updates.Calls[1].Body
            .ShouldBeJson(
                """{"ticket":{"comment":{"body":"One more thing","public":true,"author_id":9001},"status":"open","metadata":"""
                    + """{"helpdesk_bridge":"*"}}}""");
        bridge.Zendesk.Updates.Calls[2].Ticket.AsObject().ContainsKey("status").ShouldBeFalse();
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_text_long_after_the_end_opens_a_new_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        bridge.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        await bridge.SendTextAsync("A new matter");
        await bridge.DeliveredAsync("OpenTicket", 2);

        var (first, second) = (bridge.Zendesk.NewTickets.Calls[0].Ticket, bridge.Zendesk.NewTickets.Calls[1].Ticket);
        ((string)second["comment"]!["body"]!).ShouldBe("A new matter");
        second.AsObject().ContainsKey("via_followup_source_id").ShouldBeFalse();
        ((string)second["external_id"]!).ShouldNotBe((string)first["external_id"]!);
    }

    [Fact]
    public async Task A_hand_over_after_the_end_always_opens_a_new_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Again");
        await bridge.DeliveredAsync("OpenTicket", 2);

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Written[^1].ShouldBe("Again");
    }

    [Fact]
    public async Task Closing_without_a_chat_does_nothing()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        await bridge.CloseChatAsync("Bye");
        bridge.Clock.Advance(TimeSpan.FromMinutes(1));

        bridge.Zendesk.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_to_a_pending_ticket_sets_it_open()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("pending");
        await bridge.WakeAndReadAsync();
        await bridge.SendTextAsync("Here you are");
        await bridge.DeliveredAsync("ClientText");

        ((string)bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket["status"]!).ShouldBe("open");
    }
}
