using HelpdeskBridge.Storage.Sqlite;
using SQLitePCL;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>SQLite takes longer to compile a statement than to run most of the service's, so each is compiled once for a connection.</summary>
public sealed class PreparedConnectionTests
{
    /// <summary>SQLITE_STMTSTATUS_REPREPARE.</summary>
    private const int CompiledAgain = 5;

    /// <summary>SQLITE_STMTSTATUS_RUN.</summary>
    private const int Runs = 6;

    [Theory]
    [InlineData("SELECT value FROM things WHERE kind = 'a' AND value > @value ORDER BY value LIMIT @limit")]
    [InlineData("INSERT INTO things (kind, value) SELECT 'a', @value FROM (SELECT COUNT(*) FROM things LIMIT @limit)")]
    [InlineData("SELECT value FROM things WHERE kind = @kind AND value > @value LIMIT 1")]
    public void A_statement_is_compiled_once_whatever_the_values_of_its_parameters_are(string sql)
    {
        using var connection = new SqliteConnections("Data Source=:memory:").OpenPrepared();
        connection.Run("CREATE TABLE things (kind TEXT, value INTEGER)");
        connection.Run("CREATE INDEX things_a ON things (value) WHERE kind = 'a'");
        connection.Handle!.enable_sqlite3_next_stmt(true);
        for (var run = 1; run <= 3; run++)
        {
            var statement = connection.Take(sql);
            statement.Parameters.AddWithValue("@limit", run);
            statement.Parameters.AddWithValue("@value", run);
            statement.Parameters.AddWithValue("@kind", run);
            statement.ExecuteNonQuery();
            connection.Return(statement);
        }

        var prepared = raw.sqlite3_next_stmt(connection.Handle, null);
        raw.sqlite3_sql(prepared).utf8_to_string().ShouldBe(sql);
        raw.sqlite3_stmt_status(prepared, Runs, 0).ShouldBe(3);
        raw.sqlite3_stmt_status(prepared, CompiledAgain, 0).ShouldBe(0);
    }
}
