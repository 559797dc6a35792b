using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset Now = ConversationFixture.Start;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly RetryPolicy Policy = new(Delays, GiveUpAfter);

    /// <summary>How an attempt to deliver a batch ended.</summary>
    public enum Outcome
    {
        Delivered,
        TicketOver,
        TicketOverForNote,
        TicketFound,
        TicketMerged,
        Refused,
        Retry,
        RetryDuringOutage,
        Unknown,
        NotFoundYet,
        Dropped,
    }

    /// <summary>What the policy decides about one message.</summary>
    public enum Expected
    {
        Delivered,

        /// <summary>It is sent again, with others if there are any.</summary>
        Waits,

        /// <summary>It is sent again in a batch of its own.</summary>
        WaitsAlone,

        /// <summary>It is looked for on the other side before it is sent again.</summary>
        MayHaveBeenSent,
        DeadLetter,
        Discarded,
    }

    /// <summary>Messages are given up when they are 60 minutes old.</summary>
    [Theory]
    [InlineData(Outcome.Delivered, new[] { 0 }, new[] { Expected.Delivered })]
    [InlineData(Outcome.Delivered, new[] { 600 }, new[] { Expected.Delivered })]
    [InlineData(Outcome.Delivered, new[] { 60, 0 }, new[] { Expected.Delivered, Expected.Delivered })]
    [InlineData(Outcome.TicketOver, new[] { 0 }, new[] { Expected.Waits })]
    [InlineData(Outcome.TicketOver, new[] { 600 }, new[] { Expected.Waits })]
    [InlineData(Outcome.TicketOver, new[] { 60, 0 }, new[] { Expected.Waits, Expected.Waits })]
    [InlineData(Outcome.TicketOverForNote, new[] { 0 }, new[] { Expected.Waits })]
    [InlineData(Outcome.TicketOverForNote, new[] { 60 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.TicketFound, new[] { 600 }, new[] { Expected.Waits })]
    [InlineData(Outcome.TicketMerged, new[] { 0 }, new[] { Expected.Waits })]
    [InlineData(Outcome.TicketMerged, new[] { 60, 59 }, new[] { Expected.DeadLetter, Expected.Waits })]
    [InlineData(Outcome.Refused, new[] { 0 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.Refused, new[] { 600 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.Refused, new[] { 0, 0 }, new[] { Expected.WaitsAlone, Expected.WaitsAlone })]
    [InlineData(Outcome.Refused, new[] { 600, 600 }, new[] { Expected.WaitsAlone, Expected.WaitsAlone })]
    [InlineData(Outcome.Retry, new[] { 0 }, new[] { Expected.Waits })]
    [InlineData(Outcome.Retry, new[] { 59 }, new[] { Expected.Waits })]
    [InlineData(Outcome.Retry, new[] { 60 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.Retry, new[] { 600 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.Retry, new[] { 59, 0 }, new[] { Expected.Waits, Expected.Waits })]
    [InlineData(Outcome.Retry, new[] { 60, 59 }, new[] { Expected.DeadLetter, Expected.Waits })]
    [InlineData(Outcome.Retry, new[] { 600, 60 }, new[] { Expected.DeadLetter, Expected.DeadLetter })]
    [InlineData(Outcome.RetryDuringOutage, new[] { 59 }, new[] { Expected.Waits })]
    [InlineData(Outcome.RetryDuringOutage, new[] { 60 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.RetryDuringOutage, new[] { 60, 0 }, new[] { Expected.DeadLetter, Expected.Waits })]
    [InlineData(Outcome.Unknown, new[] { 0 }, new[] { Expected.MayHaveBeenSent })]
    [InlineData(Outcome.Unknown, new[] { 59 }, new[] { Expected.MayHaveBeenSent })]
    [InlineData(Outcome.Unknown, new[] { 60 }, new[] { Expected.DeadLetter })]
    [InlineData(Outcome.Unknown, new[] { 59, 0 }, new[] { Expected.MayHaveBeenSent, Expected.MayHaveBeenSent })]
    [InlineData(Outcome.Unknown, new[] { 60, 59 }, new[] { Expected.MayHaveBeenSent, Expected.MayHaveBeenSent })]
    [InlineData(Outcome.Unknown, new[] { 600, 60 }, new[] { Expected.DeadLetter, Expected.DeadLetter })]
    [InlineData(Outcome.Dropped, new[] { 600 }, new[] { Expected.Discarded })]
    [InlineData(Outcome.NotFoundYet, new[] { 0 }, new[] { Expected.MayHaveBeenSent })]
    [InlineData(Outcome.NotFoundYet, new[] { 600, 0 }, new[] { Expected.MayHaveBeenSent, Expected.MayHaveBeenSent })]
    public void Each_message_of_a_batch_is_decided_about_by_outcome_and_age(Outcome outcome, int[] agesInMinutes, Expected[] expected)
    {
        var batch = agesInMinutes.Select((age, index) => Message(index, TimeSpan.FromMinutes(age))).ToList();

        Policy.Decide(batch, GetOutcome(outcome), Now).Select(GetExpected).ShouldBe(expected);
    }

    [Theory]
    [InlineData(Outcome.Retry, 0, null, 1)]
    [InlineData(Outcome.Retry, 1, null, 3)]
    [InlineData(Outcome.Retry, 7, null, 3)]
    [InlineData(Outcome.Retry, 0, 25, 25)]
    [InlineData(Outcome.Retry, 7, 2, 2)]
    [InlineData(Outcome.RetryDuringOutage, 1, null, 3)]
    [InlineData(Outcome.Unknown, 0, null, 1)]
    [InlineData(Outcome.Unknown, 1, null, 3)]
    [InlineData(Outcome.NotFoundYet, 0, null, 1)]
    [InlineData(Outcome.NotFoundYet, 1, null, 2)]
    [InlineData(Outcome.Refused, 1, null, 0)]
    [InlineData(Outcome.TicketOver, 1, null, 0)]
    [InlineData(Outcome.TicketOverForNote, 1, null, 3)]
    [InlineData(Outcome.TicketFound, 7, null, 0)]
    [InlineData(Outcome.TicketMerged, 7, null, 1)]
    public void What_waits_is_due_again_after_the_delay_of_its_attempt(
        Outcome outcome, int attemptsBefore, int? retryAfterSeconds, int expectedSeconds)
    {
        var batch = new[] { Message(0, TimeSpan.Zero, attemptsBefore), Message(1, TimeSpan.Zero) };

        Policy.Decide(batch, GetOutcome(outcome, retryAfterSeconds), Now)
            .ShouldAllBe(decision => decision.DueAt == Now + TimeSpan.FromSeconds(expectedSeconds));
    }

    /// <summary>The service was down while the message waited. It is given up after 60 minutes.</summary>
    [Theory]
    [InlineData(600, 0, false)]
    [InlineData(600, 9, false)]
    [InlineData(600, 10, true)]
    [InlineData(419, 59, false)]
    [InlineData(420, 10, true)]
    [InlineData(90, 59, false)]
    [InlineData(90, 60, true)]
    [InlineData(59, 60, false)]
    public void A_message_does_not_grow_old_while_the_service_is_down(int ageInMinutes, int minutesSinceStart, bool isGivenUp)
    {
        var policy = new RetryPolicy([TimeSpan.FromSeconds(1)], TimeSpan.FromMinutes(60), Now - TimeSpan.FromMinutes(minutesSinceStart));

        var decision = policy.Decide([Message(0, TimeSpan.FromMinutes(ageInMinutes))], new DeliveryOutcome.Retry("503"), Now).ShouldHaveSingleItem();
        (decision.State == MessageState.Dead).ShouldBe(isGivenUp);
    }

    [Theory]
    [InlineData(Outcome.Retry)]
    [InlineData(Outcome.RetryDuringOutage)]
    [InlineData(Outcome.Unknown)]
    public void After_an_operators_retry_the_age_counts_from_then(Outcome outcome)
    {
        var retriedLately = Message(0, TimeSpan.FromDays(3)) with { WaitsSince = Now - TimeSpan.FromMinutes(59) };
        var retriedLongAgo = Message(0, TimeSpan.FromDays(3)) with { WaitsSince = Now - TimeSpan.FromMinutes(60) };

        GetExpected(Policy.Decide([retriedLately], GetOutcome(outcome), Now)[0]).ShouldNotBe(Expected.DeadLetter);
        GetExpected(Policy.Decide([retriedLongAgo], GetOutcome(outcome), Now)[0]).ShouldBe(Expected.DeadLetter);
    }

    [Theory]
    [InlineData(Outcome.Retry, "given up after 0.01:30:05: 503")]
    [InlineData(Outcome.Unknown, "given up after 0.01:30:05: lost, and it may have arrived")]
    public void The_reason_for_giving_up_names_the_age_and_the_last_failure(Outcome outcome, string reason) =>
        Policy.Decide([Message(0, new TimeSpan(1, 30, 5))], GetOutcome(outcome), Now)[0].Reason.ShouldBe(reason);

    [Theory]
    [InlineData(Outcome.Retry, "503")]
    [InlineData(Outcome.Unknown, "lost")]
    [InlineData(Outcome.NotFoundYet, "an earlier request may still be accepted")]
    [InlineData(Outcome.Refused, "refused")]
    [InlineData(Outcome.TicketOver, "the ticket is Closed")]
    [InlineData(Outcome.TicketOverForNote, "the ticket is Closed")]
    [InlineData(Outcome.TicketFound, "there is a ticket now")]
    [InlineData(Outcome.TicketMerged, "the ticket was merged")]
    [InlineData(Outcome.Dropped, "the chat goes on")]
    public void What_was_not_delivered_has_the_reason(Outcome outcome, string reason) =>
        Policy.Decide([Message(0, TimeSpan.Zero), Message(1, TimeSpan.Zero)], GetOutcome(outcome), Now)
            .ShouldAllBe(decision => decision.Reason == reason);

    [Fact]
    public void A_refused_message_is_a_dead_letter_with_the_reason() =>
        Policy.Decide([Message(0, TimeSpan.Zero)], GetOutcome(Outcome.Refused), Now).ShouldHaveSingleItem().Reason.ShouldBe("refused");

    private static DeliveryOutcome GetOutcome(Outcome outcome, int? retryAfterSeconds = null) => outcome switch
    {
        Outcome.Delivered => new DeliveryOutcome.Delivered("8001"),
        Outcome.TicketOver => new DeliveryOutcome.TicketOver(TicketStatus.Closed),
        Outcome.TicketOverForNote => new DeliveryOutcome.TicketOver(TicketStatus.Closed, WaitsForRead: true),
        Outcome.TicketFound => new DeliveryOutcome.TicketFound(new ConversationInput.TicketOpened("7", TicketStatus.Open)),
        Outcome.TicketMerged => new DeliveryOutcome.TicketMerged(),
        Outcome.Refused => new DeliveryOutcome.Failed("refused"),
        Outcome.Retry => new DeliveryOutcome.Retry("503", retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        Outcome.RetryDuringOutage => new DeliveryOutcome.Retry("503", Scope: FailureScope.Endpoint),
        Outcome.Dropped => new DeliveryOutcome.Dropped("the chat goes on"),
        Outcome.NotFoundYet => new DeliveryOutcome.NotFoundYet(Now + TimeSpan.FromSeconds(2)),
        _ => new DeliveryOutcome.Unknown("lost"),
    };

    private static StoredMessage Message(int index, TimeSpan age, int attempts = 0) =>
        new($"m{index}", "c", Direction.ToHelpdesk, index + 1, new ClientText("Hello"), MessageState.Sending, attempts, Now - age, Now);

    private static Expected GetExpected(DeliveryDecision decision) => decision.State switch
    {
        MessageState.Delivered => Expected.Delivered,
        MessageState.Pending => decision.Alone ? Expected.WaitsAlone : Expected.Waits,
        MessageState.Sending => Expected.MayHaveBeenSent,
        MessageState.Discarded => Expected.Discarded,
        _ => Expected.DeadLetter,
    };
}
