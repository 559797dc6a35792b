using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What the bot's own script asks about a chat, and what it says about one.</summary>
public sealed class BotScriptTests
{
    private const string BotKey = "the-key-of-the-bots-script-0123456789";
    private static readonly (string, string?) WithKey = ("Channels:shop:BotKey", BotKey);
    private static readonly (string, string?) WithRatingField = ("Channels:shop:Ticket:Fields:rating", "700");

    [Fact]
    public async Task A_chat_is_described_from_the_hand_over_to_its_end()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(WithKey);
        (await ReadAsync(bridge)).ShouldBeJson("""
            {"phase":"none","endedBy":null,"ticketId":null,"ticketStatus":null,"agent":null,"openedAt":null,"firstReplyAt":null,
             "endedAt":null,"position":null}
            """);

        await bridge.HandOverAsync("earlier");
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        await bridge.HandOverAsync();
        var waiting = JsonNode.Parse(await ReadAsync(bridge))!;
        ((string)waiting["phase"]!, (int)waiting["position"]!).ShouldBe(("open", 2));

        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8000, "Hi"));
        await bridge.WakeAndReadAsync();
        await bridge.DeliveredAsync("AgentText");
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8000, "Hi"));
        await bridge.WakeAndReadAsync();

        var ended = JsonNode.Parse(await ReadAsync(bridge))!;
        ((string)ended["phase"]!, (string)ended["endedBy"]!, (string)ended["ticketId"]!, (string)ended["ticketStatus"]!)
            .ShouldBe(("ended", "agent", "501", "solved"));
        ((string)ended["agent"]!).ShouldNotBeEmpty();
        foreach (var time in new[] { "openedAt", "firstReplyAt", "endedAt" })
            ended[time]!.GetValue<DateTimeOffset>().ShouldBe(bridge.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
        ended["position"].ShouldBeNull();
    }

    [Fact]
    public async Task Who_answered_in_an_earlier_chat_of_the_same_ticket_has_not_answered_in_this_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Reuse", "WhileOpen"));
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8000, "Bye"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        ((string?)JsonNode.Parse(await ReadAsync(bridge))!["agent"]).ShouldNotBeNullOrEmpty();

        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        await bridge.HandOverAsync();
        await bridge.DeliveredAsync("ReopenTicket");
        var again = JsonNode.Parse(await ReadAsync(bridge))!;
        ((string)again["phase"]!, (string)again["ticketId"]!, (string?)again["agent"]).ShouldBe(("open", "501", null));

        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8000, "Bye"), ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("AgentText", 2);
        ((string?)JsonNode.Parse(await ReadAsync(bridge))!["agent"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_rating_after_the_end_becomes_a_note_and_a_tag_and_does_not_reopen_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey);
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":["jaicp","rating_5"]}"""));
        bridge.Zendesk.TicketIs("solved");
        await bridge.CloseChatAsync();
        await bridge.DeliveredAsync("ClientLeft");

        (await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 5, comment = "Quick!" })).ShouldBe(HttpStatusCode.OK);
        await bridge.DeliveredAsync("Rating");

        bridge.Zendesk.Tags.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""{"tags":["rating_5"]}""");
        var note = bridge.Zendesk.Updates.Calls[^1].Ticket;
        ((string)note["comment"]!["body"]!).ShouldBe("The client rated the chat: 5\n\n```\nQuick!\n```");
        ((bool)note["comment"]!["public"]!).ShouldBeFalse();
        note.AsObject().ContainsKey("status").ShouldBeFalse();
        ((string)JsonNode.Parse(await ReadAsync(bridge))!["phase"]!).ShouldBe("ended");
    }

    [Fact]
    public async Task A_rating_whose_tag_the_bridge_may_not_set_is_in_its_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey);
        bridge.Zendesk.Tags.Usually(ZendeskStub.Forbidden);

        (await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 5 })).ShouldBe(HttpStatusCode.OK);
        await bridge.DeliveredAsync("Rating");

        bridge.Zendesk.Written[^1].ShouldBe("The client rated the chat: 5");
    }

    [Fact]
    public async Task A_rating_has_its_tag_where_only_its_comment_has_a_field()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Fields:ratingComment", "702"));
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":["jaicp","rating_5"]}"""));

        await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 5, comment = "Quick!" });
        await bridge.DeliveredAsync("Rating");

        bridge.Zendesk.Tags.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""{"tags":["rating_5"]}""");
        bridge.Zendesk.Updates.Calls[^1].Ticket["custom_fields"]!.ToJsonString().ShouldBe("""[{"id":702,"value":"Quick!"}]""");
    }

    [Fact]
    public async Task A_corrected_rating_leaves_the_tag_of_its_last_score_alone()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey);
        var tags = new HashSet<string>();
        bridge.Zendesk.Tags.Usually(call => Change(call, tags.Add));
        bridge.Zendesk.RemovedTags.Usually(call => Change(call, tags.Remove));

        await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 3 });
        await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 5 });
        await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 5, comment = "Quick!" });
        await bridge.DeliveredAsync("Rating", 3);

        tags.ShouldBe(["rating_5"]);
        bridge.Zendesk.RemovedTags.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""{"tags":["rating_3"]}""");

        static Answer Change(Call call, Func<string, bool> change)
        {
            change((string)call.Json["tags"]![0]!);
            return Answer.Ok(call.Body);
        }
    }

    [Fact]
    public async Task A_corrected_rating_whose_former_tag_the_bridge_may_not_take_away_is_in_its_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey);
        bridge.Zendesk.Tags.Usually(ZendeskStub.Forbidden);
        bridge.Zendesk.RemovedTags.Usually(ZendeskStub.Forbidden);

        foreach (var score in new[] { 3, 5 })
            await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score });
        await bridge.DeliveredAsync("Rating", 2);

        bridge.Zendesk.RemovedTags.Calls.ShouldHaveSingleItem();
        bridge.Zendesk.Written[^1].ShouldBe("The client rated the chat: 5");
    }

    [Fact]
    public async Task A_rating_goes_into_the_field_that_the_settings_name_and_the_same_one_again_changes_nothing()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, WithRatingField);
        foreach (var score in new[] { 4, 4, 2 })
            (await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score })).ShouldBe(HttpStatusCode.OK);
        await bridge.DeliveredAsync("Rating", 2);

        bridge.Zendesk.Updates.Calls.Select(call => call.Ticket["custom_fields"]!.ToJsonString())
            .ShouldBe(["""[{"id":700,"value":4}]""", """[{"id":700,"value":2}]"""]);
    }

    [Fact]
    public async Task A_rating_of_a_chat_whose_ticket_is_closed_is_kept_and_opens_no_ticket()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, WithRatingField);
        bridge.Zendesk.TicketIs("closed");
        await bridge.WakeAndReadAsync();

        (await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 1 })).ShouldBe(HttpStatusCode.OK);
        await bridge.DeliveredAsync("Rating");

        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_is_refused_costs_no_rating()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, WithRatingField);
        bridge.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid","details":{"base":[{"description":"Field 700 is unknown"}]}}"""));
        await PostAsync(bridge, "rating", new { userId = BridgeFixture.User, score = 3 });
        await bridge.DeliveredAsync("Rating");

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Updates.Calls[1].Ticket.AsObject().ContainsKey("custom_fields").ShouldBeFalse();
    }

    [Fact]
    public async Task Fields_are_written_in_order_with_the_texts()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Fields:order", "701"));
        await bridge.SendTextAsync("one");
        (await PostAsync(bridge, "fields", new { userId = BridgeFixture.User, fields = new { order = "A-17" } })).ShouldBe(HttpStatusCode.OK);
        await bridge.SendTextAsync("two");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Updates.Calls.Select(call => (string?)call.Ticket["comment"]?["body"] ?? call.Ticket["custom_fields"]!.ToJsonString())
            .ShouldBe(["one", """[{"id":701,"value":"A-17"}]""", "two"]);
    }

    [Fact]
    public async Task Fields_from_before_there_is_a_ticket_are_in_the_one_that_is_opened()
    {
        await using var bridge = await BridgeFixture.WithWebhookAsync(
            WithKey, ("Channels:shop:Ticket:Fields:order", "701"), ("Channels:shop:Ticket:Fields:city", "702"),
            ("Channels:shop:Texts:NoFirstMessage", ""));
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = BridgeFixture.User,
            destinationId = BridgeApp.DefaultGroup,
            attributes = new { order = "none", city = "Rome" },
        });
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: 1);
        (await PostAsync(bridge, "fields", new { userId = BridgeFixture.User, fields = new { order = "A-17" } })).ShouldBe(HttpStatusCode.OK);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("TicketFields", "Dropped") == 1);
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket["custom_fields"]!
            .ShouldBeJson("""[{"id":702,"value":"Rome"},{"id":701,"value":"A-17"}]""");
    }

    [Fact]
    public async Task A_field_that_is_given_twice_and_half_a_character_are_no_mistake()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Fields:order", "701"));
        const string body = """{"userId":"telegram-123-987654","fields":{"order":"A","order":"\ud83d é"}}""";
        using var response = await SendAsync(bridge, HttpMethod.Post, "fields", new StringContent(body));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await bridge.DeliveredAsync("TicketFields");

        bridge.Zendesk.Updates.Calls[^1].Ticket["custom_fields"]!.ShouldBeJson("""[{"id":701,"value":"\ufffd é"}]""");
    }

    [Fact]
    public async Task Fields_for_a_ticket_that_takes_nothing_any_more_are_in_its_follow_up()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Fields:order", "701"));
        bridge.Zendesk.TicketIs("closed");
        await bridge.WakeAndReadAsync();
        (await PostAsync(bridge, "fields", new { userId = BridgeFixture.User, fields = new { order = "A-17" } })).ShouldBe(HttpStatusCode.OK);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("TicketFields", "Dropped") == 1);
        await bridge.SendTextAsync("One more thing");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.NewTickets.Calls[1].Ticket["custom_fields"]!.ShouldBeJson("""[{"id":701,"value":"A-17"}]""");
    }

    [Fact]
    public async Task Fields_whose_answer_was_lost_are_set_again_only_when_the_first_request_can_not_overwrite_later_ones()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(WithKey, ("Channels:shop:Ticket:Fields:order", "701"));
        bridge.Zendesk.Updates.Next(ZendeskStub.LostByProxy);
        foreach (var order in new[] { "A-17", "B-2" })
            await PostAsync(bridge, "fields", new { userId = BridgeFixture.User, fields = new { order } });
        await bridge.DeliveredAsync("TicketFields", 2, stepSeconds: 1);

        var calls = bridge.Zendesk.Updates.Calls;
        calls.Select(call => (string)call.Ticket["custom_fields"]![0]!["value"]!).ShouldBe(["A-17", "A-17", "B-2"]);
        (calls[1].At - calls[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(90), "LateWriteWindow");
    }

    [Theory]
    [InlineData("rating", """{"userId":"u","score":"good"}""", "score")]
    [InlineData("rating", """{"userId":"u","score":101}""", "score")]
    [InlineData("rating", """{"score":5}""", "userId")]
    [InlineData("rating", "[]", "body")]
    [InlineData("fields", """{"userId":"u"}""", "fields")]
    [InlineData("fields", """{"userId":"u","fields":{"unknown":1}}""", "fields.unknown")]
    [InlineData("fields", """{"userId":"u","fields":{"order":{"a":1}}}""", "fields.order")]
    public async Task A_mistake_of_the_script_is_named(string method, string body, string field)
    {
        await using var bridge = await BridgeFixture.StartAsync(WithKey, ("Channels:shop:Ticket:Fields:order", "701"));
        using var response = await SendAsync(bridge, HttpMethod.Post, method, new StringContent(body));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(text)!["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task Without_a_conversation_there_is_nothing_to_rate()
    {
        await using var bridge = await BridgeFixture.StartAsync(WithKey);

        (await PostAsync(bridge, "rating", new { userId = "nobody", score = 5 })).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(BotKey, "shop", HttpStatusCode.OK)]
    [InlineData(BotKey, "SHOP", HttpStatusCode.OK)]
    [InlineData(BotKey, "other", HttpStatusCode.NotFound)]
    [InlineData("wrong", "shop", HttpStatusCode.NotFound)]
    [InlineData(BridgeApp.Key, "shop", HttpStatusCode.NotFound)]
    [InlineData("", "shop", HttpStatusCode.NotFound)]
    public async Task Only_the_channels_own_key_opens_it(string key, string channel, HttpStatusCode expected)
    {
        await using var bridge = await BridgeFixture.StartAsync(WithKey);
        using var response = await SendAsync(bridge, HttpMethod.Get, $"conversation?userId={BridgeFixture.User}", key: key, channel: channel);

        response.StatusCode.ShouldBe(expected);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_key_in_the_settings_there_is_nothing()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        foreach (var key in new[] { "", BotKey })
        {
            using var response = await SendAsync(bridge, HttpMethod.Get, $"conversation?userId={BridgeFixture.User}", key: key);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static async Task<string> ReadAsync(BridgeFixture bridge)
    {
        using var response = await SendAsync(bridge, HttpMethod.Get, $"conversation?userId={BridgeFixture.User}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> PostAsync(BridgeFixture bridge, string method, object body)
    {
        using var response = await SendAsync(bridge, HttpMethod.Post, method, JsonContent.Create(body));
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> SendAsync(
        BridgeFixture bridge, HttpMethod method, string path, HttpContent? body = null, string key = BotKey, string channel = "shop")
    {
        var request = new HttpRequestMessage(method, new Uri(bridge.App.Url, $"/bot/{channel}/{path}")) { Content = body };
        if (key.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return bridge.App.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
