using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
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

    /// <summary>
    /// Waits for its turn, and notes which commit of this process it is. In a transaction that reads what others committed before each statement, the
    /// next statement sees what the writer before it has written.
    /// </summary>
    private const string BeginTurn = $"""
        WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock({PostgreSqlLocks.Writer}))
        INSERT INTO last_commits (writer, number) SELECT @writer, @number FROM turn
        ON CONFLICT (writer) DO UPDATE SET number = excluded.number, committed_at = now()
        RETURNING current_setting('synchronous_standby_names') <> ''
        """;

    /// <summary>Processes that ended long ago need no answer any more.</summary>
    private const string DeleteForgotten = "DELETE FROM last_commits WHERE committed_at < now() - interval '1 day'";

    /// <summary>The server answers a COMMIT of a transaction that has failed as if it were right. It refuses a savepoint in it.</summary>
    private const string CommitTransaction = "SAVEPOINT all_writes; COMMIT";

    /// <summary>
    /// The name of this writer. The server's own number of a transaction would not do: after a crash of the server, another one may get it.
    /// </summary>
    private readonly string _writer = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private readonly CommitLookup _lookup = new(connections);

    private StoreDbConnection? _connection;

    /// <summary>Whether the server answers a commit only when a standby has it.</summary>
    private bool _waitsForStandby;

    private long _commits;
    private int _writes;

    public DbConnection Connection => GetConnection();

    public void Begin() => Begin(BeginTransaction);

    public IReadOnlyList<object?>? Begin(IReadOnlyList<StoreStatement> first)
    {
        IReadOnlyList<object?>? results = null;
        try
        {
            Begin(() => results = BeginTransactionWith(first));
            return results;
        }
        catch (PostgresException e) when (!MayHaveEndedTransaction(e) && e.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            // Nothing is committed. The writes are run again, so that each can be undone and the faulty one fails alone. A turn that did not come is
            // no such fault.
            Run("ROLLBACK");
            BeginTransaction();
            return null;
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
        if (TryCommit() is not { } failure)
            return;

        // Whoever is told that nothing was stored sends it once more, so it must be true.
        Dispose();
        switch (_lookup.FindAsync(_writer, _commits).GetAwaiter().GetResult())
        {
            case CommitOutcome.Committed:
                break;
            case CommitOutcome.NotCommitted:
                throw failure;
            default:
                throw new UnknownCommitException(failure);
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

    /// <summary>Nothing is committed yet, so what begins the transaction may be repeated.</summary>
    private void Begin(Action begin)
    {
        var isKept = _connection is not null;
        try
        {
            begin();
        }
        catch (DbException) when (isKept && GetConnection().State != ConnectionState.Open)
        {
            // The server was restarted, or has closed the connection, since the last write.
            Dispose();
            begin();
        }
    }

    private void BeginTransaction() => BeginTransactionWith([]);

    private IReadOnlyList<object?> BeginTransactionWith(IReadOnlyList<StoreStatement> first)
    {
        var isNew = _connection is null;
        _connection ??= new StoreDbConnection(connections.OpenForWriting(), isSynchronous: true);
        _writes = 0;
        var turn = new StoreStatement(BeginTurn, [StoreParameter.From("writer", _writer), StoreParameter.From("number", ++_commits)]);
        _connection.RunWithNext("BEGIN ISOLATION LEVEL READ COMMITTED;");
        var results = _connection.Run([turn, .. first]);
        _waitsForStandby = results[0] is true;
        if (isNew)
            Run(DeleteForgotten);
        return [.. results.Skip(1)];
    }

    /// <returns>Why it is not known whether it was committed; null: it was.</returns>
    /// <exception cref="DbException">It was not committed.</exception>
    private DbException? TryCommit()
    {
        try
        {
            if (_waitsForStandby)
                return CommitToStandby();
            return GetConnection().TryRun(CommitTransaction) ? null : new UnconfirmedCommitException();
        }
        catch (DbException e) when (MayHaveEndedTransaction(e))
        {
            return e;
        }
    }

    /// <summary>
    /// To stop the server's wait would have it commit what no standby has: all would see it and work on it, and with the server it would be lost.
    /// So the commit is left to itself after a while. Nobody sees it, and nobody writes, before a standby has it.
    /// </summary>
    private UnconfirmedCommitException? CommitToStandby()
    {
        var connection = GetConnection();
        var commit = connection.TryRunUnlimitedAsync(CommitTransaction);
        if (Task.WaitAny([commit], connection.TimeLimit) == 0)
            return commit.GetAwaiter().GetResult() ? null : new UnconfirmedCommitException();
        _connection = null;
        _ = DisposeAfterAsync(commit, connection);
        return new UnconfirmedCommitException();
    }

    private static async Task DisposeAfterAsync(Task commit, StoreDbConnection connection)
    {
        await commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private void Run(string sql) => GetConnection().TryRun(sql);

    private StoreDbConnection GetConnection() => _connection ?? throw new InvalidOperationException("No transaction was begun.");

    private static string GetSavepoint(int write) => string.Create(CultureInfo.InvariantCulture, $"write_{write}");
}
