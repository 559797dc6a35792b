namespace HelpdeskBridge.Admin.Pages;

/// <summary>The page of a conversation: its facts by name, and its messages.</summary>
public sealed record ConversationView(string Id, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<MessageRow> Messages);

/// <summary>A message and what happened to it. Never its text.</summary>
public sealed record MessageRow(
    DateTimeOffset AcceptedAt,
    string Direction,
    string Kind,
    string State,
    bool IsDead,
    int Attempts,
    DateTimeOffset? SettledAt,
    string? Reason,
    string? RemoteId);
