using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>Fills a store with conversations that are over, each with its ticket, its client and two delivered messages.</summary>
internal static class StoreFiller
{
    /// <summary>They ended one after the other until now, within the time for which conversations are kept.</summary>
    private const string InsertConversations = """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @count)
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, attributes, ticket_id,
            ticket_status, tickets_opened, version, last_word_at, answered_at)
        SELECT printf('%012x7000800000%010x', @now - (@count - n) * @step, n), 'shop', 'former-' || n, 'main', 'Ended',
            @now - (@count - n) * @step, @now - (@count - n) * @step + 600000, '1', 'Ann', '{"order":"' || n || '"}', CAST(1000000000 + n AS TEXT),
            CASE WHEN n > @count * 0.98 THEN 'Solved' ELSE 'Closed' END, 1, 3, @now - (@count - n) * @step, @now - (@count - n) * @step
        FROM numbers
        """;

    private const string InsertMessages = """
        INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at, settled_at,
            remote_id)
        SELECT substr(id, 1, 12) || @mark || substr(id, 14), id, @direction, 1, @kind, @body,
            CASE @direction WHEN 'ToJaicp' THEN id || '/comment/' || ticket_id END, 'Delivered', 1, opened_at, opened_at, opened_at, ticket_id
        FROM conversations WHERE user_id LIKE 'former-%'
        """;

    private const string InsertRest = """
        INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at)
        SELECT helpdesk, ticket_id, id, opened_at, opened_at, ended_at, ended_at FROM conversations WHERE user_id LIKE 'former-%';
        INSERT INTO requesters (helpdesk, channel, user_id, requester_id, name)
        SELECT helpdesk, channel, user_id, ticket_id, 'Ann' FROM conversations WHERE user_id LIKE 'former-%';
        INSERT INTO attempts (message_id, number, ended_at, outcome)
        SELECT id, 1, settled_at, 'Delivered' FROM messages WHERE state = 'Delivered';
        """;

    /// <param name="path">The database's file, which has the present schema.</param>
    /// <param name="conversations">How many.</param>
    public static void Fill(string path, int conversations)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
        using (var transaction = connection.BeginTransaction())
        {
            var now = TimeProvider.System.GetUtcNow().AddMinutes(-15).ToUnixTimeMilliseconds();
            var step = (long)(TimeSpan.FromDays(60).TotalMilliseconds / conversations);
            Execute(connection, InsertConversations, ("count", conversations), ("now", now), ("step", step));
            Add("ToHelpdesk", "ClientText", """{"kind":"clientText","text":"Where is my order?"}""", "8");
            Add(
                "ToJaicp",
                "AgentText",
                """{"kind":"agentText","text":"On its way.","speaker":{"id":"1","firstName":"Maria","lastName":"Lopez"}}""",
                "9");
            Execute(connection, InsertRest);
            transaction.Commit();
        }

        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

        void Add(string direction, string kind, string body, string mark) => Execute(
            connection, InsertMessages, ("direction", direction), ("kind", kind), ("body", body), ("mark", mark));
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue($"@{name}", value is int number ? (long)number : value);
        command.ExecuteNonQuery();
    }
}
