using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>An agent gives the chat back to the bot by a tag, and the ticket stays as it is.</summary>
public sealed class ReturnToBotTests
{
    private const string Tag = "back_to_bot";
    private static readonly (string, string?) Setting = ("Channels:shop:ReturnToBot:Tag", Tag);

    [Theory]
    [InlineData("open")]
    [InlineData("pending")]
    [InlineData("hold")]
    public async Task The_tag_ends_the_chat_once_after_the_agents_words_and_the_ticket_keeps_its_status(string status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", "Back_To_Bot");
        bridge.Zendesk.TicketIs(status, ZendeskStub.Comment(8001, "The bot can do the rest"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("Returned");
        await bridge.WakeAndReadAsync();

        // That it is solved later is no second end.
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "The bot can do the rest"));
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage The bot can do the rest", "Closed"]);
        var note = bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket;
        ((bool)note["comment"]!["public"]!).ShouldBeFalse();
        ((string)note["comment"]!["body"]!).ShouldContain(Tag);
        note.AsObject().ContainsKey("status").ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_about_the_tags_is_enough()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        using var response = await bridge.WebhookAsync(
            $$"""
            {"type":"zen:event-type:ticket.tags_changed","subject":"zen:ticket:501","detail":{"id":"501","external_id":null},
             "event":{"tags_added":["{{Tag}}"],"tags_removed":[]} }
            """);
        await bridge.DeliveredAsync("Returned");
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    [Fact]
    public async Task Without_the_setting_a_tag_means_nothing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Hello"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText");
        await bridge.SendTextAsync("Hi");
        await bridge.DeliveredAsync("ClientText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hello"]);
    }

    [Fact]
    public async Task What_the_client_wrote_at_that_moment_is_in_the_ticket_and_the_bot_keeps_the_chat()
    {
        await using var bridge = await ReturnedAsync();
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText");
        await bridge.WakeAndReadAsync();

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Written[^1].ShouldBe("One more thing");
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    /// <summary>The next sweep, which would read the ticket anyway, is far away.</summary>
    [Fact]
    public async Task What_the_client_wrote_before_it_is_written_first_and_then_the_chat_goes_back()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting, ("Helpdesks:main:ReconcileEvery", "1.00:00:00"));
        bridge.Zendesk.Updates.Next(new Answer(503));
        await bridge.SendTextAsync("One more thing");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Unknown") >= 1);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        await bridge.WakeAndReadAsync();
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
        await bridge.DeliveredAsync("Returned", stepSeconds: 5);
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
        bridge.Zendesk.Written[^2].ShouldBe("One more thing");
    }

    [Fact]
    public async Task The_next_hand_over_is_a_chat_of_its_own()
    {
        await using var bridge = await ReturnedAsync();
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("An agent again, please");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Zendesk.HasTags("jaicp");
        bridge.Zendesk.TicketIs(502, "open", null, ZendeskStub.Comment(8002, "Here I am"));
        await bridge.WakeAsync(502);
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Here I am"]);
    }

    /// <summary>The ticket is read with the tag while the hand-over waits, and again when it is written.</summary>
    [Fact]
    public async Task A_hand_over_before_the_bridge_has_acted_on_the_tag_takes_it_away_and_the_chat_stays_with_the_agents()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Updates.Next(new Answer(429));
        bridge.Zendesk.RemovedTags.Usually(call =>
        {
            bridge.Zendesk.HasTags("jaicp");
            return Answer.Ok("""{"tags":["jaicp"]}""");
        });
        await bridge.HandOverAsync();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("MoveTicket", "Retry") == 1);
        bridge.Zendesk.HasTags("jaicp", Tag);
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("MoveTicket", stepSeconds: 1);
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Here I am"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here I am"]);
        bridge.Zendesk.RemovedTags.Calls[^1].Json.ShouldBeJson($$"""{"tags":["{{Tag}}"]}""");
    }

    [Fact]
    public async Task What_a_proxy_refuses_is_tried_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.RemovedTags.Usually(Answer.Ok("""{"tags":["jaicp"]}""")).Next(new Answer(403, "<html>Forbidden</html>"));
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("MoveTicket", stepSeconds: 1);

        bridge.Zendesk.RemovedTags.Calls.Count.ShouldBe(2);
        bridge.Log.Outcomes("MoveTicket", "Retry").ShouldBe(1);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(422)]
    public async Task A_tag_that_the_bridge_may_not_take_away_holds_up_neither_a_hand_over_nor_what_the_client_writes_then(int status)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.RemovedTags.Usually(ZendeskStub.Forbidden with { Status = status });
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello again");
        await bridge.DeliveredAsync("ClientText");

        bridge.Log.Outcomes("MoveTicket", "Delivered").ShouldBe(1);
        bridge.Zendesk.RemovedTags.Calls.Count.ShouldBe(1);

        // The tag is older than the hand-over, so it does not end the chat either.
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Here I am"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here I am"]);
    }

    [Theory]
    [InlineData("Note", "ClientGone", new[] { "Closed" })]
    [InlineData("Deliver", "AgentText", new[] { "Closed", "TextMessage Did it help?" })]
    public async Task What_an_agent_writes_later_is_late(string setting, string kind, string[] events)
    {
        await using var bridge = await ReturnedAsync(("Channels:shop:LateAgentMessages", setting));
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "Did it help?"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync(kind);

        bridge.Jaicp.EventSummaries.ShouldBe(events);
    }

    [Fact]
    public async Task The_bots_script_is_told_that_the_chat_was_returned()
    {
        const string Key = "the-key-of-the-bots-script-0123456789";
        await using var bridge = await ReturnedAsync(("Channels:shop:BotKey", Key));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(bridge.App.Url, $"/bot/shop/conversation?userId={BridgeFixture.User}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var response = await bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var state = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        ((string)state["phase"]!, (string)state["endedBy"]!, (string)state["ticketStatus"]!).ShouldBe(("ended", "returned", "open"));
    }

    [Fact]
    public async Task An_attribute_that_becomes_a_tag_never_becomes_this_one()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(Setting, ("Channels:shop:Ticket:Fields:topic", "tags"));
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = BridgeFixture.User,
            destinationId = BridgeApp.DefaultGroup,
            attributes = new { topic = "Back_To_Bot" },
        });
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["tags"]!.ShouldBeJson("""["jaicp"]""");
    }

    /// <summary>The tag may be from a chat of the other ticket. An agent who wants this chat to go back takes it away and sets it again.</summary>
    [Fact]
    public async Task A_tag_that_the_target_of_a_merge_had_before_gives_nothing_back_until_it_is_set_again()
    {
        const long target = 700;
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs(target, "open", null);
        bridge.Zendesk.TicketIsMerged(501, "2026-11-23T10:00:40Z", ZendeskStub.MergeNote(8010, target, "2026-11-23T10:00:40Z"));
        await bridge.WakeAsync();
        await bridge.UntilAsync(() => bridge.Log.Readings(target) >= 1);
        bridge.Zendesk.TicketIs(target, "open", null, ZendeskStub.Comment(8012, "Here I am", at: "2026-11-23T10:01:00Z"));
        await bridge.WakeAndReadAsync(target);
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here I am"]);

        bridge.Zendesk.HasTags("jaicp");
        await bridge.WakeAndReadAsync(target);
        bridge.Zendesk.HasTags("jaicp", Tag);
        await bridge.WakeAsync(target);
        await bridge.DeliveredAsync("Returned");
        await bridge.DeliveredAsync("ChatClosed");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here I am", "Closed"]);
    }

    [Fact]
    public async Task Such_a_tag_does_not_end_a_chat_either_that_the_client_carries_on_after_its_end()
    {
        const long target = 700;
        await using var bridge = await BridgeFixture.WithOpenChatAsync(Setting);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs(target, "solved", null);
        bridge.Zendesk.TicketIsMerged(501, "2026-11-23T10:00:40Z", ZendeskStub.MergeNote(8010, target, "2026-11-23T10:00:40Z"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.TicketIs(target, "open", null, ZendeskStub.Comment(8012, "Here I am", at: "2026-11-23T10:01:00Z"));
        await bridge.WakeAndReadAsync(target);
        await bridge.DeliveredAsync("AgentText");

        (await StoredChats.FindAsync(bridge, BridgeFixture.User)).IsOpen.ShouldBeTrue();
        bridge.Jaicp.EventSummaries.ShouldBe(["Closed", "TextMessage Here I am"]);
    }

    private static async Task<BridgeFixture> ReturnedAsync(params (string, string?)[] settings)
    {
        var bridge = await BridgeFixture.WithOpenChatAsync([Setting, .. settings]);
        bridge.Zendesk.HasTags("jaicp", Tag);
        bridge.Zendesk.TicketIs("open");
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("Returned");
        return bridge;
    }
}
