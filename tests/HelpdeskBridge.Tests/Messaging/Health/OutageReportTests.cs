using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Messaging.Health;

/// <summary>What a process is told when it asks about endpoints or reports an attempt.</summary>
public sealed class OutageReportTests
{
    private static readonly EndpointUse Use = EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main"));
    private static readonly EndpointUse Other = EndpointUse.Reads("main");
    private static readonly EndpointFailure NoConnection = new(FailureScope.Endpoint, "no connection");
    private static readonly EndpointFailure Unclear = new(FailureScope.Unclear, "500");
    private static readonly EndpointFailure OfObject = new(FailureScope.Object, "422");

    private readonly FakeTimeProvider _time = new();
    private readonly Lines _log = new();
    private readonly EndpointHealth _health;

    public OutageReportTests()
    {
        var clock = new BridgeClock(_time);
        _health = new EndpointHealth(new EndpointStates(new RetryPolicy([TimeSpan.FromSeconds(5)], TimeSpan.FromDays(1)), clock), clock, _log);
    }

    [Fact]
    public async Task An_endpoint_works_from_its_first_success_to_its_outage()
    {
        _health.IsWorking(Use).ShouldBeFalse("nothing is known");
        await _health.ReportSuccessAsync(Use, "a");
        _health.IsWorking(Use).ShouldBeTrue();
        await _health.ReportFailureAsync(Attempt("a"), NoConnection);
        _health.IsWorking(Use).ShouldBeFalse();
        await _health.ReportSuccessAsync(Use, "a");
        _health.IsWorking(Use).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_endpoint_that_was_used_is_listed_and_the_unavailable_ones_with_their_outage()
    {
        await _health.ReportSuccessAsync(Other, "a");
        await _health.ReportFailureAsync(Attempt("a"), NoConnection);

        _health.Uses.ShouldBe([(Other, false), (Use, true)]);
        var outage = _health.Outages.ShouldHaveSingleItem();
        (outage.Use, outage.Outage).ShouldBe((Use, _health.FindOutage(Use)!));
        _health.FindOutage(Other).ShouldBeNull();
    }

    [Fact]
    public async Task An_attempt_waits_for_the_time_of_a_probe_and_for_the_one_that_is_under_way()
    {
        (await _health.TryBeginAsync(Attempt("a"))).ShouldBeNull("nothing is known");
        await _health.ReportFailureAsync(Attempt("a"), NoConnection);
        var outage = _health.FindOutage(Use).ShouldNotBeNull();
        _health.FindObstacle(Attempt("b")).ShouldBe(outage);
        (await _health.TryBeginAsync(Attempt("b"))).ShouldBe(outage);

        _time.Advance(TimeSpan.FromSeconds(5));
        _health.FindObstacle(Attempt("b")).ShouldBeNull();
        (await _health.TryBeginAsync(Attempt("b"))).ShouldBeNull();
        _health.FindOutage(Use)!.Probe.ShouldBe("b");
        (await _health.TryBeginAsync(Attempt("c"))).ShouldNotBeNull();

        await _health.ReportOtherOutcomeAsync(Attempt("b"));
        (await _health.TryBeginAsync(Attempt("c"))).ShouldBeNull("the probe was refused, so it says nothing");
    }

    /// <summary>What it put off must be made due then, and an operator reads how long it lasted.</summary>
    [Fact]
    public async Task Only_the_success_that_ends_an_outage_is_told_as_its_end()
    {
        (await _health.ReportSuccessAsync(Use, "a")).ShouldBeFalse("there was none");
        await _health.ReportFailureAsync(Attempt("a"), NoConnection);
        _time.Advance(TimeSpan.FromSeconds(90));
        (await _health.ReportSuccessAsync(Use, "a")).ShouldBeTrue();
        (await _health.ReportSuccessAsync(Use, "b")).ShouldBeFalse("it has ended before");

        _log.ShouldBe(
        [
            "Error: ToHelpdesk main can't be reached or used for writing (no connection); what is for it waits until a probe succeeds",
            "Information: ToHelpdesk main is reached for writing again, after 00:01:30; what waited for it is sent",
        ]);
    }

    /// <summary>The ones that failed before turn out to have been put off by the outage as well.</summary>
    [Fact]
    public async Task A_failure_is_put_off_by_itself_or_perhaps_or_certainly_by_an_outage()
    {
        (await FailAsync("x", OfObject)).ShouldBe((false, false, ""));
        (await FailAsync("a", Unclear)).ShouldBe((false, true, ""));
        (await FailAsync("b", Unclear)).ShouldBe((false, true, ""));
        (await FailAsync("c", Unclear)).ShouldBe((true, false, "a b"));
        (await FailAsync("d", Unclear)).ShouldBe((true, false, ""));
        (await FailAsync("x", OfObject)).ShouldBe((false, false, ""), "it is its own fault during an outage too");
        _log.Count.ShouldBe(1);

        async Task<(bool IsOutage, bool IsPerhapsOutage, string Others)> FailAsync(string id, EndpointFailure failure)
        {
            var putOff = await _health.ReportFailureAsync(Attempt(id), failure);
            return (putOff.IsOutage, putOff.IsPerhapsOutage, string.Join(' ', putOff.OtherObjects.Order()));
        }
    }

    [Fact]
    public async Task A_success_is_that_of_its_object()
    {
        await _health.ReportFailureAsync(Attempt("a"), Unclear);
        await _health.ReportSuccessAsync(Use, "good");
        await _health.ReportSuccessAsync(Use, "a");
        foreach (var id in new[] { "a", "b", "c" })
            await _health.ReportFailureAsync(Attempt(id), Unclear);

        _health.FindOutage(Use).ShouldNotBeNull("a is no longer known to fail while others succeed");
    }

    [Fact]
    public async Task Whoever_asks_for_a_probe_need_not_wait_and_a_new_address_is_not_known_to_be_down()
    {
        await _health.ReportFailureAsync(Attempt("a"), NoConnection);
        _health.FindObstacle(Attempt("b")).ShouldNotBeNull();
        await _health.ProbeNowAsync();
        _health.FindObstacle(Attempt("b")).ShouldBeNull();
        _health.FindOutage(Use).ShouldNotBeNull("a probe shows whether it is over");

        await _health.ResetAsync(Use);
        _health.FindOutage(Use).ShouldBeNull();
    }

    private static EndpointAttempt Attempt(string id) => new(Use, id, IsFirst: false);

    private sealed class Lines : List<string>, ILogger<EndpointHealth>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add($"{logLevel}: {formatter(state, exception)}");
    }
}
