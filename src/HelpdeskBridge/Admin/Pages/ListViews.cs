namespace HelpdeskBridge.Admin.Pages;

/// <summary>The list of conversations.</summary>
/// <param name="Search">The fields of the form, as typed.</param>
/// <param name="Channels">The channels to choose from.</param>
/// <param name="Found">One page of conversations.</param>
/// <param name="Next">The address of the next page; null: this is the last one.</param>
public sealed record ConversationsView(SearchForm Search, IReadOnlyList<string> Channels, IReadOnlyList<FoundRow> Found, string? Next);

/// <summary>A search for conversations, as typed.</summary>
public sealed record SearchForm(string Channel, string State, string User, string Ticket, bool IsWaiting, bool HasDeadLetters)
{
    public bool IsEmpty => Channel.Length + State.Length + User.Length + Ticket.Length == 0 && !IsWaiting && !HasDeadLetters;
}

/// <summary>A conversation that was found.</summary>
public sealed record FoundRow(
    string Id, DateTimeOffset OpenedAt, string Channel, string UserId, string? TicketId, string? TicketUrl, string TicketStatus, Level Level,
    string Status);

/// <summary>Dead letters: how many of which reason, and one page of them.</summary>
/// <param name="Channel">Only those of this channel are listed; null: all.</param>
/// <param name="Reason">Only those with this reason are listed; null: all.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Groups">How many of which channel and reason.</param>
/// <param name="Letters">One page.</param>
/// <param name="Next">The address of the next page; null: this is the last one.</param>
/// <param name="Operations">The operations that were started last.</param>
public sealed record DeadLettersView(
    string? Channel, string? Reason, long Total, IReadOnlyList<DeadLetterGroupRow> Groups, IReadOnlyList<DeadLetterRow> Letters, string? Next,
    IReadOnlyList<OperationView> Operations);

/// <summary>Dead letters that can be sent again together. The query selects them.</summary>
public sealed record DeadLetterGroupRow(string Channel, string Direction, string Reason, int Count, string Query);

/// <summary>A dead letter.</summary>
public sealed record DeadLetterRow(
    string Id, DateTimeOffset FailedAt, string Channel, string Direction, string Kind, string Reason, int Attempts, string ConversationId,
    string UserId);

/// <summary>The question before many dead letters are sent again.</summary>
public sealed record BulkRetryView(string? Channel, string? Reason, long Matching, string Query);

/// <summary>Something that runs in the background.</summary>
public sealed record OperationView(
    string Id, string Name, string Filter, Level Level, string State, long Matching, long Done, string StartedBy, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt, bool IsRunning);

/// <summary>What waits, and for what.</summary>
public sealed record WaitingView(
    IReadOnlyList<WaitingGroupRow> Groups, IReadOnlyList<WaitingQueueRow> Queues, IReadOnlyList<WaitingReadRow> Reads, int MaxRows);

/// <summary>Chats or tickets that wait for the same reason.</summary>
public sealed record WaitingGroupRow(string What, string Where, string Reason, int Count, DateTimeOffset Since, string Age, Level Level);

/// <summary>A chat whose next message waits.</summary>
public sealed record WaitingQueueRow(
    string ConversationId, string Channel, string UserId, string Direction, string Kind, int Attempts, string Reason, string Age, string Due);

/// <summary>A ticket that waits to be read.</summary>
public sealed record WaitingReadRow(string Helpdesk, string TicketId, string? TicketUrl, int Attempts, string Reason, string Age, string Due);

/// <summary>Who did what.</summary>
public sealed record AuditView(IReadOnlyList<AuditRow> Entries, string? Next);

/// <summary>An entry of the audit.</summary>
public sealed record AuditRow(DateTimeOffset At, string Actor, string Address, string Action, string? Subject, string Outcome);

/// <summary>The settings by section.</summary>
public sealed record SettingsView(IReadOnlyList<SettingsSectionView> Sections);

/// <summary>The settings of a section.</summary>
public sealed record SettingsSectionView(string Name, IReadOnlyList<SettingRow> Settings);

/// <summary>A setting.</summary>
public sealed record SettingRow(string Key, string? Value, bool IsSecret, bool IsSet);
