using System.Reflection;
using System.Text.RegularExpressions;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// What the service does all the time must not cost more with each conversation that is over. So every statement finds its rows by an index, or
/// reads an index that has only what is open, waits or failed.
/// </summary>
public sealed partial class StatementPlanTests : IAsyncLifetime
{
    /// <summary>Tables that grow with what is over.</summary>
    internal static readonly string[] Growing =
        ["attempts", "client_files", "conversations", "messages", "past_chats", "requesters", "ticket_requesters", "tickets"];

    /// <summary>Indexes of what is open, waits or failed. They may be read from end to end.</summary>
    internal static readonly string[] Bounded =
    [
        "conversations_idle", "conversations_one_open", "conversations_open", "conversations_open_by_helpdesk", "conversations_open_in_group",
        "messages_dead", "messages_in_front", "messages_waiting_by_lane", "messages_waiting_events",
    ];

    /// <summary>Columns that many rows have the same value in.</summary>
    internal static readonly string[] Common = ["channel", "direction", "helpdesk", "kind", "phase", "state"];

    /// <summary>Beginnings of statements. None of them is run as it is.</summary>
    private static readonly string[] _beginnings =
    [
        "ConversationSearchStore.SelectStart", "ConversationStore.InsertColumns", "ConversationStore.Select", "ConversationStore.SelectVersion",
        "DeadLetterStore.Select", "OutageStore.UpdateDueAtPace", "OutageStore.UpdateProbeDue", "OutageStore.UpdateReadsDueAtPace",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-plans-").FullName;
    private SqliteConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "bridge.db")};Pooling=False" };
        await using var database = new SqliteDatabase(
            Microsoft.Extensions.Options.Options.Create(options), NullLogger<SqliteDatabase>.Instance);
        await database.MigrateAsync(TestContext.Current.CancellationToken);
        _connection = new SqliteConnection(options.ConnectionString);
        _connection.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void No_statement_reads_aGrowing_table_from_end_to_end()
    {
        var statements = ListStatements();
        statements.Count.ShouldBeGreaterThan(100);

        var unbounded = from statement in statements
                        from step in Explain(statement.Sql)
                        where IsUnbounded(statement.Sql, step)
                        select $"{statement.Name}: {step}";
        unbounded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT * FROM messages m WHERE m.state = 'Sending'")]
    [InlineData("SELECT * FROM messages WHERE conversation_id IN (SELECT id FROM conversations WHERE channel = @channel)")]
    [InlineData("SELECT t.* FROM conversations c JOIN tickets t ON t.conversation_id = c.id WHERE c.helpdesk = @helpdesk")]
    public void A_statement_that_does_is_found(string sql) => Explain(sql).ShouldContain(step => IsUnbounded(sql, step));

    /// <summary>The statements of the stores, which are the same for all engines.</summary>
    internal static List<(string Name, string Sql)> ListStatements() =>
    [
        .. typeof(StoreTransaction).Assembly.GetTypes().Where(type => type.Namespace == typeof(StoreTransaction).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral && field.GetRawConstantValue() is string text && Verb().IsMatch(text))
            .Select(field => (Name: $"{field.DeclaringType!.Name}.{field.Name}", Sql: (string)field.GetRawConstantValue()!))
            .Where(statement => !_beginnings.Contains(statement.Name)),
    ];

    private List<string> Explain(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + ListParameter().Replace(sql, "IN ($1)");
        foreach (var parameter in Parameter().Matches(sql).Select(match => match.Value).Distinct())
            command.Parameters.AddWithValue(parameter, 1);
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }

    private static bool IsUnbounded(string sql, string step)
    {
        if (Step().Match(step) is not { Success: true } read || Bounded.Contains(read.Groups["index"].Value))
            return false;
        var table = read.Groups["table"].Value;
        var isGrowing = Growing.Contains(table)
            || Alias().Matches(sql).Any(named => named.Groups[2].Value == table && Growing.Contains(named.Groups[1].Value));
        var columns = Column().Matches(read.Groups["conditions"].Value).Select(match => match.Groups[1].Value).ToList();

        // A search without a condition is one for the greatest or the smallest value of an index.
        return isGrowing && columns.TrueForAll(Common.Contains) && (columns.Count > 0 || step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [GeneratedRegex("^(SELECT|INSERT|UPDATE|DELETE)\\s")]
    private static partial Regex Verb();

    [GeneratedRegex("@[A-Za-z]+")]
    private static partial Regex Parameter();

    /// <summary>Dapper makes as many parameters of it as the list has members.</summary>
    [GeneratedRegex("IN (@[A-Za-z]+)")]
    private static partial Regex ListParameter();

    [GeneratedRegex("^(SCAN|SEARCH) (?<table>\\w+)( EXISTS)?( USING( COVERING)? INDEX (?<index>\\w+))?( \\((?<conditions>.*)\\))?")]
    private static partial Regex Step();

    [GeneratedRegex("(?:FROM|JOIN) (\\w+) (\\w+)")]
    private static partial Regex Alias();

    [GeneratedRegex("(\\w+)[,)]*(?:=|>|<|\\))")]
    private static partial Regex Column();
}
