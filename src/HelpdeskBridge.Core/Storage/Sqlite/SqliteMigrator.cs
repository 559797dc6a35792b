using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>Creates the database's file and runs the migrations it does not have yet. DbUp records which ones it has.</summary>
internal sealed class SqliteMigrator(SqliteConnections connections, IProgress<MigrationStep>? progress)
{
    public const string EmbeddedScripts = ".Storage.Migrations.";

    /// <exception cref="StoreUnavailableException">The file can't be created or opened.</exception>
    /// <exception cref="NewerStoreException">The store has a migration that this version does not know.</exception>
    public void Migrate()
    {
        Create();
        DbUpMigrations.Run(BuildEngine(), progress);
    }

    private void Create()
    {
        try
        {
            if (SqliteStoreFile.GetFolder(connections.ConnectionString) is { } folder)
            {
                PrivateFiles.CreateFolder(folder);

                // Another process may have made it and ended at once. The names in it are put on the disk by SQLite, with the log's own.
                FolderSync.RunForParent(folder);
            }

            // SQLite gives the files beside it the same permissions.
            if (!SqliteStoreFile.Exists(connections.ConnectionString))
                PrivateFiles.Create(SqliteStoreFile.GetPath(connections.ConnectionString), FileMode.CreateNew).Dispose();
            using var connection = connections.Open();

            // Readers and the writer don't block each other. The file keeps this setting.
            connection.Execute("PRAGMA journal_mode = WAL");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(e);
        }
    }

    private UpgradeEngine BuildEngine() =>
        DeployChanges.To.SqliteDatabase(connections.ConnectionString)
            .WithScriptsEmbeddedInAssembly(
                typeof(SqliteMigrator).Assembly, name => name.Contains(EmbeddedScripts, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();
}
