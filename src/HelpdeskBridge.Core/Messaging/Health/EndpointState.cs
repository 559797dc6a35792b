using System.Collections.Immutable;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// What is known about an endpoint from the attempts to use it. A failure that may be the fault of one ticket or one client shows nothing about the
/// endpoint; only a failure of the endpoint itself, or the failures of several different objects without a success in between, show an outage. The
/// type is immutable and has no side effects.
/// </summary>
[GenerateSerializer, Immutable, Alias("endpoint-state")]
internal sealed record EndpointState
{
    /// <summary>So many different objects must fail, without a success in between, before the endpoint counts as unavailable.</summary>
    public const int ObjectsThatShowAnOutage = 3;

    /// <summary>How many objects are remembered that failed while others succeeded.</summary>
    private const int MaxKnownFailing = 1000;

    /// <summary>The state after the start: nothing is known.</summary>
    public static readonly EndpointState Initial = new();

    /// <summary>Whether an attempt has succeeded since the start.</summary>
    [Id(0)]
    public bool HasSucceeded { get; private init; }

    /// <summary>The present outage; null: there is none.</summary>
    [Id(1)]
    public EndpointOutage? Outage { get; private init; }

    /// <summary>The objects that have failed since the last success.</summary>
    [Id(2)]
    public ImmutableHashSet<string> Failing { get; private init; } = [];

    /// <summary>Objects that failed while others succeeded, oldest first. Until they succeed, their failures show nothing.</summary>
    [Id(3)]
    private ImmutableList<string> KnownFailing { get; init; } = [];

    /// <param name="report">What happened.</param>
    /// <param name="getProbeDelay">The delay before the next probe, after this many failed probes.</param>
    /// <param name="now">The current time.</param>
    /// <returns>What is known after it: this object itself, if the report changes nothing.</returns>
    public EndpointState After(EndpointReport report, Func<int, TimeSpan> getProbeDelay, DateTimeOffset now) => report.Event switch
    {
        EndpointEvent.Begin => Begin(report.Attempt, now),
        EndpointEvent.Success => AfterSuccess(report.Attempt.ObjectId),
        EndpointEvent.Failure => AfterFailure(report.Attempt.ObjectId, report.Failure!, getProbeDelay, now),
        EndpointEvent.ProbeNow => WithProbeAt(now),
        EndpointEvent.Reset => Initial,
        _ => AfterOtherOutcome(report.Attempt.ObjectId),
    };

    /// <summary>
    /// Whether an attempt may be made now. During an outage only one attempt is made at a time, the probe. If the outage is only concluded from the
    /// failures of several objects, messages that have not failed yet are sent all the same, so that a wrong conclusion delays nobody.
    /// </summary>
    public bool MayAttempt(EndpointAttempt attempt, DateTimeOffset now) =>
        Outage is not { } outage || attempt.IsLast || (attempt.IsFirst && !outage.IsCertain) || MayProbe(outage, attempt, now);

    /// <summary>An attempt begins. If it may be the probe, it is.</summary>
    public EndpointState Begin(EndpointAttempt attempt, DateTimeOffset now) => Outage is { } outage && MayProbe(outage, attempt, now)
        ? this with { Outage = outage with { Probe = attempt.ObjectId, ProbedAt = now } }
        : this;

    /// <summary>The attempt reached the endpoint and succeeded. This ends an outage.</summary>
    public EndpointState AfterSuccess(string objectId)
    {
        if (this is { HasSucceeded: true, Outage: null, Failing.Count: 0 } && !KnownFailing.Contains(objectId))
            return this;
        // An object that is known to fail is never among those that have failed since.
        var known = KnownFailing.AddRange(Failing).Remove(objectId);
        return new EndpointState
        {
            HasSucceeded = true,
            KnownFailing = known.Count > MaxKnownFailing ? known.RemoveRange(0, known.Count - MaxKnownFailing) : known,
        };
    }

