using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// The processes of the cluster, in a PostgreSQL database. Orleans reads and writes it through this interface of its own; each change is made only if
/// the version of the list is still the one it was decided on.
/// </summary>
/// <param name="connectionString">The database.</param>
/// <param name="clusterId">The name of the cluster.</param>
internal sealed class PostgreSqlMembershipTable(string connectionString, string clusterId) : IMembershipTable, IAsyncDisposable
{
    private const string CreateTables = $"""
        SELECT pg_advisory_xact_lock({PostgreSqlLocks.ClusterTables});
        CREATE TABLE IF NOT EXISTS cluster_versions (
            cluster_id TEXT PRIMARY KEY,
            version    INTEGER NOT NULL
        );
        CREATE TABLE IF NOT EXISTS cluster_members (
            cluster_id   TEXT NOT NULL,
            address      TEXT NOT NULL,
            status       TEXT NOT NULL,
            name         TEXT NOT NULL,
            host         TEXT NOT NULL,
            gateway_port INTEGER NOT NULL,
            started_at   TIMESTAMPTZ NOT NULL,
            alive_at     TIMESTAMPTZ NOT NULL,
            -- Who suspects it to be dead, and since when.
            suspected_by TEXT[] NOT NULL,
            suspected_at TIMESTAMPTZ[] NOT NULL,
            changes      BIGINT NOT NULL,
            PRIMARY KEY (cluster_id, address)
        );
        INSERT INTO cluster_versions (cluster_id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING
        """;

    private const string SelectVersion = "SELECT version FROM cluster_versions WHERE cluster_id = $1";

    private const string SelectMembers = """
        SELECT address, status, name, host, gateway_port, started_at, alive_at, suspected_by, suspected_at, changes
        FROM cluster_members WHERE cluster_id = $1 AND ($2::text IS NULL OR address = $2)
        """;

    private const string UpdateVersion = "UPDATE cluster_versions SET version = $2 WHERE cluster_id = $1 AND version = $3";

    private const string InsertMember = """
        INSERT INTO cluster_members (cluster_id, address, status, name, host, gateway_port, started_at, alive_at, suspected_by, suspected_at, changes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT DO NOTHING
        """;

    private const string UpdateMember = """
        UPDATE cluster_members SET status = $3, name = $4, host = $5, gateway_port = $6, started_at = $7, alive_at = $8, suspected_by = $9,
            suspected_at = $10, changes = changes + 1
        WHERE cluster_id = $1 AND address = $2 AND changes = $11
        """;

    private const string UpdateAlive = "UPDATE cluster_members SET alive_at = $3 WHERE cluster_id = $1 AND address = $2";

    private const string DeleteDead = "DELETE FROM cluster_members WHERE cluster_id = $1 AND status = 'Dead' AND alive_at < $2";

    private const string DeleteAll = "DELETE FROM cluster_members WHERE cluster_id = $1";

    private readonly PostgreSqlConnections _connections = new(connectionString);

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await using var connection = await _connections.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var statement in CreateTables.Split(';'))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            if (statement.Contains("$1", StringComparison.Ordinal))
                command.Parameters.Add(new() { Value = clusterId });
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public Task DeleteMembershipTableEntries(string clusterId) => ExecuteAsync(DeleteAll, clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => ExecuteAsync(DeleteDead, clusterId, beforeDate.UtcDateTime);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key.ToParsableString());

    public Task<MembershipTableData> ReadAll() => ReadAsync(address: null);

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(tableVersion, InsertMember, GetValues(entry));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        ChangeAsync(tableVersion, UpdateMember, [.. GetValues(entry), long.Parse(etag, CultureInfo.InvariantCulture)]);

    public Task UpdateIAmAlive(MembershipEntry entry) =>
        ExecuteAsync(UpdateAlive, clusterId, entry.SiloAddress.ToParsableString(), ToStored(entry.IAmAliveTime));

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task<MembershipTableData> ReadAsync(string? address)
    {
        await using var connection = await _connections.OpenAsync(CancellationToken.None);

        // The version and the rows of one moment.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var versionCommand = PostgreSqlConnections.CreateCommand(connection, SelectVersion, clusterId);
        var version = await versionCommand.ExecuteScalarAsync() as int? ?? 0;
        await using var command = PostgreSqlConnections.CreateCommand(connection, SelectMembers, clusterId, address ?? (object)DBNull.Value);
        command.Parameters[1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        var members = new List<Tuple<MembershipEntry, string>>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                members.Add(Tuple.Create(Read(reader), reader.GetInt64(9).ToString(CultureInfo.InvariantCulture)));
        }

        await transaction.CommitAsync();
        return new MembershipTableData(members, new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <returns>False: somebody else has changed the list, or the row, since it was read.</returns>
    private async Task<bool> ChangeAsync(TableVersion next, string sql, object[] values)
    {
        await using var connection = await _connections.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        var before = int.Parse(next.VersionEtag, CultureInfo.InvariantCulture);
        await using var version = PostgreSqlConnections.CreateCommand(connection, UpdateVersion, clusterId, next.Version, before);
        if (await version.ExecuteNonQueryAsync() != 1)
            return false;
        await using var member = PostgreSqlConnections.CreateCommand(connection, sql, values);
        if (await member.ExecuteNonQueryAsync() != 1)
            return false;
        await transaction.CommitAsync();
        return true;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await _connections.OpenAsync(CancellationToken.None);
        await using var command = PostgreSqlConnections.CreateCommand(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private object[] GetValues(MembershipEntry entry)
    {
        var suspicions = entry.SuspectTimes ?? [];
        return
        [
            clusterId,
            entry.SiloAddress.ToParsableString(),
            entry.Status.ToString(),
            entry.SiloName ?? "",
            entry.HostName ?? "",
            entry.ProxyPort,
            ToStored(entry.StartTime),
            ToStored(entry.IAmAliveTime),
            suspicions.Select(suspicion => suspicion.Item1.ToParsableString()).ToArray(),
            suspicions.Select(suspicion => ToStored(suspicion.Item2)).ToArray(),
        ];
    }

    private static MembershipEntry Read(DbDataReader row) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(row.GetString(0)),
        Status = StoredValue.ToEnum<SiloStatus>(row.GetString(1)),
        SiloName = row.GetString(2),
        HostName = row.GetString(3),
        ProxyPort = row.GetInt32(4),
        StartTime = row.GetDateTime(5),
        IAmAliveTime = row.GetDateTime(6),
        SuspectTimes =
        [
            .. row.GetFieldValue<string[]>(7).Zip(
                row.GetFieldValue<DateTime[]>(8), (silo, time) => Tuple.Create(SiloAddress.FromParsableString(silo), time)),
        ],
    };

    /// <summary>Orleans gives times in UTC, some of them without saying so.</summary>
    private static DateTime ToStored(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
