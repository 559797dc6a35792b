using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What the admin API shows.</summary>
public sealed class AdminApiTests
{
    [Fact]
    public async Task The_status_counts_what_is_open_waits_died_and_can_not_be_reached()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        (await rig.AdminAsync("status")).ShouldBeJson("""{"openConversations":1,"deadLetters":0,"waiting":[],"unreachable":[]}""");

        rig.Zendesk.Updates.Usually(new Answer(503));
        await rig.SayAsync("waits");
        await rig.SayAsync("waits too");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == 1);
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("refused");
        await rig.UntilAsync(() => rig.Log.Dead("AgentText") == 1);

        (await rig.AdminAsync("status")).ShouldBeJson("""
            {"openConversations":1,"deadLetters":1,"unreachable":[{"direction":"toHelpdesk","name":"main"}],
             "waiting":[{"channel":"shop","direction":"toHelpdesk","messages":3,"oldestSince":"2026-11-23T10:00:00+00:00"}]}
            """);
    }

    [Fact]
    public async Task Dead_letters_of_both_directions_are_listed_oldest_first()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid"}"""));
        await rig.SayAsync("bad");
        await rig.DeliveredAsync("ClientNotice");
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("refused");
        await rig.DeliveredAsync("ReplyNotDelivered");

        (await rig.AdminAsync("dead-letters")).ShouldBeJson($$"""
            {"deadLetters":[
               {"id":"*","channel":"shop","conversationId":"*","userId":"{{BridgeRig.User}}","direction":"toHelpdesk","kind":"ClientText","reason":"422 RecordInvalid",
                "attempts":1,"createdAt":"2026-11-23T10:00:00+00:00","failedAt":"2026-11-23T10:00:00+00:00"},
               {"id":"*","channel":"shop","conversationId":"*","userId":"{{BridgeRig.User}}","direction":"toJaicp","kind":"AgentText","reason":"JAICP refused the event with 400",
                "attempts":1,"createdAt":"2026-11-23T10:00:02+00:00","failedAt":"2026-11-23T10:00:02+00:00"}],
             "next":null}
            """);
    }

    [Fact]
    public async Task More_than_a_hundred_dead_letters_come_in_pages_each_once()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, ("Channels:shop:Texts:ReplyNotDelivered", ""));
        rig.Jaicp.Events.Usually(new Answer(400));
        await rig.AnswerAsync(Enumerable.Range(0, 201).Select(i => $"text {i}"));
        await rig.UntilAsync(() => rig.Log.Dead("AgentText") == 201);

        var (ids, sizes, cursor) = (new List<string>(), new List<int>(), "");
        do
        {
            var page = await rig.AdminAsync($"dead-letters?channel=shop{cursor}");
            sizes.Add(page["deadLetters"]!.AsArray().Count);
            ids.AddRange(page["deadLetters"]!.AsArray().Select(letter => (string)letter!["id"]!));
            cursor = (string?)page["next"] is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }
        while (cursor is not null);

        sizes.ShouldBe([100, 100, 1]);
        ids.ShouldBeUnique();
        ids.ShouldBe(rig.Jaicp.Received.Select(e => (string)e["id"]!), ignoreOrder: true);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-")]
    [InlineData("-1-x")]
    [InlineData("99999999999999999-x")]
    [InlineData("99999999999999999999999-x")]
    public async Task A_cursor_that_was_made_up_is_400(string cursor)
    {
        await using var rig = await BridgeRig.StartAsync(AdminApi.Setting);
        using var response = await rig.CallAdminAsync($"/admin/api/dead-letters?cursor={cursor}");

        ((int)response.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task Dead_letters_and_conversations_can_be_asked_for_by_channel()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("refused");
        await rig.DeliveredAsync("ReplyNotDelivered");

        (await rig.DeadLettersAsync("?channel=shop")).Count.ShouldBe(1);
        (await rig.DeadLettersAsync("?channel=other")).Count.ShouldBe(0);
        (await ConversationsAsync(rig, "?channel=shop")).Count.ShouldBe(1);
        (await ConversationsAsync(rig, "?channel=other")).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Conversations_are_found_by_user_and_ticket_newest_first()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        await rig.SayAsync("Hi", "u2");
        await rig.DeliveredAsync("OpenTicket", 2);

        (await ConversationsAsync(rig)).Select(c => (string)c!["userId"]!).ShouldBe(["u2", BridgeRig.User]);
        (await ConversationsAsync(rig, "?user=u2")).Select(c => (string)c!["ticketId"]!).ShouldBe(["502"]);
        (await ConversationsAsync(rig, "?user=U2")).ShouldBeEmpty();
        (await ConversationsAsync(rig, "?ticket=501&channel=shop")).ShouldHaveSingleItem()!.ShouldBeJson($$"""
            {"id":"*","channel":"shop","userId":"{{BridgeRig.User}}","helpdesk":"main","phase":"Open","openedAt":"2026-11-23T10:00:00+00:00","endedAt":null,
             "destinationId":"360001234567","ticketId":"501","ticketStatus":"New"}
            """);
        (await ConversationsAsync(rig, "?ticket=999")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_is_found_by_a_former_ticket_too()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Zendesk.TicketIs("closed");
        rig.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}"""));
        await rig.SayAsync("Still there?");
        await rig.DeliveredAsync("ClientText");

        (await ConversationsAsync(rig, "?ticket=501")).Select(c => (string)c!["ticketId"]!).ShouldBe(["502"]);
    }

    [Fact]
    public async Task A_conversation_shows_its_timeline()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        rig.Jaicp.Events.Next(new Answer(503));
        await rig.AnswerAsync("Hi Ann");
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);
        var id = (string)(await ConversationsAsync(rig))[0]!["id"]!;
        var shown = await rig.AdminAsync($"conversations/{id}");

        ((string)shown["conversation"]!["ticketId"]!).ShouldBe("501");
        var timeline = shown["timeline"]!.AsArray();
        timeline.Select(entry => $"{entry!["direction"]} {entry["sequence"]} {entry["kind"]} {entry["state"]} {entry["attempts"]}")
            .ShouldBe(["toHelpdesk 1 OpenTicket Delivered 1", "toHelpdesk 2 ClientText Delivered 1", "toJaicp 1 AgentText Delivered 2"]);
        timeline[0]!.AsObject().Select(member => member.Key).ShouldBe(
            ["messageId", "direction", "sequence", "kind", "state", "attempts", "acceptedAt", "settledAt", "reason", "remoteId"], ignoreOrder: true);
        using var unknown = await rig.CallAdminAsync("/admin/api/conversations/unknown");
        ((int)unknown.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task No_answer_holds_what_anybody_wrote_a_name_or_a_secret()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        rig.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid","description":"private-words are refused","details":{"base":[{"description":"private-words"}]}}"""));
        await rig.SayAsync("private-words of the client");
        await rig.DeliveredAsync("ClientNotice");
        rig.Jaicp.Events.Next(new Answer(400, "private-words are refused"));
        await rig.AnswerAsync("private-words of the agent");
        await rig.DeliveredAsync("ReplyNotDelivered");
        await rig.LeaveAsync("private-words of the bot");
        await rig.DeliveredAsync("ClientLeft");

        var id = (string)(await ConversationsAsync(rig))[0]!["id"]!;
        var letter = (string)(await rig.DeadLettersAsync())[0]!["id"]!;
        var answers = new List<string>();
        foreach (var path in new[] { "status", "dead-letters", "conversations", $"conversations/{id}" })
            answers.Add((await rig.AdminAsync(path)).ToJsonString());
        answers.Add((await rig.DoAsync($"dead-letters/{letter}/discard")).ToJsonString());

        string[] secrets =
            ["private-words", "Hello", "Ann", "Bob", AdminApi.Key, BridgeApp.Key, BridgeApp.WebhookSecret, JaicpStub.WebhookKey, "simulated-client-secret", "access-token"];
        foreach (var secret in secrets)
            answers.ShouldAllBe(answer => !answer.Contains(secret, StringComparison.Ordinal));
    }

    private static async Task<JsonArray> ConversationsAsync(BridgeRig rig, string query = "") => (await rig.AdminAsync($"conversations{query}"))["conversations"]!.AsArray();
}
