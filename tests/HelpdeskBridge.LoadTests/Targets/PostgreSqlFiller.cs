using Npgsql;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>What <see cref="StoreFiller"/> does, in PostgreSQL: the server makes the rows by itself.</summary>
internal static class PostgreSqlFiller
{
    /// <summary>They ended one after the other until now, within the time for which conversations are kept.</summary>
    private const string InsertConversations = """
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, attributes, ticket_id,
            ticket_status, tickets_opened, version, last_word_at, answered_at)
        SELECT lpad(to_hex(at), 12, '0') || '7000800000' || lpad(to_hex(n), 10, '0'), 'shop', 'former-' || n, 'main', 'Ended',
            at, at + 600000, '1', 'Ann', '{"order":"' || n || '"}', (1000000000 + n)::text,
            CASE WHEN n > $1 * 0.98 THEN 'Solved' ELSE 'Closed' END, 1, 3, at, at
        FROM (SELECT n, $2 - ($1 - n) * $3 AS at FROM generate_series(1, $1) n) numbers
        """;

    private const string InsertMessages = """
        INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at, settled_at,
            remote_id)
        SELECT substr(id, 1, 12) || $1 || substr(id, 14), id, $2, 1, $3, $4,
            CASE $2 WHEN 'ToJaicp' THEN id || '/comment/' || ticket_id END, 'Delivered', 1, opened_at, opened_at, opened_at, ticket_id
        FROM conversations WHERE user_id LIKE 'former-%'
        """;

    private const string InsertTickets = """
        INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at)
        SELECT helpdesk, ticket_id, id, opened_at, opened_at, ended_at, ended_at FROM conversations WHERE user_id LIKE 'former-%'
        """;

    private const string InsertRequesters = """
        INSERT INTO requesters (helpdesk, channel, user_id, requester_id, name)
        SELECT helpdesk, channel, user_id, ticket_id, 'Ann' FROM conversations WHERE user_id LIKE 'former-%'
        """;

    private const string InsertAttempts = """
        INSERT INTO attempts (message_id, number, ended_at, outcome)
        SELECT id, 1, settled_at, 'Delivered' FROM messages WHERE state = 'Delivered'
        """;

    private const string AgentText =
        """{"kind":"agentText","text":"On its way.","speaker":{"id":"1","firstName":"Maria","lastName":"Lopez"}}""";

    /// <param name="store">The database, which has the present schema.</param>
    /// <param name="conversations">How many.</param>
    public static async Task FillAsync(string store, int conversations)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(store) { Pooling = false, CommandTimeout = 0 }.ToString());
        await connection.OpenAsync();
        await ExecuteAsync("SET synchronous_commit = off");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var now = TimeProvider.System.GetUtcNow().AddMinutes(-15).ToUnixTimeMilliseconds();
            var step = (long)(TimeSpan.FromDays(60).TotalMilliseconds / conversations);
            await ExecuteAsync(InsertConversations, (long)conversations, now, step);
            await ExecuteAsync(InsertMessages, "8", "ToHelpdesk", "ClientText", """{"kind":"clientText","text":"Where is my order?"}""");
            await ExecuteAsync(InsertMessages, "9", "ToJaicp", "AgentText", AgentText);
            await ExecuteAsync(InsertTickets);
            await ExecuteAsync(InsertRequesters);
            await ExecuteAsync(InsertAttempts);
            await transaction.CommitAsync();
        }

        // As the server's own vacuum does in the course of time. What was written goes to the disk now, not during the measure.
        await ExecuteAsync("VACUUM ANALYZE");
        await ExecuteAsync("CHECKPOINT");

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync();
        }
    }
}
