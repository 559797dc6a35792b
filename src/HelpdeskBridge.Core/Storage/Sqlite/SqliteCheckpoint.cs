using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// Empties the write-ahead log. In the database's file, deleted rows are overwritten (secure_delete), but the log still has them as they were
/// before. It can be emptied only at a moment when nobody reads.
/// </summary>
internal sealed class SqliteCheckpoint(SqliteConnections connections)
{
    private const int MaxAttempts = 50;
    private const string EmptyLog = "PRAGMA wal_checkpoint(TRUNCATE)";
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SqliteException">The database can't be used now.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryAsync(cancellationToken) && attempt < MaxAttempts; attempt++)
            await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken);
    }

    /// <returns>False when somebody read.</returns>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        await using var connection = connections.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = EmptyLog;
        var isBusy = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) != 0;
        return !isBusy;
    }
}
