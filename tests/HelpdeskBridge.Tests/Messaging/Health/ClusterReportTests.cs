using System.Reflection;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Messaging.Health;

/// <summary>What a process of a cluster is told: the cluster decides, and the process does so alone while it can't be asked.</summary>
public sealed class ClusterReportTests
{
    private static readonly EndpointUse Use = EndpointUse.Writes(DeliveryEndpoint.Helpdesk("main"));
    private static readonly EndpointFailure NoConnection = new(FailureScope.Endpoint, "no connection");

    private readonly EndpointStates _known;
    private readonly EndpointStates _shared;
    private readonly ClusterEndpoints _cluster;
    private readonly EndpointHealth _health;
    private readonly Answers _answers;

    public ClusterReportTests()
    {
        var clock = new BridgeClock(new FakeTimeProvider());
        var policy = new RetryPolicy([TimeSpan.FromSeconds(5)], TimeSpan.FromDays(1));
        (_known, _shared) = (new EndpointStates(policy, clock), new EndpointStates(policy, clock));
        var grain = DispatchProxy.Create<IEndpointHealthGrain, Answers>();
        _answers = (Answers)(object)grain;
        _answers.Shared = _shared;
        var grains = DispatchProxy.Create<IGrainFactory, Grains>();
        ((Grains)(object)grains).Grain = grain;
        _cluster = new ClusterEndpoints(grains, _known, NullLogger<ClusterEndpoints>.Instance);
        _health = new EndpointHealth(_known, clock, NullLogger<EndpointHealth>.Instance, _cluster);
    }

    [Fact]
    public async Task An_attempt_waits_for_an_outage_that_only_the_cluster_knows()
    {
        _shared.Apply(Failure("a"));

        (await _health.TryBeginAsync(Attempt("b"))).ShouldNotBeNull().Reason.ShouldBe("no connection");
    }

    [Fact]
    public async Task An_outage_has_ended_if_the_process_or_the_cluster_knew_it()
    {
        _shared.Apply(Failure("a"));
        (await _health.ReportSuccessAsync(Use, "b")).ShouldBeTrue("the cluster knew it");

        _known.Apply(Failure("a"));
        (await _health.ReportSuccessAsync(Use, "b")).ShouldBeTrue("the process knew it");
        (await _health.ReportSuccessAsync(Use, "b")).ShouldBeFalse("there is none");
    }

    [Fact]
    public async Task A_process_that_can_not_ask_decides_alone()
    {
        _answers.Shared = null;

        (await _health.ReportFailureAsync(Attempt("a"), NoConnection)).IsOutage.ShouldBeTrue();
        _health.FindOutage(Use).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_is_asked_about_what_changes_nothing()
    {
        await _cluster.SynchronizeAsync(null!);
        await _health.ReportSuccessAsync(Use, "a");
        await _health.ReportSuccessAsync(Use, "b");
        _answers.Reports.ShouldBe(1);

        await _health.ReportFailureAsync(Attempt("a"), NoConnection);
        _answers.Reports.ShouldBe(2);
    }

    private static EndpointAttempt Attempt(string id) => new(Use, id, IsFirst: false);

    private static EndpointReport Failure(string id) => new(EndpointEvent.Failure, Attempt(id), NoConnection);

    /// <summary>There is one grain.</summary>
    public class Grains : DispatchProxy
    {
        public object? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Grain;
    }

    /// <summary>What the cluster knows; null: it can't be asked.</summary>
    public class Answers : DispatchProxy
    {
        internal EndpointStates? Shared { get; set; }

        public int Reports { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (Shared is null)
                throw new InvalidOperationException("The cluster can't be asked.");
            if (targetMethod!.Name != nameof(IEndpointHealthGrain.ReportAsync))
                return Task.FromResult(Shared.List());
            Reports++;
            return Task.FromResult(Shared.Apply((EndpointReport)args![0]!));
        }
    }
}
