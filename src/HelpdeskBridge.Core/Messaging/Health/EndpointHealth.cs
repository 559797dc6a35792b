using HelpdeskBridge.Conversations;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// Knows which endpoints are unavailable, from the evidence of all attempts (<see cref="EndpointState"/>), in a cluster from those of all processes.
/// It holds nothing that may be lost: what an outage put off is marked in the store (<see cref="OutageRecovery"/>).
/// </summary>
/// <param name="states">What is known.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
/// <param name="cluster">Decides for all processes; null: there is only this one.</param>
internal sealed partial class EndpointHealth(EndpointStates states, BridgeClock clock, ILogger<EndpointHealth> log, ClusterEndpoints? cluster = null)
{
    /// <summary>The endpoints that are unavailable now.</summary>
    public IReadOnlyList<UnavailableEndpoint> Outages =>
    [
        .. states.List().Where(known => known.State.Outage is not null).Select(known => new UnavailableEndpoint(known.Use, known.State.Outage!)),
    ];

    /// <summary>Every endpoint that was used since the start, and whether it is unavailable now.</summary>
    public IReadOnlyList<(EndpointUse Use, bool IsUnavailable)> Uses =>
        [.. states.List().Select(known => (known.Use, known.State.Outage is not null))];

    /// <returns>The present outage; null: there is none.</returns>
    public EndpointOutage? FindOutage(EndpointUse use) => states.Get(use).Outage;

    /// <summary>Whether the last evidence is that the endpoint works.</summary>
    public bool IsWorking(EndpointUse use) => states.Get(use) is { HasSucceeded: true, Outage: null };

    /// <returns>The outage because of which an attempt must wait; null: it may be made.</returns>
    public EndpointOutage? FindObstacle(EndpointAttempt attempt) =>
        states.Get(attempt.Use) is var state && state.MayAttempt(attempt, clock.Now) ? null : state.Outage;

    /// <summary>Begins an attempt, unless it must wait. Its outcome must be reported.</summary>
    /// <returns>The outage because of which it must wait; null: it has begun.</returns>
    public async ValueTask<EndpointOutage?> TryBeginAsync(EndpointAttempt attempt)
    {
        if (FindObstacle(attempt) is { } obstacle)
            return obstacle;
        var change = await ReportAsync(new EndpointReport(EndpointEvent.Begin, attempt));
        return change.Before.MayAttempt(attempt, change.At) ? null : change.Before.Outage;
    }

    /// <summary>An attempt succeeded.</summary>
    /// <returns>Whether an outage ended, so that what it put off must be made due.</returns>
    public async ValueTask<bool> ReportSuccessAsync(EndpointUse use, string objectId)
    {
        var known = FindOutage(use);
        var change = await ReportAsync(EndpointReport.About(use, EndpointEvent.Success, objectId));
        if (change.Before.Outage is { } outage)
            Log.Recovered(log, use.Endpoint.Direction, use.Endpoint.Name, use.Name, change.At - outage.Since);
        return change.EndsOutage || known is not null;
    }

    /// <summary>An attempt ended in a way that shows nothing about the endpoint.</summary>
    public async ValueTask ReportOtherOutcomeAsync(EndpointAttempt attempt) =>
        await ReportAsync(new EndpointReport(EndpointEvent.OtherOutcome, attempt));

    /// <summary>An attempt failed.</summary>
    /// <returns>Whether the attempt was put off by an outage, and the other objects whose failures showed it.</returns>
    public async ValueTask<PutOff> ReportFailureAsync(EndpointAttempt attempt, EndpointFailure failure)
    {
        var change = await ReportAsync(new EndpointReport(EndpointEvent.Failure, attempt, failure));
        var after = change.After.State;
        if (failure.Scope == FailureScope.Object)
            return PutOff.ByItself;
        if (after.Outage is null)
            return PutOff.PerhapsByOutage;
        if (change.Before.Outage is not null)
            return PutOff.ByOutage;
        Log.Unavailable(log, attempt.Use.Endpoint.Direction, attempt.Use.Endpoint.Name, attempt.Use.Name, failure.Reason);
        return new PutOff(true, after.Failing.Remove(attempt.ObjectId));
    }

    /// <summary>Endpoints that are unavailable may be probed at once.</summary>
    public async ValueTask ProbeNowAsync()
    {
        foreach (var unavailable in Outages)
            await ReportAsync(EndpointReport.About(unavailable.Use, EndpointEvent.ProbeNow));
    }

    /// <summary>Forgets what is known about an endpoint, because it has another address now.</summary>
    public async ValueTask ResetAsync(EndpointUse use) => await ReportAsync(EndpointReport.About(use, EndpointEvent.Reset));

    private async ValueTask<EndpointChange> ReportAsync(EndpointReport report)
    {
        if (cluster is null || !cluster.MustReport(report))
            return states.Apply(report);
        return await cluster.TryReportAsync(report) ?? states.Apply(report);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2010, LogLevel.Error, "{Direction} {Name} can't be reached or used for {Use} ({Reason}); what is for it waits until a probe succeeds")]
        public static partial void Unavailable(ILogger logger, Direction direction, string name, string use, string reason);

        [LoggerMessage(2011, LogLevel.Information, "{Direction} {Name} is reached for {Use} again, after {Duration}; what waited for it is sent")]
        public static partial void Recovered(ILogger logger, Direction direction, string name, string use, TimeSpan duration);
    }
}

/// <summary>An endpoint that is unavailable now.</summary>
/// <param name="Use">The endpoint, and what it can't be used for.</param>
/// <param name="Outage">Its outage.</param>
internal sealed record UnavailableEndpoint(EndpointUse Use, EndpointOutage Outage);

/// <summary>Why a failed attempt is put off.</summary>
/// <param name="IsOutage">It waits for the end of an outage. Otherwise it waits for its own retry delay.</param>
/// <param name="OtherObjects">Objects whose earlier failures turn out to be part of the outage.</param>
internal sealed record PutOff(bool IsOutage, IReadOnlyCollection<string> OtherObjects)
{
    public static readonly PutOff ByItself = new(false, []);
    public static readonly PutOff ByOutage = new(true, []);

    /// <summary>
    /// The failure may be the object's own or that of the endpoint; there is no more evidence. It waits for its own delay, or until the endpoint
    /// turns out to have been down.
    /// </summary>
    public static readonly PutOff PerhapsByOutage = new(false, []) { IsPerhapsOutage = true };

    /// <summary>Whether it may have been put off by an outage that could not be recognised.</summary>
    public bool IsPerhapsOutage { get; private init; }
}
