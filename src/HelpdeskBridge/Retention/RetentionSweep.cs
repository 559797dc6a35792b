using HelpdeskBridge.Attachments;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Retention;

/// <summary>
/// Erases everything that is older than <c>Storage:Retention</c>: ended conversations with everything that belongs to them, and entries of the
/// audit. It also deletes what reports know about chats of more than two years ago, and files from the spool that no message waits for, for example
/// those of a client who was erased by the command. Several processes can do this at the same time, because each one finds only what is still there.
/// </summary>
internal sealed partial class RetentionSweep(
    IDatabase database, ConversationEraser eraser, ClientFileSpool spool, IOptions<StorageOptions> options, BridgeClock clock,
    ILogger<RetentionSweep> log) : PeriodicService(GetInterval(options.Value.Retention), clock)
{
    private const int MaxPerTransaction = 500;

    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    /// <summary>Of what reports need to know: a year, and the same days of the year before.</summary>
    private static readonly TimeSpan PastChatsAreKeptFor = TimeSpan.FromDays(2 * 366);

    private readonly BridgeClock _clock = clock;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = _clock.Now - options.Value.Retention;
        var conversations = 0;
        await foreach (var erased in eraser.EraseAsync(
            (store, limit) => store.Conversations.ListEndedBeforeAsync(before, limit), cancellationToken))
            conversations += erased.Conversations;

        var entries = await DeleteAsync((store, limit) => store.Audit.DeleteBeforeAsync(before, limit), cancellationToken);
        await database.WriteAsync(store => store.Operations.DeleteEndedBeforeAsync(before), cancellationToken);
        var firstDay = _clock.Now - PastChatsAreKeptFor;
        await DeleteAsync((store, limit) => store.Reports.DeletePastChatsBeforeAsync(firstDay, limit), cancellationToken);
        var waiting = await database.ReadAsync(store => store.ClientFiles.ListWaitingAsync(), cancellationToken);
        spool.DeleteAllExcept(waiting.Select(file => file.MessageId).ToHashSet());
        if (conversations + entries == 0)
            return;
        await database.OverwriteErasedAsync(cancellationToken);
        Log.Erased(log, conversations, entries);
    }

    protected override void OnFailed(Exception e) => Log.NotErased(log, e);

    /// <summary>Deletes in small transactions, so that a call that is accepted meanwhile does not wait for long.</summary>
    /// <param name="deleteSome">Deletes up to the given number, and returns how many it were.</param>
    /// <param name="cancellationToken">Cancels the deleting.</param>
    /// <returns>How many were deleted.</returns>
    private async Task<int> DeleteAsync(Func<StoreTransaction, int, Task<int>> deleteSome, CancellationToken cancellationToken)
    {
        var all = 0;
        int deleted;
        do
        {
            deleted = await database.WriteAsync(store => deleteSome(store, MaxPerTransaction), cancellationToken);
            all += deleted;
        }
        while (deleted == MaxPerTransaction);
        return all;
    }

    private static TimeSpan GetInterval(TimeSpan retention) =>
        TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, MinInterval.Ticks, MaxInterval.Ticks));

    private static partial class Log
    {
        [LoggerMessage(
            9001, LogLevel.Information,
            "Erased because older than Storage:Retention: {Conversations} conversation(s), {Entries} audit entries")]
        public static partial void Erased(ILogger logger, int conversations, int entries);

        [LoggerMessage(9002, LogLevel.Warning, "Data older than Storage:Retention could not be erased; the next sweep tries again")]
        public static partial void NotErased(ILogger logger, Exception e);
    }
}
