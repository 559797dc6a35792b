using System.Runtime.CompilerServices;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Retention;

/// <summary>Erases conversations with everything that belongs to them, in the store and in the spool of clients' files.</summary>
internal sealed class ConversationEraser(IDatabase database, ClientFileSpool spool)
{
    private const int MaxPerTransaction = 20;

    /// <summary>Erases in small transactions, so that a call that is accepted meanwhile does not wait for long.</summary>
    /// <param name="listNext">Lists the ids of the next conversations to erase, up to the given number. Erasing ends when there are none.</param>
    /// <param name="cancellationToken">Cancels the erasing. What was erased before stays erased.</param>
    /// <returns>What was erased in each transaction.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be used now. Some of the conversations may be erased already.</exception>
    public async IAsyncEnumerable<Erased> EraseAsync(
        Func<StoreTransaction, int, Task<List<string>>> listNext, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A look without a write transaction, because usually there is nothing to erase. The conversations are chosen in the transaction that erases
        // them, since a message may bring one back to life in between.
        while (await database.ReadAsync(store => listNext(store, 1), cancellationToken) is { Count: > 0 })
        {
            var erased = await database.WriteAsync(
                async store => await store.Erasure.EraseAsync(await listNext(store, MaxPerTransaction)), cancellationToken);
            foreach (var messageId in erased.Messages)
                spool.Delete(messageId);
            yield return erased;
        }
    }
}
