namespace HelpdeskBridge.Messaging.Health;

/// <summary>Something that happened at an endpoint, or that somebody asks for.</summary>
/// <param name="Event">What it is.</param>
/// <param name="Attempt">The attempt that it is about. Some events are only about its endpoint.</param>
/// <param name="Failure">The failure, if it is one.</param>
[GenerateSerializer, Immutable, Alias("endpoint-report")]
internal sealed record EndpointReport(
    [property: Id(0)] EndpointEvent Event, [property: Id(1)] EndpointAttempt Attempt, [property: Id(2)] EndpointFailure? Failure = null)
{
    public EndpointUse Use => Attempt.Use;

    /// <summary>A report about an endpoint, or about one object of it, that no attempt has led to.</summary>
    public static EndpointReport About(EndpointUse use, EndpointEvent what, string objectId = "") =>
        new(what, new EndpointAttempt(use, objectId, IsFirst: false));
}

/// <summary>What happened.</summary>
internal enum EndpointEvent
{
    /// <summary>An attempt is to begin. If it must wait, nothing changes.</summary>
    Begin,

    /// <summary>An attempt succeeded.</summary>
    Success,

    /// <summary>An attempt ended in a way that shows nothing about the endpoint.</summary>
    OtherOutcome,

    /// <summary>An attempt failed.</summary>
    Failure,

    /// <summary>An endpoint that is unavailable may be probed at once.</summary>
    ProbeNow,

    /// <summary>The endpoint has another address now, so that what was known about it is forgotten.</summary>
    Reset,
}

/// <summary>What is known about an endpoint at some time.</summary>
/// <param name="Use">The endpoint.</param>
/// <param name="State">What is known.</param>
/// <param name="Owner">Who decided it: one <see cref="EndpointStates"/>.</param>
/// <param name="Number">Grows with each change that this owner makes.</param>
[GenerateSerializer, Immutable, Alias("endpoint-snapshot")]
internal sealed record EndpointSnapshot(
    [property: Id(0)] EndpointUse Use, [property: Id(1)] EndpointState State, [property: Id(2)] Guid Owner, [property: Id(3)] long Number);

/// <summary>What a report changed.</summary>
/// <param name="Before">What was known before.</param>
/// <param name="After">What is known now.</param>
/// <param name="At">When the report was received.</param>
[GenerateSerializer, Immutable, Alias("endpoint-change")]
internal sealed record EndpointChange(
    [property: Id(0)] EndpointState Before, [property: Id(1)] EndpointSnapshot After, [property: Id(2)] DateTimeOffset At)
{
    public bool EndsOutage => Before.Outage is not null && After.State.Outage is null;
}
