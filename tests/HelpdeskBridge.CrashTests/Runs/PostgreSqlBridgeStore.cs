using HelpdeskBridge.CrashTests.Recording;
using Npgsql;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>A PostgreSQL store.</summary>
internal sealed class PostgreSqlBridgeStore(string connectionString) : IBridgeStore
{
    public async Task<long> CountTicketsToReadAsync()
    {
        await using var connection = await OpenAsync();
        return await connection.CountTicketsToReadAsync();
    }

    public async Task<IReadOnlyList<StoredRating>> ReadRatingsAsync()
    {
        await using var connection = await OpenAsync();
        return await connection.ReadRatingsAsync();
    }

    public long GetSize()
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)command.ExecuteScalar()!;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
