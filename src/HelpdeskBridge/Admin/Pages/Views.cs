using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Admin.Pages;

/// <summary>What is around each page of a session. The types here are public because Razor's components are.</summary>
/// <param name="Root">Where the admin side is, with the path the service is under.</param>
/// <param name="Actor">Who is signed in.</param>
/// <param name="Token">Goes with each form, against cross-site requests.</param>
public sealed record PageFrame(string Root, string Actor, string Token);

/// <summary>The state of things.</summary>
public sealed record StatusView(
    IReadOnlyList<PartRow> Parts,
    long OpenConversations,
    long DeadLetterCount,
    IReadOnlyList<WaitingRow> Waiting,
    IReadOnlyList<LetterRow> DeadLetters,
    SearchView Search,
    IReadOnlyList<AuditRow> Audit);

/// <summary>A part of the service, or a side it talks to, and how it is.</summary>
public sealed record PartRow(string Name, string Status, string Reason, bool IsAlarm);

/// <summary>What waits in one direction of a channel.</summary>
public sealed record WaitingRow(string Channel, string Direction, long Messages, DateTimeOffset OldestSince);

/// <summary>A dead letter.</summary>
public sealed record LetterRow(string Id, DateTimeOffset FailedAt, string Channel, string Direction, string Kind, string Reason, string ConversationId, string UserId);

/// <summary>What was searched for, and what was found; null: nothing was searched for.</summary>
public sealed record SearchView(string? Channel, string? User, string? Ticket, IReadOnlyList<FoundRow>? Found);

/// <summary>A conversation that was found.</summary>
public sealed record FoundRow(string Id, DateTimeOffset OpenedAt, string Channel, string UserId, string? TicketId, string Phase);

/// <summary>An entry of the audit.</summary>
public sealed record AuditRow(DateTimeOffset At, string Actor, string Address, string Action, string? Subject, string Outcome);

/// <summary>A conversation: its facts, by name, and its messages.</summary>
public sealed record ConversationView(string Id, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<MessageRow> Messages);

/// <summary>A message and what became of it, never its text.</summary>
public sealed record MessageRow(
    DateTimeOffset AcceptedAt, string Direction, string Kind, string State, bool IsDead, int Attempts, DateTimeOffset? SettledAt, string? Reason, string? RemoteId);
