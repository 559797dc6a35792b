using HelpdeskBridge.Conversations;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Messaging.Health;

/// <summary>
/// Knows which endpoints are unavailable, from the evidence of all attempts (<see cref="EndpointState"/>). It is kept per process and holds nothing
/// that may be lost: what an outage put off is marked in the store (<see cref="OutageRecovery"/>).
/// </summary>
internal sealed partial class EndpointHealth(RetryPolicy retryPolicy, BridgeClock clock, ILogger<EndpointHealth> log)
{
    /// <summary>An endpoint that is down is probed at least this often, unless it asked for a longer pause.</summary>
    private static readonly TimeSpan MaxProbeDelay = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<EndpointUse, EndpointState> _states = [];

    /// <summary>The endpoints that are unavailable now.</summary>
    public IReadOnlyList<UnavailableEndpoint> Outages
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _states.Where(pair => pair.Value.Outage is not null)
                        .Select(pair => new UnavailableEndpoint(pair.Key, pair.Value.Outage!)),
                ];
            }
        }
    }

    /// <summary>Every endpoint that was used since the start, and whether it is unavailable now.</summary>
    public IReadOnlyList<(EndpointUse Use, bool IsUnavailable)> Uses
    {
        get
        {
            lock (_lock)
                return [.. _states.Select(pair => (pair.Key, pair.Value.Outage is not null))];
        }
    }

    /// <returns>The present outage; null: there is none.</returns>
    public EndpointOutage? FindOutage(EndpointUse use)
    {
        lock (_lock)
            return Get(use).Outage;
    }

    /// <summary>Whether the last evidence is that the endpoint works.</summary>
    public bool IsWorking(EndpointUse use)
    {
        lock (_lock)
            return Get(use) is { HasSucceeded: true, Outage: null };
    }

    /// <returns>The outage because of which an attempt must wait; null: it may be made.</returns>
    public EndpointOutage? FindObstacle(EndpointAttempt attempt)
    {
        lock (_lock)
            return Get(attempt.Use) is var state && state.MayAttempt(attempt, clock.Now) ? null : state.Outage;
    }

    /// <summary>Begins an attempt, unless it must wait. Its outcome must be reported.</summary>
    /// <returns>The outage because of which it must wait; null: it has begun.</returns>
    public EndpointOutage? TryBegin(EndpointAttempt attempt)
    {
        lock (_lock)
        {
            if (FindObstacle(attempt) is { } outage)
                return outage;
            _states[attempt.Use] = Get(attempt.Use).Begin(attempt, clock.Now);
            return null;
        }
    }

    /// <summary>An attempt succeeded.</summary>
    /// <returns>Whether an outage ended, so that what it put off must be made due.</returns>
    public bool ReportSuccess(EndpointUse use, string objectId)
    {
        EndpointState before;
        lock (_lock)
        {
            before = Get(use);
            _states[use] = before.AfterSuccess(objectId);
        }

        if (before.Outage is { } outage)
            Log.Recovered(log, use.Endpoint.Direction, use.Endpoint.Name, use.Name, clock.Now - outage.Since);
        return before.Outage is not null;
    }

    /// <summary>An attempt ended in a way that shows nothing about the endpoint.</summary>
    public void ReportOtherOutcome(EndpointAttempt attempt)
    {
        lock (_lock)
            _states[attempt.Use] = Get(attempt.Use).AfterOtherOutcome(attempt.ObjectId);
    }

    /// <summary>An attempt failed.</summary>
    /// <returns>Whether the attempt was put off by an outage, and the other objects whose failures showed it.</returns>
    public PutOff ReportFailure(EndpointAttempt attempt, EndpointFailure failure)
    {
        EndpointState before, after;
        lock (_lock)
        {
            before = Get(attempt.Use);
            after = before.AfterFailure(attempt.ObjectId, failure, GetProbeDelay, clock.Now);
            _states[attempt.Use] = after;
        }

        if (failure.Scope == FailureScope.Object)
            return PutOff.ByItself;
        if (after.Outage is null)
            return PutOff.PerhapsByOutage;
        if (before.Outage is not null)
            return PutOff.ByOutage;
        Log.Unavailable(log, attempt.Use.Endpoint.Direction, attempt.Use.Endpoint.Name, attempt.Use.Name, failure.Reason);
        return new PutOff(true, after.Failing.Remove(attempt.ObjectId));
    }

    /// <summary>Endpoints that are unavailable may be probed at once.</summary>
    public void ProbeNow()
    {
        lock (_lock)
        {
            foreach (var (use, state) in _states.ToList())
                _states[use] = state.WithProbeAt(clock.Now);
        }
    }

    /// <summary>Forgets what is known about an endpoint, because it has another address now.</summary>
    public void Reset(EndpointUse use)
    {
        lock (_lock)
            _states.Remove(use);
    }

    private EndpointState Get(EndpointUse use) => _states.GetValueOrDefault(use, EndpointState.Initial);

    private TimeSpan GetProbeDelay(int failedProbes) =>
        retryPolicy.GetDelay(failedProbes + 1, retryAfter: null) is var delay && delay < MaxProbeDelay ? delay : MaxProbeDelay;

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
