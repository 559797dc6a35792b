using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Retention;

/// <summary>Erases everything that the store has of one client, including open conversations and waiting messages.</summary>
internal sealed class ClientErasure(IDatabase database, ConversationEraser eraser, BridgeClock clock)
{
    /// <summary>Erases the client's data, adds an entry to the audit, and overwrites the erased rows in the files of the database.</summary>
    /// <param name="client">The client. The name of the channel is compared exactly.</param>
    /// <param name="actor">The person or interface that the audit names.</param>
    /// <param name="progress">Gets the fraction that is erased.</param>
    /// <param name="cancellationToken">Cancels the erasing. What was erased before stays erased.</param>
    /// <returns>What was erased, and the tickets that still exist in the helpdesk.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be used now. Erasing can be repeated later.</exception>
    public async Task<Erased> EraseAsync(ChannelUser client, string actor, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var conversations = await database.ReadAsync(store => store.Conversations.ListIdsAsync(client, int.MaxValue), cancellationToken);
        var parts = new List<Erased>();
        await foreach (var part in eraser.EraseAsync((store, limit) => store.Conversations.ListIdsAsync(client, limit), cancellationToken))
        {
            parts.Add(part);
            progress.Report(parts.Sum(done => done.Conversations) / (double)Math.Max(1, conversations.Count));
        }

        var erased = new Erased(
            parts.Sum(part => part.Conversations), [.. parts.SelectMany(part => part.Tickets)], [.. parts.SelectMany(part => part.Messages)]);

        // The entry must not identify the client, so it names only the channel.
        var outcome = $"{erased.Conversations} conversation(s), {erased.Messages.Count} message(s)";
        var entry = new AuditEntry(clock.NewId(), clock.Now, actor, Address: "", "erase", client.Channel, outcome);
        await database.WriteAsync(store => store.Audit.AddAsync(entry), cancellationToken);
        await database.OverwriteErasedAsync(cancellationToken);
        return erased;
    }
}
