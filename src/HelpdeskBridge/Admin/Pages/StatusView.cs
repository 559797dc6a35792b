namespace HelpdeskBridge.Admin.Pages;

/// <summary>The page with the state of the service.</summary>
public sealed record StatusView(
    IReadOnlyList<PartRow> Parts,
    long OpenConversations,
    long DeadLetterCount,
    IReadOnlyList<WaitingRow> Waiting,
    IReadOnlyList<DeadLetterRow> DeadLetters,
    SearchView Search,
    IReadOnlyList<AuditRow> Audit);

/// <summary>The health of a part of the service, or of an endpoint it delivers to.</summary>
public sealed record PartRow(string Name, string Status, string Reason, bool IsAlarm);

/// <summary>The messages that wait in one direction of a channel.</summary>
public sealed record WaitingRow(string Channel, string Direction, long Messages, DateTimeOffset OldestSince);

/// <summary>A dead letter.</summary>
public sealed record DeadLetterRow(
    string Id, DateTimeOffset FailedAt, string Channel, string Direction, string Kind, string Reason, string ConversationId, string UserId);

/// <summary>An entry of the audit.</summary>
public sealed record AuditRow(DateTimeOffset At, string Actor, string Address, string Action, string? Subject, string Outcome);
