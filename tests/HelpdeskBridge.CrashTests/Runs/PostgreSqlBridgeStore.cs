using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A PostgreSQL store.</summary>
internal sealed class PostgreSqlBridgeStore(string connectionString) : IBridgeStore
{
    public Task<long> CountTicketsToReadAsync() => QueryAsync("SELECT COUNT(*) FROM noted_tickets");

    public long GetSize() => QueryAsync("SELECT pg_database_size(current_database())").GetAwaiter().GetResult();

    private async Task<long> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
