using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Storage.PostgreSql;

namespace HelpdeskBridge.Diagnostics;

/// <summary>What a PostgreSQL server says of itself, as findings.</summary>
internal static class StoreServerFindings
{
    private const string ServerId = "store.server";
    private const string WritableId = "store.writable";
    private const string DurableId = "store.durable";
    private const string ConnectionsId = "store.connections";

    /// <summary>A service uses a few most of the time, and more when many calls come at once.</summary>
    private const long WarnBelow = 10;

    /// <param name="name">The host and the database.</param>
    /// <param name="server">What the server says.</param>
    /// <param name="hasStore">Whether the database has a store already.</param>
    public static IReadOnlyList<Finding> Create(string name, PostgreSqlServerState server, bool hasStore)
    {
        return [CheckServer(), CheckWritable(), CheckDurable(), CheckConnections()];

        Finding CheckServer()
        {
            var version = $"PostgreSQL {server.Version / 10_000}.{server.Version % 10_000}";
            return server switch
            {
                { Version: < PostgreSqlServerState.MinVersion } => Create(
                    ServerId, FindingStatus.Fail, $"The server is {version}. The bridge needs 14 or later.", "Upgrade PostgreSQL."),
                { IsStandby: true } => Create(
                    ServerId,
                    FindingStatus.Fail,
                    "The server is a standby, which takes no writes.",
                    "Set Storage:ConnectionString to the primary server; with several hosts in it, add Target Session Attributes=primary."),
                _ => Create(ServerId, FindingStatus.Ok, $"The server is {version}."),
            };
        }

        Finding CheckWritable() => server switch
        {
            { IsReadOnly: true } => Create(
                WritableId,
                FindingStatus.Fail,
                "The database is read-only for this user (default_transaction_read_only).",
                "Set default_transaction_read_only to off, for the server, the database or the user."),
            { RefusedTable: { } table } when hasStore => Create(
                WritableId,
                FindingStatus.Fail,
                $"This user may not read and write the table {table}, so the service would refuse every call.",
                "Sign in as the user that made the store, or make this user the owner of its tables."),
            { MayCreate: false } => Create(
                WritableId,
                hasStore ? FindingStatus.Warn : FindingStatus.Fail,
                hasStore
                    ? "This user may not create tables, which the next version may have to."
                    : "This user may not create tables, so the service can't make its store.",
                "Make the user the owner of the database, or: GRANT CREATE, USAGE ON SCHEMA public TO the user."),
            _ => Create(WritableId, FindingStatus.Ok, "This user may create tables and write them."),
        };

        Finding CheckDurable() => server switch
        {
            { WritesToDisk: false } => Create(
                DurableId,
                FindingStatus.Fail,
                "fsync is off: after a power cut, accepted messages are lost, or the whole database is.",
                "Set fsync = on in postgresql.conf and reload the server."),
            { WritesFullPages: false } => Create(
                DurableId,
                FindingStatus.Warn,
                "full_page_writes is off: a power cut can damage the database, unless its disk never writes half a page.",
                "Set full_page_writes = on in postgresql.conf and reload the server."),
            { CommitsDurably: "off" } => Create(
                DurableId, FindingStatus.Ok, "Commits wait for the disk: synchronous_commit is off, and the bridge sets it to on for itself."),
            _ => Create(DurableId, FindingStatus.Ok, $"Commits wait for the disk (synchronous_commit is {server.CommitsDurably})."),
        };

        Finding CheckConnections() => server.ConnectionsLeft < WarnBelow
            ? Create(
                ConnectionsId,
                FindingStatus.Warn,
                $"This user can open {Math.Max(0, server.ConnectionsLeft)} more connections, which may be too few when many calls come at once.",
                "Raise max_connections of the server, or the limit of the database or the user; or lower it for others.")
            : Create(ConnectionsId, FindingStatus.Ok, $"This user can open {server.ConnectionsLeft} more connections.");

        Finding Create(string id, FindingStatus status, string what, string fix = "") =>
            new(id, name, status, FindingSide.Store, what, fix);
    }
}
