using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Messaging.Health;

/// <summary>How a process follows what the cluster knows about endpoints.</summary>
public sealed class EndpointStatesTests
{
    private static readonly EndpointUse Use = EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main"));
    private static readonly EndpointFailure NoConnection = new(FailureScope.Endpoint, "no connection");

    private readonly BridgeClock _clock = new(new FakeTimeProvider());
    private readonly EndpointStates _cluster;
    private readonly EndpointStates _process;

    public EndpointStatesTests()
    {
        var policy = new RetryPolicy([TimeSpan.FromSeconds(1)], TimeSpan.FromDays(1));
        (_cluster, _process) = (new EndpointStates(policy, _clock), new EndpointStates(policy, _clock));
    }

    [Fact]
    public void An_outage_is_taken_over_and_its_end_too()
    {
        _process.Adopt(_cluster.Apply(Failure("a")).After).ShouldBeFalse();
        _process.Get(Use).Outage.ShouldNotBeNull();

        _process.Adopt(_cluster.Apply(Success("b")).After).ShouldBeTrue();
        _process.Get(Use).Outage.ShouldBeNull();
    }

    [Fact]
    public void News_that_was_overtaken_is_ignored()
    {
        var outage = _cluster.Apply(Failure("a")).After;
        _process.Adopt(_cluster.Apply(Success("b")).After);

        _process.Adopt(outage).ShouldBeFalse();

        _process.Get(Use).Outage.ShouldBeNull();
    }

    [Fact]
    public void What_a_process_decided_alone_gives_way_to_the_cluster()
    {
        _process.Apply(Failure("a"));
        _cluster.Apply(Success("b"));

        _cluster.List().Where(_process.Adopt).Select(ended => ended.Use).ShouldBe([Use]);
    }

    [Fact]
    public void A_cluster_that_begins_anew_learns_of_an_outage_from_the_processes_but_not_against_what_it_knows()
    {
        _process.Apply(Failure("a"));
        _cluster.AddUnknown(_process.List());
        _cluster.Get(Use).Outage.ShouldNotBeNull();

        _cluster.Apply(Success("b"));
        _cluster.AddUnknown(_process.List());
        _cluster.Get(Use).Outage.ShouldBeNull();
    }

    [Fact]
    public void A_success_has_to_be_reported_only_if_it_changes_something()
    {
        _process.WouldChange(Success("a")).ShouldBeTrue();
        _process.Apply(Success("a"));
        _process.WouldChange(Success("a")).ShouldBeFalse();
        _process.WouldChange(new EndpointReport(EndpointEvent.Begin, new EndpointAttempt(Use, "a", IsFirst: true))).ShouldBeFalse();

        _process.Apply(Failure("b"));
        _process.Apply(Success("a"));
        _process.WouldChange(Success("a")).ShouldBeFalse("b is known to fail, which a does not change");
        _process.WouldChange(Success("b")).ShouldBeTrue();
    }

    [Fact]
    public void Only_the_end_of_an_outage_that_was_known_is_an_end()
    {
        _process.Adopt(_cluster.Apply(Success("a")).After).ShouldBeFalse("nothing was known");
        _process.Adopt(_cluster.Apply(Failure("a")).After).ShouldBeFalse("an outage begins");
        var probing = _cluster.Apply(new EndpointReport(EndpointEvent.ProbeNow, new EndpointAttempt(Use, "b", IsFirst: false)));
        _process.Adopt(probing.After).ShouldBeFalse("it goes on");

        var end = _cluster.Apply(Success("b"));
        _process.Adopt(end.After).ShouldBeTrue();
        (probing.EndsOutage, end.EndsOutage, _cluster.Apply(Failure("c")).EndsOutage, _process.Apply(Success("d")).EndsOutage)
            .ShouldBe((false, true, false, false));
    }

    /// <summary>Otherwise what the cluster decides after it has begun anew would be taken for old.</summary>
    [Fact]
    public void What_a_cluster_that_began_anew_decides_is_newer_than_what_it_learned()
    {
        var other = EndpointUse.Reads("main");
        _process.Apply(Failure("a"));
        _process.Apply(new EndpointReport(EndpointEvent.Failure, new EndpointAttempt(other, "a", IsFirst: false), NoConnection));
        _cluster.AddUnknown(_process.List());
        foreach (var snapshot in _cluster.List())
            _process.Adopt(snapshot);

        _process.Adopt(_cluster.Apply(Success("b")).After).ShouldBeTrue();
        _process.Adopt(_cluster.Apply(EndpointReport.About(other, EndpointEvent.Success, "b")).After).ShouldBeTrue();
    }

    /// <summary>The delays are those between attempts.</summary>
    [Fact]
    public void Probes_follow_the_delays_of_attempts_up_to_fifteen_seconds()
    {
        var states = new EndpointStates(
            new RetryPolicy([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(16)], TimeSpan.FromDays(1)), _clock);
        var delays = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            delays.Add(states.Apply(Failure("a")).After.State.Outage!.NextProbeAt - _clock.Now);
            states.Apply(new EndpointReport(EndpointEvent.ProbeNow, new EndpointAttempt(Use, "a", IsFirst: false)));
            states.Apply(new EndpointReport(EndpointEvent.Begin, new EndpointAttempt(Use, "a", IsFirst: false)));
        }

        delays.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(15)]);
    }

    [Fact]
    public void A_report_without_an_attempt_is_about_no_first_one() =>
        EndpointReport.About(Use, EndpointEvent.Reset).Attempt.ShouldBe(new EndpointAttempt(Use, "", IsFirst: false, IsLast: false));

    private static EndpointReport Success(string id) => EndpointReport.About(Use, EndpointEvent.Success, id);

    private static EndpointReport Failure(string id) =>
        new(EndpointEvent.Failure, new EndpointAttempt(Use, id, IsFirst: false), NoConnection);
}
