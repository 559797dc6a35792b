using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>What the store says at the end of a run.</summary>
internal static class StoreLook
{
    /// <returns>What still waits; null: nothing.</returns>
    public static string? FindUnfinished(Simulation simulation) =>
        simulation.Zendesk.PendingWebhooks > 0 ? $"{simulation.Zendesk.PendingWebhooks} webhook(s) are not answered"
        : Query(simulation.Store, "SELECT helpdesk || ' ' || ticket_id || ' ' || COALESCE(reason, '') FROM noted_tickets LIMIT 5") is [_, ..] tickets
            ? $"tickets are to be read: {string.Join("; ", tickets)}"
        : Query(
            simulation.Store,
            "SELECT conversation_id || ' ' || kind || ' ' || state || ' ' || attempts || ' ' || COALESCE(reason, '') FROM messages "
                + "WHERE state NOT IN ('Delivered', 'Dead', 'Discarded') LIMIT 5") is [_, ..] messages
            ? $"messages wait: {string.Join("; ", messages)}"
        : null;

    public static IReadOnlyList<DeadLetter> ListDeadLetters(PreparedConnection store) =>
    [
        .. Query(
            store,
            "SELECT c.user_id || '|' || m.direction || '|' || m.kind || '|' || COALESCE(m.reason, '') FROM messages m "
                + "JOIN conversations c ON c.id = m.conversation_id WHERE m.state = 'Dead'")
            .Select(row => row.Split('|', 4)).Select(row => new DeadLetter(row[0], row[1], row[2], row[3])),
    ];

    private static List<string> Query(PreparedConnection store, string sql)
    {
        using var command = store.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
