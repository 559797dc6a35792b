using System.Data.Common;

namespace HelpdeskBridge.Storage;

/// <summary>The connection of all writes of a process. A transaction on it has several writes, each of which can be undone by itself.</summary>
internal interface IWriteConnection : IDisposable
{
    /// <summary>Runs the statements of the writes.</summary>
    DbConnection Connection { get; }

    /// <summary>Begins a transaction in which nobody else writes, in no process.</summary>
    void Begin();

    /// <summary>
    /// Begins a transaction with statements that are known before it, in one round trip where the connection can. They can't be undone by themselves.
    /// </summary>
    /// <returns>
    /// The first value of the first row of each, null when it returned none. Null instead of the list: the transaction is begun, and none of them was
    /// run, because the connection gains nothing by it, or because one of them fails.
    /// </returns>
    IReadOnlyList<object?>? Begin(IReadOnlyList<StoreStatement> first)
    {
        Begin();
        return null;
    }

    /// <summary>Begins one write in the transaction.</summary>
    void BeginWrite();

    /// <summary>The write succeeded, or was undone.</summary>
    void EndWrite();

    /// <summary>Undoes what was written since <see cref="BeginWrite"/>.</summary>
    void UndoWrite();

    /// <summary>Commits durably.</summary>
    /// <exception cref="UnknownCommitException">Nobody knows whether it is committed, or will be. After any other exception, it is not.</exception>
    void Commit();

    /// <summary>Whether the failure may have ended the transaction, with the other writes in it.</summary>
    bool MayHaveEndedTransaction(Exception failure);
}

/// <summary>Nobody knows whether a commit has taken effect, or will.</summary>
/// <param name="cause">Why not.</param>
internal sealed class UnknownCommitException(Exception cause) : Exception("It is not known whether the commit has taken effect.", cause)
{
    /// <summary>Why not.</summary>
    public Exception Cause => InnerException!;
}
