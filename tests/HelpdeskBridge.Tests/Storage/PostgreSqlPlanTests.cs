using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// What <see cref="StatementPlanTests"/> checks, on PostgreSQL: its planner chooses by the number and the values of the rows, so there are as many as
/// of a store that is in use, and it knows them.
/// </summary>
public sealed partial class PostgreSqlPlanTests(FilledPostgreSqlStore store) : IClassFixture<FilledPostgreSqlStore>
{
    private const long Time = FilledPostgreSqlStore.Time;

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

    private readonly NpgsqlConnection _connection = store.Connection;

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

    /// <summary>
    /// PostgreSQL keeps a plan for as long as its statistics stay, also when an outage begins and thousands of messages wait. As long as nothing
    /// waited, reading all that waits looked like reading nothing.
    /// </summary>
    [Fact]
    public async Task No_plan_made_while_nothing_waits_reads_all_that_waits_for_one_message_or_again_and_again()
    {
        await using var reverted = await ForgetWhatWaitsAsync();

        var slow = from statement in StatementPlanTests.ListStatements()
                   from step in FindReadWhole(Explain(statement.Sql), isRepeated: false)
                   select $"{statement.Name}: {step}";
        slow.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""
        SELECT COUNT(*) FROM tickets t JOIN conversations c ON c.id = t.conversation_id
        WHERE t.helpdesk = @helpdesk AND t.ticket_id = @ticketId AND c.ticket_id = t.ticket_id AND c.phase = 'Open'
        """)]
    [InlineData("UPDATE messages SET alone = 1 WHERE id = @id AND state IN ('Pending', 'Sending')")]
    [InlineData("""
        SELECT id FROM messages m WHERE state IN ('Pending', 'Sending') AND NOT EXISTS (
            SELECT 1 FROM messages e WHERE e.conversation_id = m.conversation_id AND e.state IN ('Pending', 'Sending') AND e.sequence < m.sequence)
        """)]
    public async Task A_plan_that_does_is_found(string sql)
    {
        await using var reverted = await ForgetWhatWaitsAsync();

        FindReadWhole(Explain(sql), isRepeated: false).ShouldNotBeEmpty();
    }

    /// <summary>Nothing waits, and PostgreSQL knows it, until the transaction is disposed.</summary>
    private async Task<NpgsqlTransaction> ForgetWhatWaitsAsync()
    {
        var transaction = await _connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "UPDATE messages SET state = 'Delivered' WHERE state = 'Pending'; ANALYZE messages", _connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return transaction;
    }

    /// <param name="node">A step of the plan, with those before it.</param>
    /// <param name="isRepeated">Whether it is carried out for each row of another step.</param>
    private static IEnumerable<string> FindReadWhole(JsonNode node, bool isRepeated)
    {
        var type = (string)node["Node Type"]!;
        if ((string?)node["Index Name"] is { } index && StatementPlanTests.Bounded.Contains(index) && !IsSelective(node)
            && (isRepeated || OfOneObject().IsMatch((string?)node["Filter"] ?? "")))
            yield return $"{type} {index} {node["Index Cond"]} {node["Filter"]}";
        foreach (var step in node["Plans"]?.AsArray() ?? [])
        {
            var relationship = (string)step!["Parent Relationship"]!;
            var isAgain = isRepeated || relationship is "SubPlan" || (relationship is "Inner" && type is "Nested Loop");
            foreach (var found in FindReadWhole(step, isAgain))
                yield return found;
        }
    }

    private List<string> FindUnbounded(string sql) => [.. FindUnbounded(Explain(sql), isLimited: false)];

    private JsonNode Explain(string sql)
    {
        var text = Parameter().Replace(ListParameter().Replace(sql, "IN ('1')"), match => $"'{_values.GetValueOrDefault(match.Value[1..], "1")}'");
        using var command = new NpgsqlCommand("EXPLAIN (FORMAT JSON) " + text, _connection);
        try
        {
            return JsonNode.Parse((string)command.ExecuteScalar()!)![0]!["Plan"]!;
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
        var table = (string?)node["Relation Name"] ?? (index is null ? null : store.Tables[index]);
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
        return !IsSelective(node) && !(isLimited && node["Filter"] is null);
    }

    private static bool IsSelective(JsonNode node)
    {
        var condition = Literal().Replace((string?)node["Index Cond"] ?? "", "");
        return Word().Matches(condition).Select(match => match.Value).Any(
            word => word.Contains('_', StringComparison.Ordinal) || !StatementPlanTests.Common.Contains(word) && _columns.Contains(word));
    }

    [GeneratedRegex("@[A-Za-z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex("IN @[A-Za-z]+")]
    private static partial Regex ListParameter();

    [GeneratedRegex("'[^']*'(::\\w+)?")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(id|conversation_id|message_id|ticket_id|user_id) = ")]
    private static partial Regex OfOneObject();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Word();
}
