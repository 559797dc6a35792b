using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// What <see cref="StatementPlanTests"/> checks, on PostgreSQL: its planner chooses by the number and the values of the rows, so there are as many as
/// of a store that is in use, and it knows them.
/// </summary>
public sealed partial class PostgreSqlPlanTests(PostgreSqlFixture server) : IAsyncLifetime
{
    private const int Over = 40_000;
    private const long Time = 1_795_000_000_000;

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

    /// <summary>Values as the service has them; others are 1.</summary>
    private static readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["channel"] = "shop",
        ["helpdesk"] = "main",
        ["id"] = "c00000777",
        ["conversationId"] = "c00000777",
        ["messageId"] = "m1c00000777",
        ["afterId"] = "c00000777",
        ["ticketId"] = "777",
        ["userId"] = "user-777",
        ["direction"] = "ToHelpdesk",
        ["limit"] = "100",
        ["now"] = $"{Time}",
        ["endedSince"] = $"{Time - 200_000}",
        ["since"] = $"{Time - 10_000}",
        ["afterTime"] = $"{Time - 200_000}",
        ["before"] = $"{Time}",
        ["onlyLookedUp"] = "false",
        ["withTexts"] = "false",
        ["name"] = "shop",
    };

    /// <summary>Names of columns without an underscore that are no common ones.</summary>
    private static readonly string[] _columns = ["id", "number", "sequence", "name"];

    private NpgsqlConnection _connection = null!;
    private Dictionary<string, string> _tables = [];

    public async ValueTask InitializeAsync()
    {
        var connectionString = await server.CreateAsync();
        _connection = await PostgreSqlRows.OpenAsync(connectionString);
        await using (var command = new NpgsqlCommand(
            Fill.Replace("@over", $"{Over}", StringComparison.Ordinal).Replace("@now", $"{Time}", StringComparison.Ordinal), _connection))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        _tables = (await PostgreSqlRows.ReadAsync(connectionString, "SELECT indexname::text, tablename::text FROM pg_indexes"))
            .Select(row => row.Split('|')).ToDictionary(row => row[0], row => row[1]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    [Fact]
    public void No_statement_reads_a_growing_table_from_end_to_end()
    {
        var statements = StatementPlanTests.ListStatements();
        statements.Count.ShouldBeGreaterThan(100);

        var unbounded = from statement in statements
                        from step in FindUnbounded(statement.Sql)
                        select $"{statement.Name}: {step}";
        unbounded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT * FROM messages m WHERE m.kind = 'ClientText'")]
    [InlineData("SELECT * FROM messages WHERE conversation_id IN (SELECT id FROM conversations WHERE channel = @channel)")]
    [InlineData("SELECT t.* FROM conversations c JOIN tickets t ON t.conversation_id = c.id WHERE c.helpdesk = @helpdesk")]
    [InlineData("SELECT id FROM conversations WHERE user_name = 'Bob' ORDER BY id LIMIT 1")]
    public void A_statement_that_does_is_found(string sql) => FindUnbounded(sql).ShouldNotBeEmpty();

    private List<string> FindUnbounded(string sql)
    {
        var text = Parameter().Replace(ListParameter().Replace(sql, "IN ('1')"), match => $"'{_values.GetValueOrDefault(match.Value[1..], "1")}'");
        using var command = new NpgsqlCommand("EXPLAIN (FORMAT JSON) " + text, _connection);
        try
        {
            var plan = JsonNode.Parse((string)command.ExecuteScalar()!)!;
            return [.. FindUnbounded(plan[0]!["Plan"]!, isLimited: false)];
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"{e.MessageText}: {text}", e);
        }
    }

    /// <param name="node">A step of the plan, with those before it.</param>
    /// <param name="isLimited">Whether only so many rows are taken from it.</param>
    private IEnumerable<string> FindUnbounded(JsonNode node, bool isLimited)
    {
        var type = (string)node["Node Type"]!;
        var index = (string?)node["Index Name"];
        var table = (string?)node["Relation Name"] ?? (index is null ? null : _tables[index]);
        if (table is not null && StatementPlanTests.Growing.Contains(table) && IsUnbounded(node, type, index, isLimited))
            yield return $"{type} {table} {index} {node["Index Cond"]} {node["Filter"]}";
        foreach (var step in node["Plans"]?.AsArray() ?? [])
        {
            foreach (var found in FindUnbounded(step!, type is "Limit" || (isLimited && type is "Subquery Scan" or "Nested Loop")))
                yield return found;
        }
    }

    private static bool IsUnbounded(JsonNode node, string type, string? index, bool isLimited)
    {
        if (type == "Seq Scan")
            return true;
        if (index is null || StatementPlanTests.Bounded.Contains(index))
            return false;
        var condition = Literal().Replace((string?)node["Index Cond"] ?? "", "");
        var isSelective = Word().Matches(condition).Select(match => match.Value).Any(
            word => word.Contains('_', StringComparison.Ordinal) || !StatementPlanTests.Common.Contains(word) && _columns.Contains(word));
        return !isSelective && !(isLimited && node["Filter"] is null);
    }

    [GeneratedRegex("@[A-Za-z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex("IN @[A-Za-z]+")]
    private static partial Regex ListParameter();

    [GeneratedRegex("'[^']*'(::\\w+)?")]
    private static partial Regex Literal();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Word();
}
