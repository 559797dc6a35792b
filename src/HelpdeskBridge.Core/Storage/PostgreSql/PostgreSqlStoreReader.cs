using System.Data.Common;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>Looks at a database without changing it, also while the service uses it.</summary>
internal static class PostgreSqlStoreReader
{
    private const string BeginReading = "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    /// <summary>Other connections are counted where every user may: not each of them can be seen.</summary>
    private const string SelectState = """
        SELECT current_setting('server_version_num')::bigint AS Version, pg_is_in_recovery() AS IsStandby,
            (SELECT setting = 'on' FROM pg_settings WHERE name = 'default_transaction_read_only') AS IsReadOnly,
            current_setting('fsync') = 'on' AS WritesToDisk, current_setting('full_page_writes') = 'on' AS WritesFullPages,
            (SELECT setting FROM pg_settings WHERE name = 'synchronous_commit') AS CommitsDurably,
            LEAST(
                current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
                    - COALESCE(current_setting('reserved_connections', true), '0')::bigint
                    - (SELECT sum(numbackends) FROM pg_stat_database),
                (SELECT CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit - s.numbackends END
                    FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datname = current_database()),
                (SELECT CASE WHEN rolconnlimit >= 0 THEN rolconnlimit - (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user) END
                    FROM pg_roles WHERE rolname = current_user))::bigint AS ConnectionsLeft,
            COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS MayCreate,
            (SELECT min(relname::text) FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())
                AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE')
                    AND has_table_privilege(oid, 'DELETE'))) AS RefusedTable
        """;

    private const string SelectStoreExists = "SELECT to_regclass('schemaversions') IS NOT NULL AND to_regclass('conversations') IS NOT NULL";
    private const string SelectMigrations = "SELECT scriptname FROM schemaversions ORDER BY schemaversionsid DESC";
    private const string SelectMayRead = "SELECT has_table_privilege('schemaversions', 'SELECT') AND has_table_privilege('channels', 'SELECT')";

    /// <summary>Runs <paramref name="work"/> if there is a store whose schema this version knows.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read.</exception>
    public static async Task<PostgreSqlLook> ReadAsync(
        string connectionString, Func<StoreTransaction, Task<Dictionary<string, string?>>> work)
    {
        try
        {
            await using var connections = new PostgreSqlConnections(connectionString);
            await using var connection = new StoreDbConnection(await connections.OpenAsync(CancellationToken.None), isSynchronous: false);
            var store = new StoreConnection(connection);
            await store.QueryAsync<int>(BeginReading);
            var state = (await store.QueryAsync<PostgreSqlServerState>(SelectState))[0];
            if (!await store.FirstAsync<bool>(SelectStoreExists))
                return new PostgreSqlLook(state, false, false, null, []);
            if (!await store.FirstAsync<bool>(SelectMayRead))
                return new PostgreSqlLook(state, true, false, null, []);
            if (DbUpMigrations.FindUnknown(await store.QueryAsync<string>(SelectMigrations)) is { } unknown)
                return new PostgreSqlLook(state, true, false, unknown, []);
            var isUnfinished = await store.FirstAsync<bool>(PostgreSqlMigrator.SelectUnfinishedCopy);
            return new PostgreSqlLook(state, true, isUnfinished, null, await work(new StoreTransaction(store)));
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e);
        }
    }
}

/// <param name="Server">What the server says of itself.</param>
/// <param name="HasStore">Whether the database has a store.</param>
/// <param name="IsUnfinishedCopy">Whether the store is the copy of another one that is not complete.</param>
/// <param name="UnknownMigration">A migration that this version does not know.</param>
/// <param name="Found">What the work found.</param>
internal sealed record PostgreSqlLook(
    PostgreSqlServerState Server, bool HasStore, bool IsUnfinishedCopy, string? UnknownMigration, Dictionary<string, string?> Found);
