using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>A store on PostgreSQL with as many rows as one that is in use. Its tests leave it as it is.</summary>
public sealed class FilledPostgreSqlStore(PostgreSqlFixture server) : IAsyncLifetime
{
    private const int Over = 40_000;
    internal const long Time = 1_795_000_000_000;

    /// <summary>Conversations that are over, one each ten seconds, with their tickets, clients and messages; and a few that are open.</summary>
    private const string Fill = """
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, ended_at, destination_id, user_name, ticket_id, ticket_status,
            tickets_opened, version, last_word_at, answered_at)
        SELECT 'c' || lpad(n::text, 8, '0'), 'shop', 'user-' || n, 'main', 'Ended', @now - (@over - n) * 10000, @now - (@over - n) * 10000 + 5000,
            '1', 'Ann', n::text, CASE WHEN n > @over * 0.98 THEN 'Solved' ELSE 'Closed' END, 1, 3, @now - (@over - n) * 10000, @now
        FROM generate_series(1, @over) n;
        INSERT INTO conversations (id, channel, user_id, helpdesk, phase, opened_at, destination_id, ticket_id, ticket_status, tickets_opened,
            version, last_word_at)
        SELECT 'o' || lpad(n::text, 8, '0'), 'shop', 'open-' || n, 'main', 'Open', @now - n, '1', 'o' || n, 'Open', 1, 3, @now - n
        FROM generate_series(1, 20) n;
        INSERT INTO messages (id, conversation_id, direction, sequence, kind, body, source_key, state, attempts, accepted_at, due_at, settled_at,
            remote_id)
        SELECT 'm' || d || c.id, c.id, CASE d WHEN 1 THEN 'ToHelpdesk' ELSE 'ToJaicp' END, 1, 'ClientText', '{"kind":"clientText","text":"Hello"}',
            CASE d WHEN 2 THEN c.id || '/comment/1' END,
            CASE WHEN c.phase = 'Open' THEN 'Pending' WHEN c.id LIKE '%00' THEN 'Dead' ELSE 'Delivered' END,
            1, c.opened_at, c.opened_at, CASE c.phase WHEN 'Ended' THEN c.opened_at END, c.ticket_id
        FROM conversations c, generate_series(1, 2) d;
        INSERT INTO attempts (message_id, number, ended_at, outcome) SELECT id, 1, settled_at, 'Delivered' FROM messages WHERE state = 'Delivered';
        INSERT INTO tickets (helpdesk, ticket_id, conversation_id, opened_at, read_until, seen_updated_at, last_read_at)
        SELECT helpdesk, ticket_id, id, opened_at, opened_at, opened_at, opened_at FROM conversations;
        INSERT INTO requesters SELECT helpdesk, channel, user_id, ticket_id, 'Ann' FROM conversations;
        INSERT INTO ticket_requesters SELECT id, ticket_id, NULL FROM conversations;
        INSERT INTO past_chats (id, opened_at, channel, helpdesk, destination_id) SELECT md5(id), opened_at, 'shop', 'main', '1' FROM conversations;
        INSERT INTO client_files (message_id, name) SELECT id, 'plan.png' FROM messages WHERE direction = 'ToHelpdesk';
        INSERT INTO noted_tickets (helpdesk, ticket_id, generation, attempts, due_at)
        SELECT 'main', n::text, 1, 0, @now FROM generate_series(1, 20) n;
        ANALYZE;
        """;

    internal NpgsqlConnection Connection { get; private set; } = null!;

    /// <summary>The tables of the indexes.</summary>
    internal Dictionary<string, string> Tables { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var connectionString = await server.CreateAsync();
        Connection = await PostgreSqlRows.OpenAsync(connectionString);
        await using (var command = new NpgsqlCommand(
            Fill.Replace("@over", $"{Over}", StringComparison.Ordinal).Replace("@now", $"{Time}", StringComparison.Ordinal), Connection))
        {
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }

        Tables = (await PostgreSqlRows.ReadAsync(connectionString, "SELECT indexname::text, tablename::text FROM pg_indexes"))
            .Select(row => row.Split('|')).ToDictionary(row => row[0], row => row[1]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
            await Connection.DisposeAsync();
    }
}
