using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// Copies a database with SQLite's online backup. The copy is the state of one moment, however much is written meanwhile, and the writer does not
/// wait for it.
/// </summary>
internal static class SqliteBackup
{
    /// <summary>Pages of 4 KiB that are copied between two reports. It also bounds how long a cancellation takes.</summary>
    private const int PagesPerStep = 512;

    /// <summary>Begins the read transaction whose state is copied. Without it, each write of the service would start the copying anew.</summary>
    private const string BeginSnapshot = "BEGIN; SELECT count(*) FROM sqlite_schema";

    /// <summary>
    /// The target is a new file that is worth nothing until the copy is complete, so it needs no journal. The last commit reaches the disk.
    /// </summary>
    private const string ConfigureTarget = "PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL";

    /// <summary>The copy says of itself that it has a write-ahead log. It gets none, so that the backup is a single file.</summary>
    private const string DropLog = "PRAGMA journal_mode = DELETE";

    /// <param name="connectionString">The database to copy.</param>
    /// <param name="target">An empty file.</param>
    /// <param name="progress">Gets the fraction that is copied.</param>
    /// <param name="cancellationToken">Stops the copying. The target is of no use then.</param>
    /// <exception cref="StoreUnavailableException">The database can't be read, or the target can't be written.</exception>
    public static void Copy(string connectionString, string target, IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var source = Open(new SqliteConnectionStringBuilder(connectionString));
            source.Execute(BeginSnapshot);
            using var copy = Open(new SqliteConnectionStringBuilder { DataSource = target });
            copy.Execute(ConfigureTarget);
            CopyPages(source, copy, progress, cancellationToken);
            copy.Execute(DropLog);
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    /// <summary>Reads the whole file.</summary>
    /// <returns>Whether it is free of damage.</returns>
    /// <exception cref="StoreUnavailableException">The file can't be read.</exception>
    public static bool IsSound(string path)
    {
        try
        {
            using var connection = Open(new SqliteConnectionStringBuilder { DataSource = path });
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            return command.ExecuteScalar() is "ok";
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    private static void CopyPages(
        SqliteConnection source, SqliteConnection copy, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(copy.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(copy.Handle), copy.Handle);
        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesPerStep);
            if (raw.sqlite3_backup_pagecount(backup) is > 0 and var pages)
                progress.Report(1 - ((double)raw.sqlite3_backup_remaining(backup) / pages));
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, copy.Handle);
    }

    /// <summary>Opens a file that exists. The connection is really closed with it, so that nothing holds the file afterwards.</summary>
    private static SqliteConnection Open(SqliteConnectionStringBuilder builder)
    {
        builder.Mode = SqliteOpenMode.ReadWrite;
        builder.Pooling = false;
        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        return connection;
    }
}
