using System.Data.Common;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>Runs the migrations that the database does not have yet. DbUp records which ones it has.</summary>
/// <param name="connections">Opens connections to the database.</param>
/// <param name="progress">Gets each migration of a store that exists, before it runs.</param>
/// <param name="acceptsUnfinishedCopy">Whether the store may be a copy that is not complete. Only whoever completes it takes one.</param>
internal sealed class PostgreSqlMigrator(
    PostgreSqlConnections connections, IProgress<MigrationStep>? progress, bool acceptsUnfinishedCopy = false)
{
    public const string EmbeddedScripts = ".Storage.PostgreSql.Migrations.";

    /// <summary>Several processes may start at the same time. One migrates, and the others wait for it.</summary>
    private const string LockMigrations = $"SELECT pg_advisory_lock({PostgreSqlLocks.Migrations})";

    /// <summary>Whether the store is the copy of another one that is not complete.</summary>
    internal const string SelectUnfinishedCopy = "SELECT EXISTS (SELECT 1 FROM store_copy WHERE completed_at IS NULL)";

    /// <exception cref="StoreUnavailableException">The database can't be reached.</exception>
    /// <exception cref="NewerStoreException">The store has a migration that this version does not know.</exception>
    /// <exception cref="UnfinishedCopyException">The store is the copy of another one that is not complete.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The lock belongs to the session, which ends with this connection, whatever happens.
            await using var locking = new NpgsqlConnection(CreateSettings());
            await locking.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(LockMigrations, locking);
            await command.ExecuteNonQueryAsync(cancellationToken);
            DbUpMigrations.Run(BuildEngine(), progress);
            command.CommandText = SelectUnfinishedCopy;
            if (!acceptsUnfinishedCopy && await command.ExecuteScalarAsync(cancellationToken) is true)
                throw new UnfinishedCopyException();
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    private UpgradeEngine BuildEngine() => DeployChanges.To.PostgresqlDatabase(CreateSettings())
        .WithScriptsEmbeddedInAssembly(typeof(PostgreSqlMigrator).Assembly, name => name.Contains(EmbeddedScripts, StringComparison.Ordinal))
        .WithTransactionPerScript()
        .LogToNowhere()
        .Build();

    /// <summary>
    /// Its connections are used once, so they don't stay in a pool. Of a large store, a migration may take long. Nobody waits for its transactions
    /// but who migrates as well, so a process on a busy machine may stand still in them.
    /// </summary>
    private string CreateSettings()
    {
        var settings = new NpgsqlConnectionStringBuilder(connections.ConnectionString) { Pooling = false, CommandTimeout = 0 };
        settings.Options += " -c idle_in_transaction_session_timeout=0";
        return settings.ToString();
    }
}
