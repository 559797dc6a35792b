using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What operators do with dead letters.</summary>
public sealed class DeadLetterHandlingTests
{
    [Fact]
    public async Task A_retried_event_keeps_its_place_when_nothing_came_after_it()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");

        var answer = await rig.DoAsync($"dead-letters/{id}/retry");
        ((bool)answer["keptPlace"]!).ShouldBeTrue();
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage one"]);
        rig.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().ShouldBe([id]);
        (await rig.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retried_event_goes_before_what_still_waits()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");
        await rig.SetWebhookAsync("");
        await rig.AnswerAsync("one", "two");
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 1);

        ((bool)(await rig.DoAsync($"dead-letters/{id}/retry"))["keptPlace"]!).ShouldBeTrue();
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") == 2);
        await rig.SetWebhookAsync(rig.Jaicp.WebhookUrl);
        await rig.DeliveredAsync("AgentText", 2);
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task A_retried_event_that_was_overtaken_says_so()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText");

        ((bool)(await rig.DoAsync($"dead-letters/{id}/retry"))["keptPlace"]!).ShouldBeFalse();
        await rig.DeliveredAsync("AgentText", 2);
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two", "TextMessage one"]);
    }

    [Fact]
    public async Task A_retried_text_goes_alone_and_its_patience_begins_anew()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:02:00"));
        rig.Zendesk.Updates.Usually(new Answer(503));
        await rig.SayAsync("lost");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1, stepSeconds: 10);
        var id = (string)(await rig.DeadLettersAsync())[0]!["id"]!;
        var attempts = rig.Log.Outcomes("ClientText", "Retry");

        await rig.DoAsync($"dead-letters/{id}/retry");
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == attempts + 1);
        rig.Log.Dead("ClientText").ShouldBe(1);
        rig.Zendesk.AcceptsTickets();
        await rig.SayAsync("next");
        await rig.DeliveredAsync("ClientText", 2, stepSeconds: 10);
        rig.Zendesk.Written.TakeLast(2).Select(text => text!.Split(' ')[^1]).ShouldBe(["lost", "next"], "each by itself, in the order said");
    }

    [Fact]
    public async Task A_comment_that_may_have_arrived_is_looked_for_before_it_is_sent_again()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:00:01"));
        rig.Zendesk.Updates.Next(new Answer(500));
        rig.Zendesk.Comments.Usually(new Answer(503));
        await rig.SayAsync("Did it arrive?");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1, stepSeconds: 1);
        var id = (string)(await rig.DeadLettersAsync())[0]!["id"]!;

        // It had.
        var mark = (string)rig.Zendesk.Updates.Calls[0].Ticket["metadata"]!["helpdesk_bridge"]!;
        rig.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([ZendeskStub.Comment(8100, "Did it arrive?", ZendeskStub.FirstUser, marker: mark)])));
        await rig.DoAsync($"dead-letters/{id}/retry");
        await rig.DeliveredAsync("ClientText");

        rig.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task What_may_have_arrived_together_is_looked_for_and_sent_again_together(int retried, bool arrived)
    {
        await using var rig = await WithLostBatchAsync();
        var lost = rig.Zendesk.Updates.Calls[^1];
        var calls = rig.Zendesk.Updates.Calls.Count;
        rig.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson(arrived ? [GetComment(lost)] : [])));
        var letters = await rig.DeadLettersAsync();
        letters.Count.ShouldBe(2);

        ((int)(await rig.DoAsync($"dead-letters/{letters[retried]!["id"]}/retry"))["messages"]!).ShouldBe(2);
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Delivered") == 2);
        (await rig.DeadLettersAsync()).ShouldBeEmpty();
        rig.Zendesk.Updates.Calls.Skip(calls).Select(call => call.Body).ShouldBe(arrived ? [] : [lost.Body]);
    }

    [Fact]
    public async Task What_arrived_is_found_also_when_the_head_of_its_batch_was_discarded()
    {
        await using var rig = await WithLostBatchAsync();
        var calls = rig.Zendesk.Updates.Calls.Count;
        rig.Zendesk.Comments.Usually(Answer.Ok(ZendeskStub.CommentsJson([GetComment(rig.Zendesk.Updates.Calls[^1])])));
        var letters = await rig.DeadLettersAsync();
        await rig.DoAsync($"dead-letters/{letters[0]!["id"]}/discard");

        ((int)(await rig.DoAsync($"dead-letters/{letters[1]!["id"]}/retry"))["messages"]!).ShouldBe(1);
        await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Delivered") == 2);
        rig.Zendesk.Updates.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Whoever_wrote_what_dies_again_is_told_again()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.DoAsync($"dead-letters/{id}/retry");
        await rig.DeliveredAsync("ReplyNotDelivered", 2);

        rig.Zendesk.Updates.Calls.Count.ShouldBe(2);
        await rig.DoAsync($"dead-letters/{id}/retry");
        await rig.DeliveredAsync("AgentText");
        rig.Zendesk.Updates.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_is_being_sent_again_is_not_sent_a_second_time()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");
        rig.Jaicp.Events.Next(Answer.Ok("{}").HeldUntil(answer.Task));
        await rig.DoAsync($"dead-letters/{id}/retry");
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 2);
        (await rig.StatusOfAsync($"dead-letters/{id}/retry")).ShouldBe(409);
        (await rig.StatusOfAsync($"dead-letters/{id}/discard")).ShouldBe(409);
        answer.SetResult();
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText", 2);

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task A_discarded_one_is_off_the_list_and_is_never_sent()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var id = await KillAnswerAsync(rig, "one");

        (await rig.DoAsync($"dead-letters/{id}/discard")).ShouldBeJson("{}");
        (await rig.DeadLettersAsync()).ShouldBeEmpty();
        ((int)(await rig.AdminAsync("status"))["deadLetters"]!).ShouldBe(0);
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText");
        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
    }

    [Fact]
    public async Task One_that_is_unknown_is_404_and_one_that_was_handled_409()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting);
        var retried = await KillAnswerAsync(rig, "one");
        (await rig.StatusOfAsync($"dead-letters/{retried}/retry")).ShouldBe(200);
        await rig.DeliveredAsync("AgentText");
        (await rig.StatusOfAsync($"dead-letters/{retried}/retry")).ShouldBe(409);
        (await rig.StatusOfAsync($"dead-letters/{retried}/discard")).ShouldBe(409);

        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("ReplyNotDelivered", 2);
        var discarded = (string)(await rig.DeadLettersAsync())[0]!["id"]!;
        (await rig.StatusOfAsync($"dead-letters/{discarded}/discard")).ShouldBe(200);
        (await rig.StatusOfAsync($"dead-letters/{discarded}/discard")).ShouldBe(409);
        (await rig.StatusOfAsync($"dead-letters/{discarded}/retry")).ShouldBe(409);

        (await rig.StatusOfAsync("dead-letters/unknown/retry")).ShouldBe(404);
        (await rig.StatusOfAsync("dead-letters/unknown/discard")).ShouldBe(404);
    }

    /// <summary>Two texts went as one comment, whose answer was lost and which could not be looked for before they were given up.</summary>
    private static async Task<BridgeRig> WithLostBatchAsync()
    {
        var answer = new TaskCompletionSource();
        var rig = await BridgeRig.WithOpenChatAsync(AdminApi.Setting, ("Delivery:GiveUpAfter", "00:00:02"));
        rig.Zendesk.Updates.Next(new Answer(200, """{"ticket":{"id":501,"status":"open"}}""").HeldUntil(answer.Task), new Answer(500));
        rig.Zendesk.Comments.Usually(new Answer(503));
        await rig.SayAsync("first");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        await rig.SayAsync("one");
        await rig.SayAsync("two");
        answer.SetResult();
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 2, stepSeconds: 1);
        rig.Zendesk.Written.ShouldBe(["Hello", "first", "one\ntwo"]);
        await rig.DeliveredAsync("ClientNotice");
        return rig;
    }

    private static System.Text.Json.Nodes.JsonObject GetComment(Call update) => ZendeskStub.Comment(
        8100, (string)update.Ticket["comment"]!["body"]!, ZendeskStub.FirstUser, marker: (string)update.Ticket["metadata"]!["helpdesk_bridge"]!);

    /// <summary>An agent's answer that JAICP refuses.</summary>
    private static async Task<string> KillAnswerAsync(BridgeRig rig, string text)
    {
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.AnswerAsync(text);
        await rig.DeliveredAsync("ReplyNotDelivered");
        return (string)(await rig.DeadLettersAsync()).ShouldHaveSingleItem()!["id"]!;
    }
}
