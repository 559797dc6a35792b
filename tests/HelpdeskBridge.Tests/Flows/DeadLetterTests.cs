using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>What can't be delivered fails visibly: its writer is told, and what comes after it goes on.</summary>
public sealed class DeadLetterTests
{
    private const string NotDelivered = "TextMessage Your message could not be delivered. Please try again later.";
    private static readonly Answer Taken = Answer.Ok("""{"ticket":{"id":501,"status":"open"}}""");
    private static readonly Answer Refused = new(422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Comment: is wrong"}]}}""");

    [Fact]
    public async Task A_client_message_is_given_up_at_its_age_and_the_client_is_told()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:01:00"));
        rig.Zendesk.Updates.Usually(new Answer(503));
        var said = rig.Clock.GetUtcNow();
        await rig.SayAsync("lost");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1, stepSeconds: 10);
        await rig.UntilAsync(() => rig.Jaicp.Told.Count >= 1);

        rig.Jaicp.Told.ShouldBe([NotDelivered]);
        rig.Jaicp.Events.Calls[0].At.ShouldBeGreaterThanOrEqualTo(said + TimeSpan.FromMinutes(5));
        rig.Jaicp.Received[0]["employee"]!.ShouldBeJson("""{"employeeId":"system","firstName":"Support","lastName":"","avatarUrl":""}""");

        rig.Zendesk.Updates.Usually(Taken);
        await rig.SayAsync("later");
        await rig.DeliveredAsync("ClientText");
        rig.Zendesk.Written[^1].ShouldBe("later");
    }

    [Fact]
    public async Task Before_that_age_it_is_not_given_up()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(("Delivery:GiveUpAfter", "00:05:00"), ("Delivery:RetryDelays:0", "00:01:00"));
        rig.Zendesk.Updates.Next(new Answer(503), new Answer(503), new Answer(503), new Answer(503), new Answer(503));
        await rig.SayAsync("late");
        for (var minute = 1; minute <= 5; minute++)
        {
            await rig.UntilAsync(() => rig.Log.Outcomes("ClientText", "Retry") == minute);
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await rig.DeliveredAsync("ClientText");
        rig.Log.Dead("ClientText").ShouldBe(0);
        rig.Jaicp.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_answer_of_an_agent_is_noted_with_its_text_and_the_reason_and_the_next_one_goes_on()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(400, "Your text is bad"));
        await rig.AnswerAsync("one {reason}", "two");
        await rig.DeliveredAsync("ReplyNotDelivered");
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage one {reason}", "TextMessage two"]);
        rig.Zendesk.Updates.Calls.ShouldHaveSingleItem().Body.ShouldBeJson("""
            {"ticket":{"comment":{"body":"This message could not be delivered to the client (JAICP refused the event with 400): one {reason}","public":false},
             "metadata":{"helpdesk_bridge":"*"}}}
            """);
    }

    [Fact]
    public async Task A_batch_with_one_bad_text_is_taken_apart_and_only_that_one_dies()
    {
        var answer = new TaskCompletionSource();
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Usually(call => ((string)call.Ticket["comment"]!["body"]!).Contains("bad", StringComparison.Ordinal) ? Refused : Taken);
        rig.Zendesk.Updates.Next(Taken.HeldUntil(answer.Task));
        await rig.SayAsync("first");
        await rig.UntilAsync(() => rig.Zendesk.Updates.Calls.Count >= 1);
        foreach (var text in new[] { "one", "bad", "three" })
            await rig.SayAsync(text);
        answer.SetResult();
        await rig.DeliveredAsync("ClientText", 3);

        rig.Zendesk.Written.ShouldBe(["Hello", "first", "one\nbad\nthree", "one", "bad", "three"]);
        rig.Log.Dead("ClientText").ShouldBe(1);
        await rig.DeliveredAsync("ClientNotice");
        rig.Jaicp.Told.ShouldBe([NotDelivered]);
    }

    [Fact]
    public async Task Of_a_delay_the_agent_hears_once_and_the_answer_arrives_all_the_same()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Usually(new Answer(503));
        var asked = rig.Clock.GetUtcNow();
        await rig.AnswerAsync("Hi");
        await rig.DeliveredAsync("ReplyDelayed", stepSeconds: 1);
        rig.Zendesk.Updates.Calls[0].At.ShouldBeGreaterThanOrEqualTo(asked + TimeSpan.FromSeconds(30));
        var attempts = rig.Jaicp.Told.Count;
        await rig.UntilAsync(() => rig.Log.Outcomes("AgentText", "Retry") >= attempts + 2, stepSeconds: 10);

        rig.Jaicp.TakesEvents();
        await rig.DeliveredAsync("AgentText", stepSeconds: 10);
        var note = rig.Zendesk.Updates.Calls.ShouldHaveSingleItem().Ticket["comment"]!;
        ((string)note["body"]!).ShouldStartWith("The last message has not reached the client yet (JAICP answered 503).");
        ((bool)note["public"]!).ShouldBeFalse();
        rig.Jaicp.Received.Select(e => (string)e["id"]!).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_arrives_in_time_is_not_noted()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(503), new Answer(503));
        await rig.AnswerAsync("Hi");
        await rig.DeliveredAsync("AgentText", stepSeconds: 1);

        rig.Zendesk.Updates.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notice_to_the_client_that_fails_causes_none_to_the_agent()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Zendesk.Updates.Next(Refused);
        rig.Jaicp.Events.Next(new Answer(400));
        await rig.SayAsync("bad");
        await rig.UntilAsync(() => rig.Log.Dead("ClientNotice") == 1);
        await rig.SayAsync("good");
        await rig.DeliveredAsync("ClientText");

        rig.Zendesk.Written.ShouldBe(["Hello", "bad", "good"]);
        rig.Jaicp.Told.ShouldBe([NotDelivered]);
    }

    [Fact]
    public async Task A_note_to_the_agent_that_fails_causes_none_to_the_client()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync();
        rig.Jaicp.Events.Next(new Answer(400));
        rig.Zendesk.Updates.Next(Refused);
        await rig.AnswerAsync("one");
        await rig.UntilAsync(() => rig.Log.Dead("ReplyNotDelivered") == 1);
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText");

        rig.Jaicp.Told.ShouldBe(["TextMessage one", "TextMessage two"]);
        rig.Zendesk.Updates.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Texts_that_were_emptied_are_not_said()
    {
        await using var rig = await BridgeRig.WithOpenChatAsync(
            ("Channels:shop:Texts:MessageNotDelivered", ""), ("Channels:shop:Texts:ReplyNotDelivered", ""), ("Channels:shop:Texts:ReplyDelayed", ""));
        rig.Zendesk.Updates.Next(Refused);
        await rig.SayAsync("bad");
        await rig.UntilAsync(() => rig.Log.Dead("ClientText") == 1);
        rig.Jaicp.Events.Next(new Answer(400), new Answer(503), new Answer(503), new Answer(503), new Answer(503), new Answer(503));
        await rig.AnswerAsync("one", "two");
        await rig.DeliveredAsync("AgentText", stepSeconds: 5);

        await rig.DeliveredAsync("ReplyNotDelivered");
        await rig.DeliveredAsync("ReplyDelayed");
        rig.Zendesk.Written.ShouldBe(["Hello", "bad"]);
        rig.Jaicp.Told.Distinct().ShouldBe(["TextMessage one", "TextMessage two"]);
    }
}
