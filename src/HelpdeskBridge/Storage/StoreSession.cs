using System.Data.Common;
using System.Globalization;
using Dapper;

namespace HelpdeskBridge.Storage;

/// <summary>The statements of one transaction, in files by table. They are written once, for every database.</summary>
internal sealed partial class StoreSession(DbConnection connection, DbTransaction transaction)
{
    /// <summary>Writes something, to see whether the store takes it.</summary>
    public Task ProbeAsync(DateTimeOffset now) =>
        ExecuteAsync("INSERT INTO probes (id, at) VALUES (1, @now) ON CONFLICT (id) DO UPDATE SET at = excluded.at", new { now = Stored(now) });

    private Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(sql, parameters, transaction);

    private async Task<List<T>> QueryAsync<T>(string sql, object parameters) => (await connection.QueryAsync<T>(sql, parameters, transaction)).AsList();

    private Task<T?> FirstAsync<T>(string sql, object parameters) => connection.QueryFirstOrDefaultAsync<T>(sql, parameters, transaction);

    private static long Stored(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? Stored(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);

    private static DateTimeOffset? Time(long? stored) => stored is { } value ? Time(value) : null;

    private static T Named<T>(string stored) where T : struct, Enum =>
        Enum.TryParse<T>(stored, out var value)
            ? value
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The store holds an unknown {typeof(T).Name} '{stored}'."));
}
