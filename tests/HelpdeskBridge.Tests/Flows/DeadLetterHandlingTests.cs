using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What operators do with dead letters.</summary>
public sealed class DeadLetterHandlingTests
{
    [Fact]
    public async Task A_retried_event_keeps_its_place_when_nothing_came_after_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");

        var answer = await bridge.DoAsync($"dead-letters/{id}/retry");
        ((bool)answer["keptPlace"]!).ShouldBeTrue();
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage one"]);
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().ShouldBe([id]);
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retried_event_goes_before_what_still_waits()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");
        await bridge.SetWebhookAsync("");
        await bridge.AnswerAsync("one", "two");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 1);

        ((bool)(await bridge.DoAsync($"dead-letters/{id}/retry"))["keptPlace"]!).ShouldBeTrue();
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= 2);
        await bridge.SetWebhookAsync(bridge.Jaicp.WebhookUrl);
        await bridge.DeliveredAsync("AgentText", 2);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task A_retried_event_that_was_overtaken_says_so()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText");

        ((bool)(await bridge.DoAsync($"dead-letters/{id}/retry"))["keptPlace"]!).ShouldBeFalse();
        await bridge.DeliveredAsync("AgentText", 2);
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two", "TextMessage one"]);
    }

    [Fact]
    public async Task A_retried_text_is_sent_alone_and_its_age_counts_from_the_retry()
    {
        await using var bridge =
            await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:02:00"));
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("lost");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1, stepSeconds: 10);
        var id = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        var attempts = bridge.Log.Outcomes("ClientText", "Retry");

        await bridge.DoAsync($"dead-letters/{id}/retry");
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == attempts + 1);
        bridge.Log.DeadLetters("ClientText").ShouldBe(1);
        bridge.Zendesk.AcceptsTickets();
        await bridge.SendTextAsync("next");
        await bridge.DeliveredAsync("ClientText", 2, stepSeconds: 10);
        bridge.Zendesk.Written.TakeLast(2).Select(text => text!.Split(' ')[^1]).ShouldBe(["lost", "next"], "each by itself, in the order said");
    }

    [Fact]
    public async Task A_comment_that_may_have_arrived_is_looked_for_before_it_is_sent_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:00:01"));
        bridge.Zendesk.Updates.Next(new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("Did it arrive?");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1, stepSeconds: 1);
        var id = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;

        // It had.
        var mark = (string)bridge.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!;
        bridge.Zendesk.Comments.Usually(
            Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8100, "Did it arrive?", ZendeskStub.FirstUser, marker: mark)])));
        await bridge.DoAsync($"dead-letters/{id}/retry");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task What_may_have_arrived_together_is_looked_for_and_sent_again_together(int retried, bool arrived)
    {
        await using var bridge = await WithLostBatchAsync();
        var lost = bridge.Zendesk.Updates.Calls[^1];
        var calls = bridge.Zendesk.Updates.Calls.Count;
        bridge.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson(arrived ? [GetComment(lost)] : [])));
        var letters = await bridge.DeadLettersAsync();
        letters.Count.ShouldBe(2);

        ((int)(await bridge.DoAsync($"dead-letters/{letters[retried]!["id"]}/retry"))["messages"]!).ShouldBe(2);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Delivered") >= 2, stepSeconds: arrived ? 0 : 1);
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
        bridge.Zendesk.Updates.Calls.Skip(calls).Select(call => call.Body).ShouldBe(arrived ? [] : [lost.Body]);
    }

    [Fact]
    public async Task What_arrived_is_found_also_when_the_head_of_its_batch_was_discarded()
    {
        await using var bridge = await WithLostBatchAsync();
        var calls = bridge.Zendesk.Updates.Calls.Count;
        bridge.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([GetComment(bridge.Zendesk.Updates.Calls[^1])])));
        var letters = await bridge.DeadLettersAsync();
        await bridge.DoAsync($"dead-letters/{letters[0]!["id"]}/discard");

        ((int)(await bridge.DoAsync($"dead-letters/{letters[1]!["id"]}/retry"))["messages"]!).ShouldBe(1);
        await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Delivered") >= 2);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task The_writer_of_a_message_that_fails_again_is_notified_again()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.DoAsync($"dead-letters/{id}/retry");
        await bridge.DeliveredAsync("ReplyNotDelivered", 2);

        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
        await bridge.DoAsync($"dead-letters/{id}/retry");
        await bridge.DeliveredAsync("AgentText");
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_is_being_sent_again_is_not_sent_a_second_time()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");
        bridge.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(answer.Task));
        await bridge.DoAsync($"dead-letters/{id}/retry");
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 2);
        (await bridge.StatusOfAsync($"dead-letters/{id}/retry")).ShouldBe(409);
        (await bridge.StatusOfAsync($"dead-letters/{id}/discard")).ShouldBe(409);
        answer.SetResult();
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText", 2);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task A_discarded_one_is_off_the_list_and_is_never_sent()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(bridge, "one");

        (await bridge.DoAsync($"dead-letters/{id}/discard")).ShouldBeJson("{}");
        (await bridge.DeadLettersAsync()).ShouldBeEmpty();
        ((int)(await bridge.AdminAsync("status"))["deadLetters"]!).ShouldBe(0);
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText");
        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task One_that_is_unknown_is_404_and_one_that_was_handled_409()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        var retried = await KillAnswerAsync(bridge, "one");
        (await bridge.StatusOfAsync($"dead-letters/{retried}/retry")).ShouldBe(200);
        await bridge.DeliveredAsync("AgentText");
        (await bridge.StatusOfAsync($"dead-letters/{retried}/retry")).ShouldBe(409);
        (await bridge.StatusOfAsync($"dead-letters/{retried}/discard")).ShouldBe(409);

        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("ReplyNotDelivered", 2);
        var discarded = (string)(await bridge.DeadLettersAsync())[0]!["id"]!;
        (await bridge.StatusOfAsync($"dead-letters/{discarded}/discard")).ShouldBe(200);
        (await bridge.StatusOfAsync($"dead-letters/{discarded}/discard")).ShouldBe(409);
        (await bridge.StatusOfAsync($"dead-letters/{discarded}/retry")).ShouldBe(409);

        (await bridge.StatusOfAsync("dead-letters/unknown/retry")).ShouldBe(404);
        (await bridge.StatusOfAsync("dead-letters/unknown/discard")).ShouldBe(404);
    }

    /// <summary>Two texts went as one comment, whose answer was lost and which could not be looked for before they were given up.</summary>
    private static async Task<BridgeFixture> WithLostBatchAsync()
    {
        var answer = new TaskCompletionSource();
        var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:00:02"));
        bridge.Zendesk.Updates.Next(new Answer(200, """{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task), new Answer(500));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Comments.Usually(ZendeskStub.Unavailable);
        await bridge.SendTextAsync("first");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        await bridge.SendTextAsync("one");
        await bridge.SendTextAsync("two");
        answer.SetResult();
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 2, stepSeconds: 1);
        bridge.Zendesk.Written.ShouldBe(["Hello", "first", "one\ntwo"]);
        await bridge.DeliveredAsync("ClientNotice");
        return bridge;
    }

    private static System.Text.Json.Nodes.JsonObject GetComment(Call update) => ZendeskStub.Comment(
        8100, (string)update.Ticket["comment"]!["body"]!, ZendeskStub.FirstUser, marker: (string)update.Ticket["metadata"]!["helpdesk_bridge"]!);

    /// <summary>An agent's answer that JAICP refuses.</summary>
    private static async Task<string> KillAnswerAsync(BridgeFixture bridge, string text)
    {
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.AnswerAsync(text);
        await bridge.DeliveredAsync("ReplyNotDelivered");
        return (string)(await bridge.DeadLettersAsync()).ShouldHaveSingleItem()!["id"]!;
    }
}
