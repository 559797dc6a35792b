using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// The connection of all writes of a process. The writers of all processes write one after the other, as if they were the one writer of SQLite: each
/// takes a lock of the database for one commit. So each decision is made on what it changes, and no statement has to think of another process.
/// </summary>
internal sealed class PostgreSqlWriteConnection(PostgreSqlConnections connections) : IWriteConnection
{
    /// <summary>Of more than 64 subtransactions of a transaction, the server keeps track at a cost for every other statement.</summary>
    public const int MaxWritesPerCommit = 60;

    private const string SelectTransactionId = $"SELECT pg_current_xact_id()::text FROM pg_advisory_xact_lock({PostgreSqlLocks.Writer})";
    private const string SelectOutcome = "SELECT pg_xact_status($1::text::xid8)";

    /// <summary>The server answers a COMMIT of a transaction that has failed as if it were right. It refuses a savepoint in it.</summary>
    private const string CommitTransaction = "SAVEPOINT all_writes; COMMIT";

    private static readonly TimeSpan OutcomeWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private StoreDbConnection? _connection;
    private string _transactionId = "";
    private int _writes;

    public DbConnection Connection => GetConnection();

    public void Begin()
    {
        var isKept = _connection is not null;
        try
        {
            BeginTransaction();
        }
        catch (DbException) when (isKept && GetConnection().State != ConnectionState.Open)
        {
            // The server was restarted, or has closed the connection, since the last write.
            Dispose();
            BeginTransaction();
        }
    }

    /// <summary>
    /// The savepoint is set together with the first statement. It is never released: it ends with the transaction, and until then no later write can
    /// return to it by mistake.
    /// </summary>
    public void BeginWrite() => GetConnection().RunWithNext($"SAVEPOINT {GetSavepoint(++_writes)};");

    public void EndWrite() => GetConnection().TakePrefix();

    public void UndoWrite()
    {
        // Without a statement there is no savepoint, and nothing to undo.
        if (GetConnection().TakePrefix().Length == 0)
            Run($"ROLLBACK TO {GetSavepoint(_writes)}");
    }

    public void Commit()
    {
        try
        {
            Run(CommitTransaction);
        }
        catch (DbException e) when (MayHaveEndedTransaction(e))
        {
            // The answer was lost. Whoever is told that nothing was stored sends it once more, so it must be true.
            if (!WasCommittedAsync().GetAwaiter().GetResult())
                throw;
            Dispose();
        }
    }

    public bool MayHaveEndedTransaction(Exception failure) =>
        _connection is not { State: ConnectionState.Open } || failure is NpgsqlException and not PostgresException;

    /// <summary>A transaction that was begun is rolled back.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void BeginTransaction()
    {
        _connection ??= new StoreDbConnection(connections.OpenForWriting(), isSynchronous: true);
        _connection.RunWithNext("BEGIN;");
        using var command = _connection.CreateCommand();
        command.CommandText = SelectTransactionId;
        _transactionId = (string)command.ExecuteScalar()!;
        _writes = 0;
    }

    private async Task<bool> WasCommittedAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < OutcomeWait)
        {
            switch (await FindOutcomeAsync())
            {
                case "committed":
                    return true;
                case "in progress" or null:
                    await Task.Delay(BetweenLooks, TimeProvider.System);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <returns>What became of the transaction; null when the server can't be reached.</returns>
    private async Task<string?> FindOutcomeAsync()
    {
        try
        {
            await using var connection = await connections.OpenAsync(CancellationToken.None);
            await using var command = PostgreSqlConnections.CreateCommand(connection, SelectOutcome, _transactionId);
            return await command.ExecuteScalarAsync() as string ?? "forgotten";
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // A standby that took over has not seen it.
            return "unknown";
        }
        catch (DbException)
        {
            return null;
        }
    }

    private void Run(string sql)
    {
        using var command = GetConnection().CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private StoreDbConnection GetConnection() => _connection ?? throw new InvalidOperationException("No transaction was begun.");

    private static string GetSavepoint(int write) => string.Create(CultureInfo.InvariantCulture, $"write_{write}");
}
