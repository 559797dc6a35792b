using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;

namespace HelpdeskBridge.Tests.Messaging.Health;

/// <summary>What is evidence about an endpoint, and what is about one object.</summary>
public sealed class EndpointStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromSeconds(5);
    private static readonly EndpointUse Use = EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main"));

    /// <summary>How an attempt ends.</summary>
    public enum Ending
    {
        Success,

        /// <summary>A refusal that says nothing about the endpoint.</summary>
        Refused,

        /// <summary>A failure that may be the fault of the object or of the endpoint.</summary>
        Unclear,

        /// <summary>A failure of the endpoint itself.</summary>
        Endpoint,
    }

    [Theory]
    [InlineData(new[] { Ending.Unclear, Ending.Unclear, Ending.Unclear, Ending.Unclear }, new[] { "a", "a", "a", "a" }, false)]
    [InlineData(new[] { Ending.Unclear, Ending.Unclear, Ending.Unclear, Ending.Unclear }, new[] { "a", "b", "a", "b" }, false)]
    [InlineData(new[] { Ending.Unclear, Ending.Unclear, Ending.Unclear }, new[] { "a", "b", "c" }, true)]
    [InlineData(new[] { Ending.Unclear, Ending.Unclear, Ending.Success, Ending.Unclear }, new[] { "a", "b", "x", "c" }, false)]
    [InlineData(new[] { Ending.Unclear, Ending.Unclear, Ending.Refused, Ending.Unclear }, new[] { "a", "b", "x", "c" }, true)]
    [InlineData(new[] { Ending.Refused, Ending.Refused, Ending.Refused, Ending.Refused }, new[] { "a", "b", "c", "d" }, false)]
    [InlineData(new[] { Ending.Endpoint }, new[] { "a" }, true)]
    [InlineData(new[] { Ending.Endpoint, Ending.Success }, new[] { "a", "b" }, false)]
    public void An_outage_is_shown_by_the_endpoint_itself_or_by_three_different_objects_without_a_success_in_between(
        Ending[] endings, string[] objects, bool isOutage)
    {
        var state = endings.Zip(objects).Aggregate(EndpointState.Initial, (current, attempt) => After(current, attempt.Second, attempt.First, Start));

        (state.Outage is not null).ShouldBe(isOutage);
    }

    [Fact]
    public void Objects_that_failed_while_others_succeeded_show_no_outage_until_they_succeed_themselves()
    {
        var state = After(EndpointState.Initial, "a", Ending.Unclear, Start);
        state = After(state, "b", Ending.Unclear, Start);
        state = After(state, "good", Ending.Success, Start);
        foreach (var failing in new[] { "c", "a", "d", "b", "a" })
            state = After(state, failing, Ending.Unclear, Start);
        state.Outage.ShouldBeNull();

        state = After(state, "a", Ending.Success, Start);
        foreach (var failing in new[] { "a", "e" })
            state = After(state, failing, Ending.Unclear, Start);
        state.Outage.ShouldBeNull(); // c and d are known now, b still is.
        After(state, "f", Ending.Unclear, Start).Outage.ShouldNotBeNull();
    }

    [Fact]
    public void During_an_outage_one_probe_at_a_time_is_made_when_it_is_time_for_it()
    {
        var state = After(EndpointState.Initial, "a", Ending.Endpoint, Start);
        MayAttempt(state, "a", Start).ShouldBeFalse();
        MayAttempt(state, "b", Start, isFirst: true).ShouldBeFalse();

        var later = Start + ProbeDelay;
        MayAttempt(state, "b", later).ShouldBeTrue();
        state = state.Begin(new EndpointAttempt(Use, "b", IsFirst: false), later);
        MayAttempt(state, "c", later, isFirst: true).ShouldBeFalse();
        MayAttempt(state, "b", later).ShouldBeTrue();

        state = After(state, "b", Ending.Endpoint, later);
        MayAttempt(state, "c", later).ShouldBeFalse();
        MayAttempt(state, "c", later + (2 * ProbeDelay)).ShouldBeTrue();
    }

    [Fact]
    public void A_message_that_has_not_failed_yet_is_sent_while_an_outage_is_only_concluded_from_other_objects()
    {
        var state = EndpointState.Initial;
        for (var i = 0; i < EndpointState.ObjectsThatShowAnOutage; i++)
            state = After(state, $"{i}", Ending.Unclear, Start);

        MayAttempt(state, "0", Start).ShouldBeFalse();
        MayAttempt(state, "new", Start, isFirst: true).ShouldBeTrue();
    }

    [Fact]
    public void A_message_that_is_too_old_to_wait_is_no_probe()
    {
        var last = new EndpointAttempt(Use, "old", IsFirst: false, IsLast: true);
        var state = After(EndpointState.Initial, "a", Ending.Endpoint, Start);

        state.MayAttempt(last, Start).ShouldBeTrue();
        state.Begin(last, Start).Outage!.Probe.ShouldBeNull();
    }

    [Fact]
    public void A_probe_that_never_ends_does_not_keep_others_from_probing_for_ever()
    {
        var state = After(EndpointState.Initial, "a", Ending.Endpoint, Start)
            .Begin(new EndpointAttempt(Use, "b", IsFirst: false), Start + ProbeDelay);

        MayAttempt(state, "c", Start + ProbeDelay + TimeSpan.FromMinutes(1)).ShouldBeFalse();
        MayAttempt(state, "c", Start + ProbeDelay + TimeSpan.FromMinutes(2)).ShouldBeTrue();
    }

    [Fact]
    public void The_endpoints_own_Retry_After_puts_the_next_probe_off()
    {
        var failure = new EndpointFailure(FailureScope.Endpoint, "503", TimeSpan.FromMinutes(10));
        var state = EndpointState.Initial.AfterFailure("a", failure, _ => ProbeDelay, Start);

        state.Outage!.NextProbeAt.ShouldBe(Start + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Only_a_failed_probe_puts_the_next_one_off()
    {
        var state = After(EndpointState.Initial, "a", Ending.Endpoint, Start);
        var later = Start + ProbeDelay;

        After(state, "b", Ending.Endpoint, later).Outage.ShouldBe(state.Outage);
        var probing = state.Begin(new EndpointAttempt(Use, "b", IsFirst: false), later);
        probing.Outage.ShouldBe(state.Outage! with { Probe = "b", ProbedAt = later });
        After(probing, "b", Ending.Endpoint, later).Outage
            .ShouldBe(new EndpointOutage(Start, IsCertain: true, "no answer", FailedProbes: 1, later + (2 * ProbeDelay)));
    }

    [Theory]
    [InlineData(true, Ending.Endpoint, Ending.Unclear, true)]
    [InlineData(true, Ending.Unclear, Ending.Endpoint, true)]
    [InlineData(true, Ending.Unclear, Ending.Unclear, false)]
    [InlineData(false, Ending.Endpoint, Ending.Unclear, true)]
    [InlineData(false, Ending.Unclear, Ending.Endpoint, true)]
    [InlineData(false, Ending.Unclear, Ending.Unclear, false)]
    public void An_outage_is_certain_once_the_endpoint_itself_has_failed(bool isProbe, Ending before, Ending then, bool isCertain)
    {
        var state = EndpointState.Initial;
        for (var i = 0; i < EndpointState.ObjectsThatShowAnOutage; i++)
            state = After(state, $"{i}", before, Start);
        if (isProbe)
            state = state.Begin(new EndpointAttempt(Use, "b", IsFirst: false), Start + ProbeDelay);

        After(state, "b", then, Start + ProbeDelay).Outage!.IsCertain.ShouldBe(isCertain);
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 6)]
    public void The_next_probe_is_after_the_usual_delay_or_the_longer_Retry_After(int retryAfter, int next)
    {
        var failure = new EndpointFailure(FailureScope.Endpoint, "503", TimeSpan.FromSeconds(retryAfter));

        EndpointState.Initial.AfterFailure("a", failure, _ => ProbeDelay, Start).Outage!.NextProbeAt.ShouldBe(Start + TimeSpan.FromSeconds(next));
    }

    [Fact]
    public void A_refused_probe_shows_nothing_and_another_may_be_made()
    {
        var probing = After(EndpointState.Initial, "a", Ending.Endpoint, Start)
            .Begin(new EndpointAttempt(Use, "b", IsFirst: false), Start + ProbeDelay);

        After(probing, "c", Ending.Refused, Start + ProbeDelay).ShouldBeSameAs(probing);
        After(probing, "b", Ending.Refused, Start + ProbeDelay).Outage.ShouldBe(probing.Outage! with { Probe = null });
        probing.AfterFailure("b", new EndpointFailure(FailureScope.Object, "422"), GetProbeDelay, Start).Outage!.Probe.ShouldBeNull();
    }

    /// <summary>The thousand that failed last are remembered, so that the state stays small whatever fails.</summary>
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_thousand_objects_are_known_to_fail(int failing, bool isOldestKnown)
    {
        var state = EndpointState.Initial;
        for (var i = 0; i < failing; i++)
            state = After(After(state, $"{i}", Ending.Unclear, Start), "good", Ending.Success, Start);

        state.Failing.ShouldBeEmpty();
        After(state, "0", Ending.Unclear, Start).Failing.Contains("0").ShouldBe(!isOldestKnown);
        After(state, $"{failing - 1}", Ending.Unclear, Start).Failing.ShouldBeEmpty();
    }

    [Fact]
    public void During_an_outage_at_most_a_thousand_failing_objects_are_counted()
    {
        var state = EndpointState.Initial;
        for (var i = 0; i < 1001; i++)
            state = After(state, $"{i}", Ending.Endpoint, Start);

        state.Failing.Count.ShouldBe(1000);
    }

    [Fact]
    public void Each_event_is_what_it_says()
    {
        var down = After(EndpointState.Initial, "a", Ending.Endpoint, Start);
        var probe = new EndpointAttempt(Use, "b", IsFirst: false);
        var later = Start + ProbeDelay;

        Report(EndpointState.Initial, EndpointEvent.Failure, later).Outage!.Since.ShouldBe(later);
        Report(down, EndpointEvent.Begin, Start).ShouldBeSameAs(down, "it is not time for a probe");
        var probing = Report(down, EndpointEvent.Begin, later);
        probing.Outage!.Probe.ShouldBe("b");
        Report(probing, EndpointEvent.OtherOutcome, later).Outage!.Probe.ShouldBeNull();
        Report(probing, EndpointEvent.Success, later).Outage.ShouldBeNull();
        Report(probing, EndpointEvent.Reset, later).ShouldBeSameAs(EndpointState.Initial);
        Report(down, EndpointEvent.ProbeNow, Start).Outage.ShouldBe(down.Outage! with { NextProbeAt = Start });
        Report(EndpointState.Initial, EndpointEvent.ProbeNow, Start).ShouldBeSameAs(EndpointState.Initial);

        EndpointState Report(EndpointState state, EndpointEvent what, DateTimeOffset now) =>
            state.After(new EndpointReport(what, probe, new EndpointFailure(FailureScope.Endpoint, "no answer")), GetProbeDelay, now);
    }

    public static Arbitrary<(Ending, byte)[]> Histories() =>
        Gen.ArrayOf(Gen.Elements(Enum.GetValues<Ending>()).SelectMany(ending => Gen.Choose(0, 5).Select(id => (ending, (byte)id)))).ToArbitrary();

    [Property(MaxTest = 300, Arbitrary = [typeof(EndpointStateTests)])]
    public void However_attempts_end_an_outage_has_evidence_and_a_success_ends_it((Ending Ending, byte Id)[] history)
    {
        var state = EndpointState.Initial;
        var failedSinceSuccess = new HashSet<byte>();
        var hasEndpointFailure = false;
        foreach (var (ending, id) in history)
        {
            state = After(state, $"{id}", ending, Start);
            (failedSinceSuccess, hasEndpointFailure) = ending == Ending.Success ? ([], false) : (failedSinceSuccess, hasEndpointFailure);
            if (ending == Ending.Unclear)
                failedSinceSuccess.Add(id);
            hasEndpointFailure |= ending == Ending.Endpoint;

            if (state.Outage is not null)
                (hasEndpointFailure || failedSinceSuccess.Count >= EndpointState.ObjectsThatShowAnOutage).ShouldBeTrue();
            if (hasEndpointFailure)
                state.Outage.ShouldNotBeNull();
            if (ending == Ending.Success)
                state.Outage.ShouldBeNull();
        }
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(EndpointStateTests)])]
    public void However_attempts_end_at_most_one_probe_is_under_way_and_somebody_may_probe_in_time((Ending Ending, byte Id)[] history)
    {
        var (state, now, probes) = (EndpointState.Initial, Start, new HashSet<string>());
        foreach (var (ending, id) in history)
        {
            var attempt = new EndpointAttempt(Use, $"{id}", IsFirst: id % 2 == 0);
            if (state.MayAttempt(attempt, now))
            {
                if (state.Outage is { } outage && !(attempt.IsFirst && !outage.IsCertain))
                    probes.Add(attempt.ObjectId);
                state = state.Begin(attempt, now);
            }

            probes.Count.ShouldBeLessThanOrEqualTo(1);
            if (id > 2)
                continue; // The attempt does not end yet.
            state = After(state, attempt.ObjectId, ending, now);
            if (state.Outage is null)
                probes.Clear();
            else
                probes.Remove(attempt.ObjectId);
            now += TimeSpan.FromSeconds(1);
        }

        MayAttempt(state, "anybody", now + TimeSpan.FromMinutes(5)).ShouldBeTrue();
    }

    private static bool MayAttempt(EndpointState state, string id, DateTimeOffset now, bool isFirst = false) =>
        state.MayAttempt(new EndpointAttempt(Use, id, isFirst), now);

    private static EndpointState After(EndpointState state, string id, Ending ending, DateTimeOffset now) => ending switch
    {
        Ending.Success => state.AfterSuccess(id),
        Ending.Refused => state.AfterOtherOutcome(id),
        Ending.Unclear => state.AfterFailure(id, new EndpointFailure(FailureScope.Unclear, "500"), GetProbeDelay, now),
        _ => state.AfterFailure(id, new EndpointFailure(FailureScope.Endpoint, "no answer"), GetProbeDelay, now),
    };

    private static TimeSpan GetProbeDelay(int failedProbes) => ProbeDelay * (failedProbes + 1);
}
