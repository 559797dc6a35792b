using System.Data.Common;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>A connection of all writes that stays open when its process ends, because the store is in its memory.</summary>
internal sealed class KeptConnection(
    PreparedConnection connection, DbConnection statements, IStoreFaults faults, (TimeProvider Clock, TimeSpan Time)? commitDelay) : IWriteConnection
{
    private readonly SqliteWriteConnection _inner = new(connection);
    private bool _isInTransaction;

    /// <summary>A planted fault has a transaction open that was answered already.</summary>
    public bool HasUncommitted => _isInTransaction && commitDelay is not null;

    public DbConnection Connection => statements;

    public void Begin()
    {
        if (HasUncommitted)
            return;
        _inner.Begin();
        _isInTransaction = true;
    }

    public void BeginWrite() => _inner.BeginWrite();

    public void EndWrite() => _inner.EndWrite();

    public void UndoWrite() => _inner.UndoWrite();

    public void Commit()
    {
        if (faults.FailsCommit())
            throw new SqliteException("the disk is full", 13);
        if (commitDelay is { } delay)
            _ = CommitLaterAsync(delay.Clock, delay.Time);
        else
            CommitNow();
    }

    private async Task CommitLaterAsync(TimeProvider clock, TimeSpan time)
    {
        await Task.Delay(time, clock);
        if (_isInTransaction)
            CommitNow();
    }

    private void CommitNow()
    {
        _inner.Commit();
        _isInTransaction = false;
    }

    public bool MayHaveEndedTransaction(Exception failure) => _inner.MayHaveEndedTransaction(failure);

    public void Dispose()
    {
        if (_isInTransaction)
            connection.Run("ROLLBACK");
        _isInTransaction = false;
    }
}
