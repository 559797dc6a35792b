using System.Text.Json.Nodes;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What the admin API shows.</summary>
public sealed class AdminApiTests
{
    [Fact]
    public async Task The_status_counts_what_is_open_waits_died_and_can_not_be_reached()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        (await bridge.AdminAsync("status")).ShouldBeJson("""{"openConversations":1,"deadLetters":0,"waiting":[],"unreachable":[]}""");

        bridge.Zendesk.Updates.Usually(new Answer(401));
        await bridge.SendTextAsync("waits");
        await bridge.SendTextAsync("waits too");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") >= 1);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= 1);

        (await bridge.AdminAsync("status")).ShouldBeJson("""
            {"openConversations":1,"deadLetters":1,
             "unreachable":[{"direction":"toHelpdesk","name":"main","use":"writing","since":"2026-11-23T10:00:00+00:00","reason":"401"}],
             "waiting":[{"channel":"shop","direction":"toHelpdesk","messages":3,"oldestSince":"2026-11-23T10:00:00+00:00"}]}
            """);
    }

    [Fact]
    public async Task Dead_letters_of_both_directions_are_listed_oldest_first()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid"}"""));
        await bridge.SendTextAsync("bad");
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Clock.Advance(TimeSpan.FromSeconds(2));
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.DeliveredAsync("ReplyNotDelivered");

        (await bridge.AdminAsync("dead-letters")).ShouldBeJson($$"""
            {"deadLetters":[
               {"id":"*","channel":"shop","conversationId":"*","userId":"{{BridgeFixture.User}}","direction":"toHelpdesk","kind":"ClientText",
                "reason":"422 RecordInvalid","attempts":1,"createdAt":"2026-11-23T10:00:00+00:00","failedAt":"2026-11-23T10:00:00+00:00"},
               {"id":"*","channel":"shop","conversationId":"*","userId":"{{BridgeFixture.User}}","direction":"toJaicp","kind":"AgentText",
                "reason":"JAICP refused the event with 400","attempts":1,
                "createdAt":"2026-11-23T10:00:02+00:00","failedAt":"2026-11-23T10:00:02+00:00"}],
             "next":null}
            """);
    }

    [Fact]
    public async Task More_than_a_hundred_dead_letters_come_in_pages_each_once()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Channels:shop:Texts:ReplyNotDelivered", ""));
        bridge.Jaicp.Events.Usually(new Answer(400));
        await bridge.AnswerAsync(Enumerable.Range(0, 201).Select(i => $"text {i}"));
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("AgentText") >= 201);

        var (ids, sizes, cursor) = (new List<string>(), new List<int>(), "");
        do
        {
            var page = await bridge.AdminAsync($"dead-letters?channel=shop{cursor}");
            sizes.Add(page["deadLetters"]!.AsArray().Count);
            ids.AddRange(page["deadLetters"]!.AsArray().Select(letter => (string)letter!["id"]!));
            cursor = (string?)page["next"] is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }
        while (cursor is not null);

        sizes.ShouldBe([100, 100, 1]);
        ids.ShouldBeUnique();
        ids.ShouldBe(bridge.Jaicp.Received.Select(e => (string)e["id"]!), ignoreOrder: true);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-")]
    [InlineData("-1-x")]
    [InlineData("99999999999999999-x")]
    [InlineData("99999999999999999999999-x")]
    public async Task A_cursor_that_was_made_up_is_400(string cursor)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var response = await bridge.CallAdminAsync($"/admin/api/dead-letters?cursor={cursor}");

        ((int)response.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task Dead_letters_and_conversations_can_be_asked_for_by_channel()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("refused");
        await bridge.DeliveredAsync("ReplyNotDelivered");

        (await bridge.DeadLettersAsync("?channel=shop")).Count.ShouldBe(1);
        (await bridge.DeadLettersAsync("?channel=other")).Count.ShouldBe(0);
        (await ConversationsAsync(bridge, "?channel=shop")).Count.ShouldBe(1);
        (await ConversationsAsync(bridge, "?channel=other")).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Conversations_are_found_by_user_and_ticket_newest_first()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Clock.Advance(TimeSpan.FromSeconds(2));
        await bridge.SendTextAsync("Hi", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);

        (await ConversationsAsync(bridge)).Select(c => (string)c!["userId"]!).ShouldBe(["u2", BridgeFixture.User]);
        (await ConversationsAsync(bridge, "?user=u2")).Select(c => (string)c!["ticketId"]!).ShouldBe(["502"]);
        (await ConversationsAsync(bridge, "?user=U2")).ShouldBeEmpty();
        (await ConversationsAsync(bridge, "?ticket=501&channel=shop")).ShouldHaveSingleItem()!.ShouldBeJson($$"""
            {"id":"*","channel":"shop","userId":"{{BridgeFixture.User}}","helpdesk":"main","phase":"Open",
             "openedAt":"2026-11-23T10:00:00+00:00","endedAt":null,
             "destinationId":"360001234567","ticketId":"501","ticketStatus":"New"}
            """);
        (await ConversationsAsync(bridge, "?ticket=999")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_found_by_a_former_ticket_too()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Zendesk.TicketIs("closed");
        bridge.Zendesk.Updates.Next(new Answer(
            422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}"""));
        await bridge.SendTextAsync("Still there?");
        await bridge.DeliveredAsync("ClientText");

        (await ConversationsAsync(bridge, "?ticket=501")).Select(c => (string)c!["ticketId"]!).ShouldBe(["502"]);
    }

    [Fact]
    public async Task A_conversation_shows_its_timeline()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        bridge.Jaicp.Events.Next(new Answer(503));
        await bridge.AnswerAsync("Hi Ann");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);
        var id = (string)(await ConversationsAsync(bridge))[0]!["id"]!;
        var shown = await bridge.AdminAsync($"conversations/{id}");

        ((string)shown["conversation"]!["ticketId"]!).ShouldBe("501");
        var timeline = shown["timeline"]!.AsArray();
        timeline.Select(entry => $"{entry!["direction"]} {entry["sequence"]} {entry["kind"]} {entry["state"]} {entry["attempts"]}")
            .ShouldBe(["toHelpdesk 1 OpenTicket Delivered 1", "toHelpdesk 2 ClientText Delivered 1", "toJaicp 1 AgentText Delivered 2"]);
        timeline[0]!.AsObject().Select(member => member.Key).ShouldBe(
            ["messageId", "direction", "sequence", "kind", "state", "attempts", "acceptedAt", "settledAt", "reason", "remoteId"], ignoreOrder: true);
        using var unknown = await bridge.CallAdminAsync("/admin/api/conversations/unknown");
        ((int)unknown.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task No_answer_holds_what_anybody_wrote_a_name_or_a_secret()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        bridge.Zendesk.Updates.Next(new Answer(
            422, """{"error":"RecordInvalid","description":"private-words are refused","details":{"base":[{"description":"private-words"}]}}"""));
        await bridge.SendTextAsync("private-words of the client");
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Jaicp.Events.Next(new Answer(400, "private-words are refused"));
        await bridge.AnswerAsync("private-words of the agent");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await bridge.CloseChatAsync("private-words of the bot");
        await bridge.DeliveredAsync("ClientLeft");

        var id = (string)(await ConversationsAsync(bridge))[0]!["id"]!;
        var letter = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        var answers = new List<string>();
        foreach (var path in new[] { "status", "dead-letters", "conversations", $"conversations/{id}" })
            answers.Add((await bridge.AdminAsync(path)).ToJsonString());
        answers.Add((await bridge.DoAsync($"dead-letters/{letter}/discard")).ToJsonString());

        string[] secrets =
        [
            "private-words", "Hello", "Ann", "Bob", AdminApi.Key, BridgeApp.Key, BridgeApp.WebhookSecret, JaicpStub.WebhookKey,
            "simulated-client-secret", "access-token",
        ];
        foreach (var secret in secrets)
            answers.ShouldAllBe(answer => !answer.Contains(secret, StringComparison.Ordinal));
    }

    private static async Task<JsonArray> ConversationsAsync(BridgeFixture bridge, string query = "") =>
        (await bridge.AdminAsync($"conversations{query}"))["conversations"]!.AsArray();
}
