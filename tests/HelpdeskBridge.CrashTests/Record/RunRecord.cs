namespace HelpdeskBridge.CrashTests.Record;

/// <summary>Everything both sides saw of a run, and what was asked of them. The checks look at nothing else.</summary>
internal sealed record RunRecord
{
    public IReadOnlyList<ClientCall> Calls { get; init; } = [];

    public IReadOnlyList<AgentAct> Acts { get; init; } = [];

    public IReadOnlyList<SeenTicket> Tickets { get; init; } = [];

    /// <summary>Events JAICP took, each id once.</summary>
    public IReadOnlyList<SeenEvent> Events { get; init; } = [];

    /// <summary>Events that came with an id seen before.</summary>
    public IReadOnlyList<SeenEvent> Repeats { get; init; } = [];

    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>What the simulators found wrong with the bridge's requests.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];
}

internal enum CallKind
{
    HandOver,
    Text,
    File,
    Close,
}

/// <summary>A call to the Operator API.</summary>
/// <param name="UserId">The client.</param>
/// <param name="Kind">Which call.</param>
/// <param name="Number">Counts the client's calls; texts, file names and parting words carry it.</param>
/// <param name="StartedAt">When it was made.</param>
/// <param name="EndedAt">When its answer came, or the lack of one was noticed.</param>
/// <param name="Status">The answer; null: there was none, so it may have been taken or not.</param>
/// <param name="Surely">The conversation was open for certain, so that parting words have a ticket to go to.</param>
internal sealed record ClientCall(
    string UserId, CallKind Kind, long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int? Status, bool Surely = false)
{
    public bool IsAccepted => Status == 200;

    /// <summary>A text or a file: must arrive exactly once when it was accepted.</summary>
    public bool IsMessage => Kind is CallKind.Text or CallKind.File;
}

/// <summary>What an agent did in a ticket.</summary>
/// <param name="UserId">Whose ticket it is.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Number">Counts the acts of this client's agents; their words carry it.</param>
/// <param name="StartedAt">Just before.</param>
/// <param name="At">Just after.</param>
/// <param name="Says">A public comment was part of it.</param>
/// <param name="Ends">The ticket was solved or closed by it.</param>
/// <param name="Surely">The conversation was open for certain, so that words must arrive and an end must be told.</param>
internal sealed record AgentAct(
    string UserId, long TicketId, long Number, DateTimeOffset StartedAt, DateTimeOffset At, bool Says, bool Ends, bool Surely = false);

/// <summary>A ticket as it is at the end of the run.</summary>
internal sealed record SeenTicket(long Id, string UserId, string? ExternalId, string Status, bool IsDeleted, IReadOnlyList<SeenComment> Comments);

/// <summary>Who wrote a comment.</summary>
internal enum Writer
{
    Client,
    Agent,
    Bridge,
}

internal sealed record SeenComment(long Id, Writer Writer, bool IsPublic, string Body, DateTimeOffset CreatedAt)
{
    /// <summary>Names and contents of the attached files.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files { get; init; } = [];
}

internal sealed record SeenEvent(string Id, string UserId, string Type, string? Text, DateTimeOffset At);

internal sealed record DeadLetter(string UserId, string Direction, string Kind, string Reason);
