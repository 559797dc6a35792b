using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What can't be delivered fails visibly: its writer is notified, and later messages are delivered.</summary>
public sealed class DeadLetterTests
{
    private const string NotDelivered = "TextMessage Your message could not be delivered. Please try again later.";
    private static readonly Answer Taken = Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""");
    private static readonly Answer Refused =
        new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Comment: is wrong"}]}}""");

    [Fact]
    public async Task A_client_message_is_given_up_at_its_age_and_the_client_is_notified()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:01:00"));
        bridge.Zendesk.Updates.Usually(ZendeskStub.Unavailable);
        var writtenAt = bridge.Clock.GetUtcNow();
        await bridge.SendTextAsync("lost");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1, stepSeconds: 10);
        await bridge.UntilAsync(() => bridge.Jaicp.EventSummaries.Count >= 1);

        bridge.Jaicp.EventSummaries.ShouldBe([NotDelivered]);
        bridge.Jaicp.Events.Calls[0].At.ShouldBeGreaterThanOrEqualTo(writtenAt + TimeSpan.FromMinutes(5));
        bridge.Jaicp.Received[0]["employee"]!.ShouldBeJson("""{"employeeId":"system","firstName":"Support","lastName":"","avatarUrl":""}""");

        bridge.Zendesk.Updates.Usually(Taken);
        await bridge.SendTextAsync("later");
        await bridge.DeliveredAsync("ClientText");
        bridge.Zendesk.Written[^1].ShouldBe("later");
    }

    [Fact]
    public async Task Before_that_age_it_is_not_given_up()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:01:00"));
        bridge.Zendesk.Updates.Next([.. Enumerable.Repeat(ZendeskStub.Unavailable, 5)]);
        await bridge.SendTextAsync("late");
        for (var minute = 1; minute <= 5; minute++)
        {
            await bridge.UntilAsync(() => bridge.Log.Outcomes("ClientText", "Retry") == minute);
            bridge.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await bridge.DeliveredAsync("ClientText");
        bridge.Log.DeadLetters("ClientText").ShouldBe(0);
        bridge.Jaicp.EventSummaries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_answer_of_an_agent_leads_to_a_note_with_its_text_and_the_reason_and_the_next_one_is_delivered()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(400, "Your text is bad"));
        await bridge.AnswerAsync("one {reason}", "two");
        await bridge.DeliveredAsync("ReplyNotDelivered");
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one {reason}", "TextMessage two"]);
        bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""
            {"ticket":{"comment":{"body":"This message could not be delivered to the client (JAICP refused the event with 400): one {reason}",
             "public":false},"metadata":{"helpdesk_bridge":"*"}}}
            """);
    }

    [Fact]
    public async Task A_batch_with_one_refused_text_is_split_and_only_that_text_is_a_dead_letter()
    {
        var answer = new TaskCompletionSource();
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Usually(
            call => ((string)call.Ticket["comment"]!["body"]!).Contains("bad", StringComparison.Ordinal) ? Refused : Taken);
        bridge.Zendesk.Updates.Next(Taken.HeldUntil(answer.Task));
        await bridge.SendTextAsync("first");
        await bridge.UntilAsync(() => bridge.Zendesk.Updates.Calls.Count >= 1);
        foreach (var text in new[] { "one", "bad", "three" })
            await bridge.SendTextAsync(text);
        answer.SetResult();
        await bridge.DeliveredAsync("ClientText", 3);

        bridge.Zendesk.Written.ShouldBe(["Hello", "first", "one\nbad\nthree", "one", "bad", "three"]);
        bridge.Log.DeadLetters("ClientText").ShouldBe(1);
        await bridge.DeliveredAsync("ClientNotice");
        bridge.Jaicp.EventSummaries.ShouldBe([NotDelivered]);
    }

    [Fact]
    public async Task A_delay_leads_to_one_note_and_the_answer_arrives_all_the_same()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Usually(new Answer(503));
        var asked = bridge.Clock.GetUtcNow();
        await bridge.AnswerAsync("Hi");
        await bridge.DeliveredAsync("ReplyDelayed", stepSeconds: 1);
        bridge.Zendesk.Updates.Calls[0].At.ShouldBeGreaterThanOrEqualTo(asked + TimeSpan.FromSeconds(30));
        var attempts = bridge.Jaicp.EventSummaries.Count;
        await bridge.UntilAsync(() => bridge.Log.Outcomes("AgentText", "Retry") >= attempts + 2, stepSeconds: 10);

        bridge.Jaicp.AcceptsEvents();
        await bridge.DeliveredAsync("AgentText", stepSeconds: 10);
        var note = bridge.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket["comment"]!;
        ((string)note["body"]!).ShouldStartWith("The last message has not reached the client yet (JAICP answered 503).");
        ((bool)note["public"]!).ShouldBeFalse();
        bridge.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_arrives_in_time_leads_to_no_note()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(503), new Answer(503));
        await bridge.AnswerAsync("Hi");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notice_to_the_client_that_fails_causes_none_to_the_agent()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.Updates.Next(Refused);
        bridge.Jaicp.Events.Next(new Answer(400));
        await bridge.SendTextAsync("bad");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientNotice") >= 1);
        await bridge.SendTextAsync("good");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Written.ShouldBe(["Hello", "bad", "good"]);
        bridge.Jaicp.EventSummaries.ShouldBe([NotDelivered]);
    }

    [Fact]
    public async Task A_note_to_the_agent_that_fails_causes_no_notice_to_the_client()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Jaicp.Events.Next(new Answer(400));
        bridge.Zendesk.Updates.Next(Refused);
        await bridge.AnswerAsync("one");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ReplyNotDelivered") >= 1);
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage one", "TextMessage two"]);
        bridge.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Texts_that_were_emptied_are_not_sent()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            ("Channels:shop:Texts:MessageNotDelivered", ""), ("Channels:shop:Texts:ReplyNotDelivered", ""), ("Channels:shop:Texts:ReplyDelayed", ""));
        bridge.Zendesk.Updates.Next(Refused);
        await bridge.SendTextAsync("bad");
        await bridge.UntilAsync(() => bridge.Log.DeadLetters("ClientText") >= 1);
        bridge.Jaicp.Events.Next(new Answer(400), new Answer(503), new Answer(503), new Answer(503), new Answer(503), new Answer(503));
        await bridge.AnswerAsync("one", "two");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 5);

        await bridge.DeliveredAsync("ReplyNotDelivered");
        await bridge.DeliveredAsync("ReplyDelayed");
        bridge.Zendesk.Written.ShouldBe(["Hello", "bad"]);
        bridge.Jaicp.EventSummaries.Distinct().ShouldBe(["TextMessage one", "TextMessage two"]);
    }
}
