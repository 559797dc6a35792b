using System.Data.Common;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>Finds out what became of a commit whose answer was lost, or did not say that it is safe.</summary>
internal sealed class CommitLookup(PostgreSqlConnections connections)
{
    /// <summary>Whoever has the lock knows that the commit is over.</summary>
    private const string BeginTurn = $"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({PostgreSqlLocks.Writer})";

    /// <summary>
    /// Changes its row, if it is there. A standby that has this change has everything before it as well, so once this commit is safe, the other one
    /// is.
    /// </summary>
    private const string ChangeRow = "UPDATE last_commits SET committed_at = now() WHERE writer = $1 AND number = $2";

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <param name="writer">Who has sent the commit.</param>
    /// <param name="number">Which of its commits it is.</param>
    public async Task<CommitOutcome> FindAsync(string writer, long number)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var left = MaxWait; left > TimeSpan.Zero; left = MaxWait - TimeProvider.System.GetElapsedTime(started))
        {
            try
            {
                if (await LookAsync(writer, number, left) is var outcome and not CommitOutcome.Unknown)
                    return outcome;
            }
            catch (DbException)
            {
                // The server is restarted, fails over to a standby, or still waits with the commit.
            }

            await Task.Delay(BetweenLooks, TimeProvider.System);
        }

        return CommitOutcome.Unknown;
    }

    private async Task<CommitOutcome> LookAsync(string writer, long number, TimeSpan limit)
    {
        await using var connection = connections.OpenForWriting();
        await ExecuteAsync(BeginTurn);
        if (await ExecuteAsync(ChangeRow, writer, number) == 0)
            return CommitOutcome.NotCommitted;
        using var warnings = new ServerWarnings(connection);
        await ExecuteAsync("COMMIT");
        return warnings.Any ? CommitOutcome.Unknown : CommitOutcome.Committed;

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var command = PostgreSqlConnections.CreateCommand(connection, sql, values);
            command.CommandTimeout = (int)Math.Ceiling(limit.TotalSeconds);
            return await command.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>What became of a commit.</summary>
internal enum CommitOutcome
{
    /// <summary>The server can't be asked, still waits with it, or is the only one that has it.</summary>
    Unknown,
    Committed,
    NotCommitted,
}
