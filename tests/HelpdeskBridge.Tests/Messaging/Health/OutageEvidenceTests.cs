using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;

namespace HelpdeskBridge.Tests.Messaging.Health;

/// <summary>Evidence that is easily taken for more, or for less, than it is.</summary>
public sealed class OutageEvidenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromSeconds(5);
    private static readonly EndpointUse Use = EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main"));

    /// <summary>It has failed before while others succeeded, so its failures show nothing. This one is the endpoint's.</summary>
    [Fact]
    public void An_outage_that_is_shown_by_an_object_that_was_known_to_fail_ends_with_the_next_success()
    {
        var down = Fail(Fail(EndpointState.Initial, "a", FailureScope.Unclear).AfterSuccess("good"), "a", FailureScope.Endpoint);
        down.Outage.ShouldNotBeNull();
        down.Failing.ShouldBeEmpty();

        down.AfterSuccess("good").Outage.ShouldBeNull();
    }

    [Fact]
    public void What_is_an_objects_own_fault_shows_nothing_however_many_fail()
    {
        var state = EndpointState.Initial;
        foreach (var id in new[] { "a", "b", "c", "d" })
            state = Fail(state, id, FailureScope.Object);

        state.ShouldBeSameAs(EndpointState.Initial);
    }

    [Fact]
    public void After_a_probe_that_was_refused_another_one_is_made_at_once()
    {
        var refused = Fail(EndpointState.Initial, "a", FailureScope.Endpoint)
            .Begin(new EndpointAttempt(Use, "b", IsFirst: false), Start + ProbeDelay).AfterOtherOutcome("b");

        refused.MayAttempt(new EndpointAttempt(Use, "c", IsFirst: false), Start + ProbeDelay).ShouldBeTrue();
    }

    private static EndpointState Fail(EndpointState state, string id, FailureScope scope) =>
        state.AfterFailure(id, new EndpointFailure(scope, "no answer"), _ => ProbeDelay, Start);
}
