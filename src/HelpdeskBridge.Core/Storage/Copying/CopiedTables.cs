namespace HelpdeskBridge.Storage.Copying;

/// <summary>What is copied from one store to another: everything except the records of migrations and of the copy itself.</summary>
internal static class CopiedTables
{
    /// <summary>A table comes after those that its rows refer to.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "channels", "conversations", "tickets", "messages", "attempts", "client_files", "noted_tickets", "requesters", "ticket_requesters",
        "feed_cursors", "secrets", "probes", "audit", "admin_sessions", "operations", "past_chats",
    ];
}

/// <summary>A table and its columns, in one order for both stores.</summary>
/// <param name="Name">The name, the same in both stores.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Numbers">Which of the columns hold numbers; the others hold texts.</param>
internal sealed record CopiedTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<bool> Numbers)
{
    public string ColumnList => string.Join(", ", Columns);
}
