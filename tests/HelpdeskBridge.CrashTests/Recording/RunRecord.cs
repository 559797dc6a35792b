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

    /// <summary>What the simulators found wrong with the bridge's requests.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];
}
