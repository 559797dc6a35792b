using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>The connection of all writes. Each write runs in a savepoint of the shared transaction.</summary>
internal sealed class SqliteWriteConnection(PreparedConnection connection) : IWriteConnection
{
    public const int MaxWritesPerCommit = 256;

    private const string BeginTransaction = "BEGIN IMMEDIATE";
    private const string CommitTransaction = "COMMIT";
    private const string SetSavepoint = "SAVEPOINT one_write";
    private const string ReleaseSavepoint = "RELEASE one_write";
    private const string ReturnToSavepoint = "ROLLBACK TO one_write";

    public DbConnection Connection => connection;

    public void Begin() => connection.Run(BeginTransaction);

    public void BeginWrite() => connection.Run(SetSavepoint);

    public void EndWrite() => connection.Run(ReleaseSavepoint);

    public void UndoWrite() => connection.Run(ReturnToSavepoint);

    public void Commit() => connection.Run(CommitTransaction);

    public bool MayHaveEndedTransaction(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: SqliteErrorCodes.Full or SqliteErrorCodes.IoError or SqliteErrorCodes.ReadOnly };

    /// <summary>Closing rolls back what is left of a transaction.</summary>
    public void Dispose() => connection.Dispose();

    /// <summary>Result codes of SQLite, see sqlite.org/rescode.html.</summary>
    private static class SqliteErrorCodes
    {
        public const int ReadOnly = 8;
        public const int IoError = 10;
        public const int Full = 13;
    }
}