    /// <summary>If there is an outage, the next probe may begin at this time.</summary>
    public EndpointState WithProbeAt(DateTimeOffset time) => Outage is { } outage ? this with { Outage = outage with { NextProbeAt = time } } : this;

    /// <summary>The attempt shows nothing about the endpoint. It was refused, for example, because of its content.</summary>
    public EndpointState AfterOtherOutcome(string objectId) =>
        Outage is { } outage && outage.Probe == objectId ? this with { Outage = outage with { Probe = null } } : this;

    /// <summary>The attempt failed.</summary>
    /// <param name="objectId">The object the attempt was about.</param>
    /// <param name="failure">Whose fault it may be, and how long the endpoint asked to wait.</param>
    /// <param name="getProbeDelay">The delay before the next probe, after this many failed probes.</param>
    /// <param name="now">The current time.</param>
    public EndpointState AfterFailure(string objectId, EndpointFailure failure, Func<int, TimeSpan> getProbeDelay, DateTimeOffset now)
    {
        if (failure.Scope == FailureScope.Object)
            return AfterOtherOutcome(objectId);
        var isCertain = failure.Scope == FailureScope.Endpoint;
        var failing = KnownFailing.Contains(objectId) || Failing.Count >= MaxKnownFailing ? Failing : Failing.Add(objectId);
        return this with { Failing = failing, Outage = GetOutage() };

        EndpointOutage? GetOutage()
        {
            if (Outage is not { } outage)
                return isCertain || failing.Count >= ObjectsThatShowAnOutage ? CreateOutage(now, failedProbes: 0, isCertain) : null;
            return outage.Probe == objectId
                ? CreateOutage(outage.Since, outage.FailedProbes + 1, outage.IsCertain || isCertain)
                : outage with { IsCertain = outage.IsCertain || isCertain };
        }

        EndpointOutage CreateOutage(DateTimeOffset since, int failedProbes, bool certain)
        {
            var delay = getProbeDelay(failedProbes);
            var next = now + (failure.RetryAfter is { } retryAfter && retryAfter > delay ? retryAfter : delay);
            return new EndpointOutage(since, certain, failure.Reason, failedProbes, next);
        }
    }

    private static bool MayProbe(EndpointOutage outage, EndpointAttempt attempt, DateTimeOffset now) =>
        outage.Probe == attempt.ObjectId || outage.IsProbeDue(now);
}

/// <summary>An outage of an endpoint.</summary>
/// <param name="Since">When it was detected.</param>
/// <param name="IsCertain">Whether the endpoint itself failed. Otherwise the outage is concluded from the failures of several objects.</param>
/// <param name="Reason">The last failure, for operators and agents.</param>
/// <param name="FailedProbes">How many probes have failed.</param>
/// <param name="NextProbeAt">When the next probe may begin.</param>
[GenerateSerializer, Immutable, Alias("endpoint-outage")]
internal sealed record EndpointOutage(
    [property: Id(0)] DateTimeOffset Since, [property: Id(1)] bool IsCertain, [property: Id(2)] string Reason, [property: Id(3)] int FailedProbes,
    [property: Id(4)] DateTimeOffset NextProbeAt)
{
    /// <summary>A probe that has not ended after this time no longer keeps others from probing.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromMinutes(2);

    /// <summary>What waits for the end of an outage is looked at again after this time. It is long, because the end of the outage wakes it.</summary>
    public static readonly TimeSpan MaxHold = TimeSpan.FromMinutes(5);

    /// <summary>The object of the attempt that is made as a probe now; null: none.</summary>
    [Id(5)]
    public string? Probe { get; init; }

    /// <summary>When the present probe began.</summary>
    [Id(6)]
    public DateTimeOffset ProbedAt { get; init; }

    /// <summary>Whether it is time for a probe, and none is under way that may still end.</summary>
    public bool IsProbeDue(DateTimeOffset now) => now >= NextProbeAt && (Probe is null || now - ProbedAt >= ProbeTimeout);
}
