using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Looks into a PostgreSQL store, past the service.</summary>
internal static class PostgreSqlRows
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken);
    }

    /// <summary>All rows, each as one text.</summary>
    public static async Task<List<string>> ReadAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(CancellationToken))
            rows.Add(Join(Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }

    public static string Join(IEnumerable<object?> values) => string.Join(
        '|', values.Select(value => value is null or DBNull ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture)));

    /// <summary>However slow the machine is, a statement has no time limit.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(CancellationToken);
        return connection;
    }
}
