namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>Everything both sides saw of a run, and what was asked of them. The checks use nothing else.</summary>
internal sealed record RunRecord
{
    public IReadOnlyList<ClientCall> Calls { get; init; } = [];

    public IReadOnlyList<AgentAction> Actions { get; init; } = [];

    public IReadOnlyList<RecordedTicket> Tickets { get; init; } = [];

    /// <summary>Events JAICP accepted, each id once.</summary>
    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>Events that came with an id seen before.</summary>
    public IReadOnlyList<RecordedEvent> RepeatedEvents { get; init; } = [];

    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    public IReadOnlyList<StoredRating> Ratings { get; init; } = [];

    /// <summary>Whether a new hand-over goes into the client's ticket as long as that is not closed.</summary>
    public bool ReusesTicket { get; init; }

    /// <summary>What was refused for good. A ticket that is closed refuses everything, which is not recorded.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>What the simulators found wrong with the bridge's requests.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];
}
