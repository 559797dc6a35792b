using System.Data.Common;
using Npgsql;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A PostgreSQL store.</summary>
internal sealed class PostgreSqlBridgeStore(string connectionString) : BridgeStore
{
    public override long GetSize()
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)command.ExecuteScalar()!;
    }

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
